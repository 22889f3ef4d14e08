import { userInfo } from 'node:os';
import { getHome } from '../../config/local.ts';
import { nation, tierOf } from '../../domain/organisations.ts';
import { readRun, type Run } from '../../local/run-file.ts';
import { createApiClient, type ApiClient } from './api-client.ts';
import { clientFilePath, findClientFile, type Backbone, type Operator } from './client-file.ts';
import { say, usageError, type Context } from '../terminal/context.ts';
import { CommandError, exitCodes, type ExitCode } from '../terminal/exit.ts';
import type { Reply } from './http.ts';
import { staffCaller } from './staff-identity.ts';
import { findStaffSession, type StaffSession } from './staff-session-file.ts';

/** Options of every command that talks to a running fugo. */
export interface SessionOptions {
  municipality?: string;
  clientFile?: string;
}

/** The last start in this home. Only its addresses can tell whether it still runs. */
export function getRun(context: Context): Run {
  const run = readRun(getHome(context.env));
  if (run && run.state !== 'stopped' && run.state !== 'failed') return run;
  throw new CommandError(exitCodes.notRunning, say(context, 'notRunning'));
}

/** fugo's API is at FUGO_API_URL, or at the address of what runs in this home. */
export function getApiUrl(context: Context): string {
  const given = context.env['FUGO_API_URL']?.trim() ?? '';
  return given === '' ? getRun(context).addresses.api : given.replace(/\/+$/u, '');
}

/** Somebody's rights in one municipality: those of a member of staff, or of an operator client. */
export interface MunicipalitySession {
  municipality: string;
  api: ApiClient;
  /** Absent for a client. */
  staffId?: string;
}

/**
 * Opens a session for each municipality that this person may operate, or for the named one. Whoever is signed in acts
 * as themselves where they work. A named client file acts as a program, and so do the operator clients elsewhere.
 */
export function municipalitySessions(context: Context, options: SessionOptions): MunicipalitySession[] {
  const url = getApiUrl(context);
  const staff = options.clientFile === undefined ? staffSessionsOf(context, url, options.municipality) : [];
  if (staff.length > 0) return staff;
  const all = findClientFile(context, options.clientFile)?.operators ?? [];
  const wanted = all.filter(isOf(options.municipality));
  if (wanted.length === 0)
    throw new CommandError(
      exitCodes.noRights,
      say(context, 'noOperator', { path: options.clientFile ?? clientFilePath(context) }),
    );
  return wanted.map((operator) => ({
    municipality: operator.municipality,
    api: createApiClient(url, operator, context.language),
  }));
}

/** Opens the session of the one municipality that is meant, and asks for the option when there are several. */
export function municipalitySession(context: Context, options: SessionOptions): MunicipalitySession {
  return onlyOne(context, municipalitySessions(context, options));
}

export interface StaffMunicipality extends MunicipalitySession {
  staffId: string;
}

/** Opens sessions for what staff alone may do. */
export function staffSessions(context: Context, options: Pick<SessionOptions, 'municipality'>): StaffMunicipality[] {
  const sessions = staffSessionsOf(context, getApiUrl(context), options.municipality);
  if (sessions.length > 0) return sessions;
  const key = findSignedIn(context, getApiUrl(context)) ? 'signIn.notThere' : 'signIn.needed';
  throw new CommandError(exitCodes.noRights, say(context, key));
}

export function staffSession(context: Context, options: Pick<SessionOptions, 'municipality'>): StaffMunicipality {
  return onlyOne(context, staffSessions(context, options));
}

/** Finds who is signed in at this address. */
export function findSignedIn(context: Context, url: string): StaffSession | undefined {
  const session = findStaffSession(context);
  return session?.api === url ? session : undefined;
}

function staffSessionsOf(context: Context, url: string, municipality: string | undefined): StaffMunicipality[] {
  const session = findSignedIn(context, url);
  if (!session) return [];
  const api = staffCaller(context, session);
  const wanted = municipality ?? session.municipality;
  return session.organisations
    .filter((each) => tierOf(each) === 'municipality')
    .filter((each) => wanted === undefined || each === wanted)
    .map((each) => ({ municipality: each, api, staffId: session.staffId }));
}

/** Somebody's rights in one organisation of any tier. */
export interface OrganisationSession {
  organisation: string;
  api: ApiClient;
  staffId: string;
}

/** Opens the session of who is signed in, for the organisation that is named or for the only one. */
export function organisationSession(
  context: Context,
  { organisation }: { organisation?: string },
): OrganisationSession {
  const signedIn = findSignedIn(context, getApiUrl(context));
  if (!signedIn) throw new CommandError(exitCodes.noRights, say(context, 'signIn.needed'));
  const [own = nation, ...others] = signedIn.organisations;
  if (organisation === undefined && others.length > 0) {
    throw new CommandError(exitCodes.usage, say(context, 'organisationNeeded'));
  }
  return { organisation: organisation ?? own, api: staffCaller(context, signedIn), staffId: signedIn.staffId };
}

function onlyOne<Session extends MunicipalitySession>(context: Context, [first, ...others]: Session[]): Session {
  if (first && others.length === 0) return first;
  throw new CommandError(exitCodes.usage, say(context, 'municipalityNeeded'));
}

/** Names who acts, for the audit log. Whoever is signed in is nobody else; a program says who stands behind it. */
export function actingStaffId(context: Context, session: MunicipalitySession, named: string | undefined): string {
  if (session.staffId === undefined) return named ?? userInfo().username.slice(0, 40);
  if (named !== undefined && named !== session.staffId) {
    throw usageError(context, '--staff', say(context, 'signIn.somebodyElse', { staffId: session.staffId }));
  }
  return session.staffId;
}

/** Finds the backbone clients that may send transfers for the municipality. */
export function backboneClients(context: Context, options: SessionOptions): Backbone[] {
  const all = findClientFile(context, options.clientFile)?.clients ?? [];
  const wanted = all.filter(isOf(options.municipality));
  if (wanted.length === 0)
    throw new CommandError(
      exitCodes.noRights,
      say(context, 'noBackbone', { path: options.clientFile ?? clientFilePath(context) }),
    );
  if (new Set(wanted.map(({ municipality }) => municipality)).size > 1) {
    throw new CommandError(exitCodes.usage, say(context, 'municipalityNeeded'));
  }
  return wanted;
}

function isOf(municipality: string | undefined): (client: Operator) => boolean {
  return (client) => municipality === undefined || client.municipality === municipality;
}

/** Gives the body of an answer, or ends the command with the words of a refusal. */
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
