import { addDays, partsOf, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { holidayYears } from '../../domain/calendar/holidays.ts';
import { commonHours, listOperatingDays } from '../../domain/calendar/operating-hours.ts';
import { rules } from '../../domain/values/checked.ts';
import { note, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import type { HoursOptions } from './options.ts';
import { tableLines } from '../terminal/table.ts';
import { checkDay } from '../terminal/period.ts';

/** A day as it is printed. `closedBecause` says why the common hours do not apply. */
interface Day {
  date: string;
  weekday: string;
  windows: { from: string; to: string; exception?: string | undefined }[];
  closedBecause: { kind: string; ja: string; en: string } | null;
}

/** Reads the first and the last day; without options these are two weeks from today. */
export function readCalendarPeriod(
  context: Pick<Context, 'language'>,
  { from, to }: Pick<HoursOptions, 'from' | 'to'>,
  now: number,
): { from: string; to: string } {
  const first = checkDate(context, '--from', from ?? tokyoDateOf(now));
  const last = checkDate(context, '--to', to ?? lastKnownDay(addDays(first, 13)));
  if (last < first) throw usageError(context, '--to', say(context, 'hours.toBeforeFrom'));
  return { from: first, to: last };
}

function checkDate({ language }: Pick<Context, 'language'>, option: string, date: string): string {
  const [year] = partsOf(checkDay({ language }, option, date));
  if (year < holidayYears.first || year > holidayYears.last) {
    throw usageError({ language }, option, rules.YEAR_WITHOUT_HOLIDAYS[language]);
  }
  return date;
}

function lastKnownDay(date: string): string {
  const last = `${String(holidayYears.last)}-12-31`;
  return date > last ? last : date;
}

/** `fugo hours` shows the municipality's own calendar where fugo runs, and the common hours otherwise. */
export async function runHours(context: Context, options: HoursOptions): Promise<ExitCode> {
  const period = readCalendarPeriod(context, options, Date.now());
  const own = options.municipality === undefined ? undefined : await findOwnDays(context, options, period);
  if (!own) note(context, say(context, options.municipality === undefined ? 'hours.common' : 'hours.commonInstead'));
  const days: Day[] = own ?? listOperatingDays(commonHours, period.from, period.to);
  if (options.json) printJson(context, days.map(dayForMachine));
  else printLines(context, calendarLines(context, days));
  return exitCodes.ok;
}

function dayForMachine({ date, weekday, windows, closedBecause }: Day): Day {
  return { date, weekday, windows, closedBecause };
}

export function calendarLines(context: Pick<Context, 'language'>, days: readonly Day[]): string[] {
  const { language } = context;
  return tableLines(
    [
      say(context, 'hours.date'),
      say(context, 'hours.weekday'),
      say(context, 'hours.windows'),
      say(context, 'hours.why'),
    ],
    days.map(({ date, weekday, windows, closedBecause }) => [
      date,
      say(context, `weekday.${weekdayKey(weekday)}`),
      windows.length === 0
        ? say(context, 'hours.closed')
        : windows
            .map(({ from, to, exception }) => `${from}–${to}${exception === undefined ? '' : ` (${exception})`}`)
            .join(', '),
      closedBecause?.[language] ?? '',
    ]),
  );
}

const weekdayKeys = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

function weekdayKey(weekday: string): (typeof weekdayKeys)[number] {
  return weekdayKeys.find((known) => known === weekday) ?? 'sunday';
}

/** Loads the module that asks fugo only when a municipality was named. */
async function findOwnDays(
  context: Context,
  options: HoursOptions,
  period: { from: string; to: string },
): Promise<Day[] | undefined> {
  const { askOwnDays } = await import('./own-days.ts');
  return askOwnDays(context, options, period);
}
