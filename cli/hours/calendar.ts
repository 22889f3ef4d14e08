import { addDays, partsOf, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { holidayYears } from '../../domain/calendar/holidays.ts';
import { clockOn, listBands } from '../../domain/calendar/bands.ts';
import { commonNationalCalendar } from '../../domain/calendar/parts.ts';
import type { DayBands } from '../../contracts/api/calendars.ts';
import { rules } from '../../domain/values/checked.ts';
import { note, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import type { HoursOptions } from './options.ts';
import { tableLines } from '../terminal/table.ts';
import { checkDay } from '../terminal/period.ts';

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

/** `fugo hours` shows the organisation's own calendar where fugo runs, and the common hours otherwise. */
export async function runHours(context: Context, options: HoursOptions): Promise<ExitCode> {
  const period = readCalendarPeriod(context, options, Date.now());
  const isNamed = options.municipality !== undefined || options.organisation !== undefined;
  const own = isNamed ? await findOwnDays(context, options, period) : undefined;
  if (!own) note(context, say(context, isNamed ? 'hours.commonInstead' : 'hours.common'));
  const days: DayBands[] = own ?? listBands(commonCalendar, period.from, period.to);
  if (options.json) printJson(context, days);
  else printLines(context, calendarLines(context, days));
  return exitCodes.ok;
}

const commonCalendar = { national: commonNationalCalendar, prefectural: null, municipal: null, exceptions: [] };

export function calendarLines(context: Pick<Context, 'language'>, days: readonly DayBands[]): string[] {
  const { language } = context;
  return tableLines(
    (['hours.date', 'hours.weekday', 'hours.online', 'hours.counter', 'hours.daily', 'hours.why'] as const).map(
      (title) => say(context, title),
    ),
    days.map(({ date, weekday, closedBecause, online, counter, daily }) => [
      date,
      say(context, `weekday.${weekdayKey(weekday)}`),
      bandText(context, date, online),
      bandText(context, date, counter),
      bandText(context, date, daily ? [daily] : []),
      closedBecause ? `${closedBecause[language]}${ownerOf(context, closedBecause)}` : '',
    ]),
  );
}

/** `09:00–20:00 (nation–prefecture)`; both ends are one owner's where one is named. */
function bandText(
  context: Pick<Context, 'language'>,
  date: string,
  bands: readonly DayBands['online'][number][],
): string {
  if (bands.length === 0) return '–';
  return bands
    .map(({ from, to }) => {
      const owners = [...new Set([from.owner, to.owner])].map((owner) => say(context, `owner.${owner}`));
      const reason = to.reason === null ? '' : `: ${to.reason}`;
      return `${clockOn(date, from.at)}–${clockOn(date, to.at)} (${owners.join('–')}${reason})`;
    })
    .join(', ');
}

/** What only a municipality closes is said to be its own; the rest is the nation's. */
function ownerOf(context: Pick<Context, 'language'>, { owner, kind }: NonNullable<DayBands['closedBecause']>): string {
  return kind === 'override' ? ` (${say(context, `owner.${owner}`)})` : '';
}

const weekdayKeys = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

function weekdayKey(weekday: string): (typeof weekdayKeys)[number] {
  return weekdayKeys.find((known) => known === weekday) ?? 'sunday';
}

/** Loads the module that asks fugo only when an organisation was named. */
async function findOwnDays(
  context: Context,
  options: HoursOptions,
  period: { from: string; to: string },
): Promise<DayBands[] | undefined> {
  const { askOwnDays } = await import('./own-days.ts');
  return askOwnDays(context, options, period);
}
