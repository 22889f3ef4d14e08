import { getHome } from '../config/local.ts';
import { readRun, type Run } from '../local/run-file.ts';
import { createApiClient, type ApiClient, type Reply } from './api-client.ts';
import { findClientFile, type Backbone, type Operator } from './client-file.ts';
import { say, type Context } from './context.ts';
import { CommandError, exitCodes, type ExitCode } from './exit.ts';

/** Options of every command that talks to a running fugo. */
export interface SessionOptions {
  municipality?: string;
  clientFile?: string;
}

/** The last start of this home; whether it still runs, its addresses will tell. */
export function getRun(context: Context): Run {
  const run = readRun(getHome(context.env));
  if (run && run.state !== 'stopped' && run.state !== 'failed') return run;
  throw new CommandError(exitCodes.notRunning, say(context, 'notRunning'));
}

/** Where fugo's API is: FUGO_API_URL, or what runs in this home. */
export function getApiUrl(context: Context): string {
  const given = context.env['FUGO_API_URL']?.trim() ?? '';
  return given === '' ? getRun(context).addresses.api : given.replace(/\/+$/u, '');
}

export interface OperatorSession {
  municipality: string;
  api: ApiClient;
}

/** A session for each municipality this person may operate, or for the one that was named. */
export function operatorSessions(context: Context, options: SessionOptions): OperatorSession[] {
  const url = getApiUrl(context);
  const all = findClientFile(context, options.clientFile)?.operators ?? [];
  const wanted = all.filter(isOf(options.municipality));
  if (wanted.length === 0) throw new CommandError(exitCodes.noRights, say(context, 'noOperator'));
  return wanted.map((operator) => ({
    municipality: operator.municipality,
    api: createApiClient(url, operator, context.language),
  }));
}

/** The session of the one municipality that is meant; asks for the option when there are several. */
export function operatorSession(context: Context, options: SessionOptions): OperatorSession {
  const [first, ...others] = operatorSessions(context, options);
  if (first && others.length === 0) return first;
  throw new CommandError(exitCodes.usage, say(context, 'municipalityNeeded'));
}

/** The backbone clients that may send transfers for the municipality. */
export function backboneClients(context: Context, options: SessionOptions): Backbone[] {
  const all = findClientFile(context, options.clientFile)?.clients ?? [];
  const wanted = all.filter(isOf(options.municipality));
  if (wanted.length === 0) throw new CommandError(exitCodes.noRights, say(context, 'noBackbone'));
  if (new Set(wanted.map(({ municipality }) => municipality)).size > 1) {
    throw new CommandError(exitCodes.usage, say(context, 'municipalityNeeded'));
  }
  return wanted;
}

function isOf(municipality: string | undefined): (client: Operator) => boolean {
  return (client) => municipality === undefined || client.municipality === municipality;
}

/** The body of a yes; a no becomes the command's end. */
export function bodyOf<Body>(context: Context, reply: Reply<Body>): Body {
  if (reply.kind === 'ok') return reply.body;
  throw refusal(context, reply);
}

export function refusal(
  { language }: Pick<Context, 'language'>,
  { problem }: Extract<Reply<never>, { kind: 'problem' }>,
): CommandError {
  const fields = (problem.errors ?? []).map(({ field, message }) => `\n  ${field}: ${message[language]}`);
  const detail = problem.detail === undefined ? '' : ` ${problem.detail}`;
  const id = problem.status >= 500 ? ` (${problem.errorId})` : '';
  return new CommandError(exitOf(problem.status), `${problem.code}: ${problem.title}${detail}${id}${fields.join('')}`);
}

function exitOf(status: number): ExitCode {
  if (status === 401 || status === 403) return exitCodes.noRights;
  if (status === 503) return exitCodes.notRunning;
  if (status >= 500) return exitCodes.internal;
  return [400, 413, 415, 422].includes(status) ? exitCodes.usage : exitCodes.refused;
}
