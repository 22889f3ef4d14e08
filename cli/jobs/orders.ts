/** `fugo jobs run`, `pause`, `resume`, `skip`, `unskip` and `abandon`: what staff order, each with a reason. */
import { JobDay } from '../../contracts/api/jobs.ts';
import { bodyOf, organisationSession } from '../client/session.ts';
import { print, printJson, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { dayOf, netPathOf, type NetOptions } from './session.ts';

export interface OrderOptions extends NetOptions {
  reason: string;
}

export async function runJobRun(
  context: Context,
  net: string,
  { day, reason, ...options }: OrderOptions & { day?: string },
): Promise<ExitCode> {
  const shown = day === undefined ? undefined : dayOf(context, day);
  const session = organisationSession(context, options);
  const pathOf = await netPathOf(context, session, net, options);
  const body = { reason, ...(shown !== undefined && { day: shown }) };
  const asked = bodyOf(context, await session.api.call({ method: 'POST', path: pathOf('run'), body, answer: JobDay }));
  if (options.json) printJson(context, asked);
  else print(context, say(context, 'jobs.done.run', { day: asked.day, no: asked.no }));
  return exitCodes.ok;
}

export async function runJobPause(
  context: Context,
  what: 'pause' | 'resume',
  net: string,
  { reason, ...options }: OrderOptions,
): Promise<ExitCode> {
  const session = organisationSession(context, options);
  const pathOf = await netPathOf(context, session, net, options);
  bodyOf(context, await session.api.callText({ method: 'POST', path: pathOf(what), body: { reason } }));
  return tell(context, options, `jobs.done.${what}`);
}

export async function runJobSkip(
  context: Context,
  what: 'skip' | 'unskip',
  net: string,
  day: string,
  { reason, ...options }: OrderOptions,
): Promise<ExitCode> {
  const shown = dayOf(context, day);
  const session = organisationSession(context, options);
  const pathOf = await netPathOf(context, session, net, options);
  const call =
    what === 'skip'
      ? { path: pathOf('skips'), body: { day: shown, reason } }
      : { path: pathOf(`skips/${shown}/withdraw`), body: { reason } };
  bodyOf(context, await session.api.callText({ method: 'POST', ...call }));
  return tell(context, options, `jobs.done.${what}`);
}

/** Of a day that stands still. */
export async function runJobDayOrder(
  context: Context,
  order: 'resume' | 'abandon',
  net: string,
  day: string,
  { reason, no, ...options }: OrderOptions & { no: number },
): Promise<ExitCode> {
  const shown = dayOf(context, day);
  const session = organisationSession(context, options);
  const pathOf = await netPathOf(context, session, net, options);
  const path = pathOf(`days/${shown}/runs/${String(no)}/${order}`);
  const ordered = bodyOf(context, await session.api.call({ method: 'POST', path, body: { reason }, answer: JobDay }));
  if (options.json) printJson(context, ordered);
  else print(context, say(context, `jobs.done.day.${order}`));
  return exitCodes.ok;
}

/** `fugo jobs resume NET` ends a pause, `fugo jobs resume NET DAY` takes a day up again. */
export function runJobResume(
  context: Context,
  net: string,
  day: string | undefined,
  { no, ...options }: OrderOptions & { no?: number },
): Promise<ExitCode> {
  if (day !== undefined) return runJobDayOrder(context, 'resume', net, day, { ...options, no: no ?? 0 });
  if (no !== undefined) throw usageError(context, '--no', say(context, 'usage.needs', { others: 'DAY' }));
  return runJobPause(context, 'resume', net, options);
}

function tell(
  context: Context,
  { json }: Pick<NetOptions, 'json'>,
  key: `jobs.done.${'pause' | 'resume' | 'skip' | 'unskip'}`,
): ExitCode {
  if (json) printJson(context, {});
  else print(context, say(context, key));
  return exitCodes.ok;
}
