import { stat } from 'node:fs/promises';
import { CalendarProposal } from '../../contracts/api/calendars.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { bodyOf } from '../client/session.ts';
import { note, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { saveAnswer } from '../terminal/destination.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { pathError } from '../terminal/input.ts';
import { readCalendarPeriod } from './calendar.ts';
import type { HoursOptions } from './options.ts';
import { sendChange } from './part.ts';
import { calendarSession } from './session.ts';

/** `fugo hours export [FILE]` saves the calendar as iCalendar; `-` or no name is standard output. */
export async function runExport(context: Context, file: string | undefined, options: HoursOptions): Promise<ExitCode> {
  const { organisation, api } = calendarSession(context, options);
  const query = readCalendarPeriod(context, options, Date.now());
  const call = { path: ofOrganisation(organisation, 'calendar/file'), query, mediaType: 'text/calendar' };
  const answer = bodyOf(context, await api.download(call));
  await saveAnswer(context, 'FILE', file === '-' ? undefined : file, answer);
  return exitCodes.ok;
}

export interface ImportOptions {
  kind: 'ical' | 'holidays';
  replace?: boolean;
  dryRun?: boolean;
  reason?: string;
}

/** `fugo hours import FILE` shows what the file would change, and sends that as a change unless it is a dry run. */
export async function runImport(
  context: Context,
  file: string,
  options: HoursOptions & ImportOptions,
): Promise<ExitCode> {
  const { kind, dryRun = false, replace = false, reason } = options;
  if (!dryRun && reason === undefined) {
    throw usageError(context, 'hours import', say(context, 'usage.needs', { others: '--reason' }));
  }
  const session = calendarSession(context, options);
  const { size } = await stat(file).catch((error: unknown) => {
    throw pathError(context, error, file, 'FILE');
  });
  const query = { ...readCalendarPeriod(context, options, Date.now()), kind, replace: replace ? 'yes' : 'no' };
  const proposal = bodyOf(
    context,
    await session.api.upload({
      path: ofOrganisation(session.organisation, 'calendar/imports'),
      query,
      answer: CalendarProposal,
      file: { path: file, bytes: size, mediaType: kind === 'ical' ? 'text/calendar' : 'text/csv' },
    }),
  );
  const { added, changed, removed, setting, basedOn } = proposal;
  const isNothing = added.length + changed.length + removed.length === 0;
  if (dryRun || isNothing || reason === undefined) {
    if (options.json) printJson(context, proposal);
    else printLines(context, proposalLines(context, proposal));
    if (isNothing) note(context, say(context, 'import.nothing'));
    return exitCodes.ok;
  }
  for (const line of proposalLines(context, proposal)) note(context, line);
  return sendChange(context, session, { setting, basedOn, reason }, options);
}

type Filed = CalendarProposal['added'][number];

/** A line for each day, as a comparison shows them: `+`, `-`, and both for one that becomes another. */
export function proposalLines(context: Context, { added, changed, removed, ignored }: CalendarProposal): string[] {
  const line = (sign: string, { date, kind, closes, reason }: Filed): string =>
    `${sign} ${date} ${kind === undefined ? (closes ?? '') : say(context, `hours.kind.${kind}`)} ${reason}`;
  const left: [number, 'import.events' | 'import.exceptions' | 'import.days'][] = [
    [ignored.events, 'import.events'],
    [ignored.exceptions, 'import.exceptions'],
    [ignored.days, 'import.days'],
  ];
  return [
    ...removed.map((day) => line('-', day)),
    ...changed.flatMap(({ before, after }) => [line('-', before), line('+', after)]),
    ...added.map((day) => line('+', day)),
    ...left.flatMap(([count, key]) => (count > 0 ? [say(context, key, { count })] : [])),
    ...(ignored.partialYears.length > 0
      ? [say(context, 'import.partialYears', { years: ignored.partialYears.join(', ') })]
      : []),
  ];
}
