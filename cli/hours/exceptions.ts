import { HourException, HourExceptions } from '../../contracts/api/calendars.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import type { ExceptionKind } from '../../domain/calendar/exception-kinds.ts';
import { bodyOf } from '../client/session.ts';
import { note, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { tableLines } from '../terminal/table.ts';
import { isUuid } from '../terminal/values.ts';
import type { HoursOptions } from './options.ts';
import { calendarSession } from './session.ts';

export interface AskOptions {
  kind: ExceptionKind;
  from: string;
  to: string;
  reason: string;
  with?: string[];
}

/** `fugo hours exceptions` lists those asked for and those to be answered. */
export async function runExceptions(context: Context, options: HoursOptions): Promise<ExitCode> {
  const { organisation, api } = calendarSession(context, options);
  const path = ofOrganisation(organisation, 'hour-exceptions');
  const { exceptions } = bodyOf(context, await api.call({ path, answer: HourExceptions }));
  if (options.json) printJson(context, exceptions);
  else printLines(context, exceptionLines(context, exceptions));
  return exitCodes.ok;
}

export async function runAsk(
  context: Context,
  options: Omit<HoursOptions, 'from' | 'to'> & AskOptions,
): Promise<ExitCode> {
  const { kind, from, to, reason } = options;
  const { organisation, api } = calendarSession(context, options);
  const path = ofOrganisation(organisation, 'hour-exceptions');
  const body = { kind, from, to, reason, municipalities: options.with ?? [] };
  const asked = bodyOf(context, await api.call({ method: 'POST', path, body, answer: HourException }));
  note(context, say(context, 'exceptions.done.ask', { id: asked.exceptionId }));
  return showOne(context, asked, options);
}

export async function runAnswer(
  context: Context,
  what: 'agree' | 'refuse' | 'withdraw',
  exceptionId: string,
  options: HoursOptions & { reason?: string },
): Promise<ExitCode> {
  if (!isUuid(exceptionId)) throw usageError(context, 'EXCEPTION', say(context, 'exceptions.noId'));
  const { organisation, api } = calendarSession(context, options);
  const path = ofOrganisation(organisation, `hour-exceptions/${exceptionId}/${what}`);
  const body = options.reason === undefined ? {} : { reason: options.reason };
  const answered = bodyOf(context, await api.call({ method: 'POST', path, body, answer: HourException }));
  note(context, say(context, `exceptions.done.${what}`));
  return showOne(context, answered, options);
}

function showOne(context: Context, exception: HourException, { json }: Pick<HoursOptions, 'json'>): ExitCode {
  if (json) printJson(context, exception);
  else printLines(context, exceptionLines(context, [exception]));
  return exitCodes.ok;
}

function exceptionLines(context: Context, exceptions: readonly HourException[]): string[] {
  const titles = [
    'exceptions.id',
    'exceptions.organisation',
    'exceptions.kind',
    'exceptions.time',
    'exceptions.state',
    'exceptions.sides',
    'hours.reason',
  ] as const;
  return tableLines(
    titles.map((title) => say(context, title)),
    exceptions.map(({ exceptionId, organisation, kind, from, to, state, agreements, reason }) => [
      exceptionId,
      organisation,
      say(context, `exceptions.kind.${kind}`),
      `${shortTime(from)}–${shortTime(to)}`,
      say(context, `exceptions.state.${state}`),
      agreements
        .map((side) => `${side.organisation} ${say(context, `exceptions.answer.${side.decision ?? 'waiting'}`)}`)
        .join(', '),
      reason,
    ]),
  );
}

/** `2026-04-04 09:00`: all times are of Japan. */
function shortTime(text: string): string {
  return text.slice(0, 16).replace('T', ' ');
}
