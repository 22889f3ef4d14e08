/**
 * The plan of a net, written a second time from the words of the definition with other means: days are numbers of one
 * list, minutes count from its beginning, and holidays are of another source. Nothing of the product's calendar is used.
 */
import type { Calendar } from '../../../domain/calendar/combined.ts';
import type { CalendarOverride } from '../../../domain/calendar/holidays.ts';
import { commonNationalCalendar } from '../../../domain/calendar/parts.ts';
import type { NetDefinition } from '../../../domain/jobs/definition.ts';
import { isClosedByRule, oracleDays } from '../calendar/oracle.ts';
import type { Random } from '../../simulation/random.ts';

const weekdayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
/** 2020-01-01 00:00 in Japan. */
const beginning = Date.UTC(2019, 11, 31, 15);

export type OracleNet = Pick<NetDefinition, 'at' | 'days' | 'closedDay'>;
export interface OracleCase {
  net: OracleNet;
  calendar: Calendar;
  skips: Map<string, string>;
}

const dateAt = (index: number): string => oracleDays[index]?.date ?? '';

function isClosed({ national, municipal }: Calendar, index: number): boolean {
  const date = dateAt(index);
  if (municipal?.overrides.some((each) => each.date === date)) return true;
  const word = national.overrides.find((each) => each.date === date)?.kind;
  if (word === undefined) return isClosedByRule(index);
  return word === 'closed';
}

function isNamed({ days }: OracleNet, index: number): boolean {
  if (days === 'open' || days === 'every') return true;
  if ('weekdays' in days) {
    const name = weekdayNames[oracleDays[index]?.weekday ?? 0];
    return name !== undefined && days.weekdays.includes(name);
  }
  const date = dateAt(index);
  if (days.dayOfMonth !== 'last') return Number(date.slice(8)) === days.dayOfMonth;
  const next = dateAt(index + 1);
  return next === '' ? date.endsWith('-31') : next.endsWith('-01');
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

function momentOf({ at }: OracleNet, { national, prefectural }: Calendar, index: number): number {
  let minutes: number;
  if (typeof at === 'string') minutes = minutesOf(at);
  else if (at.after === 'online-start') minutes = minutesOf(national.opens) + at.minutes;
  else {
    const regular = Math.max(minutesOf(national.closes), minutesOf(prefectural?.onlineCloses ?? '00:00'));
    const own = prefectural?.onlineEnds.find((end) => end.date === dateAt(index));
    // On a closed day there is no end of its own.
    const end =
      own && !isClosed({ national, prefectural, municipal: null, exceptions: [] }, index)
        ? minutesOf(own.closes)
        : regular;
    minutes = end + at.minutes;
  }
  return beginning + (index * 1_440 + minutes) * 60_000;
}

/** Every decision of 2020 to 2050 as a text, by day: those that the margins leave undecided are left out. */
export function oraclePlan({ net, calendar, skips }: OracleCase, marginDays: number): string[] {
  const places = new Map<number, number[]>();
  const gone = new Map<number, number | null>();
  const step = { before: -1, after: 1, skip: 0, run: 0 }[net.closedDay];
  oracleDays.forEach((_, index) => {
    if (step === 0 || net.days === 'open' || !isNamed(net, index) || !isClosed(calendar, index)) return;
    if (skips.has(dateAt(index))) return;
    let target = index + step;
    while (target >= 0 && target < oracleDays.length && isClosed(calendar, target)) target += step;
    gone.set(index, target);
    places.set(target, [...(places.get(target) ?? []), index]);
  });
  const lines: string[] = [];
  for (let index = marginDays; index < oracleDays.length - marginDays; index += 1) {
    const named = isNamed(net, index);
    const from = (places.get(index) ?? []).map(dateAt);
    if (!named && from.length === 0) continue;
    const date = dateAt(index);
    const runsThoughClosed = net.closedDay === 'run' && net.days !== 'open';
    const closed = named && isClosed(calendar, index);
    const target = gone.get(index);
    if (skips.has(date)) lines.push(`${date} skip - ${from.join()}`);
    else if (closed && !runsThoughClosed)
      lines.push(`${date} skip ${target == null ? '-' : dateAt(target)} ${from.join()}`);
    else lines.push(`${date} ${named ? 'run' : 'shift'} ${String(momentOf(net, calendar, index))} ${from.join()}`);
  }
  return lines;
}

const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** A net, the calendar of the municipality on whose server it runs, and days that staff leave out, from a seed. */
export function oracleCase(random: Random): OracleCase {
  const { between, chance, pick } = random;
  const anyDate = (): string => dateAt(between(0, oracleDays.length - 1));
  const dates = (count: number): string[] => [...new Set(Array.from({ length: count }, anyDate))];
  const days = pick<NetDefinition['days']>([
    'open',
    'every',
    { weekdays: weekdayNames.filter(() => chance(0.4)) },
    { dayOfMonth: between(1, 31) },
    { dayOfMonth: 'last' },
  ]);
  const overrides = dates(200).map((date): CalendarOverride => ({
    date,
    kind: chance(0.5) ? 'open' : 'closed',
    reason: 'a test',
  }));
  return {
    net: {
      days,
      closedDay: days === 'open' ? 'skip' : pick(['skip', 'before', 'after', 'run']),
      at: chance(0.5)
        ? clockOf(between(0, 1_439))
        : { after: chance(0.5) ? 'online-end' : 'online-start', minutes: between(0, 600) },
    },
    calendar: {
      national: { ...commonNationalCalendar, overrides },
      prefectural: {
        onlineCloses: clockOf(between(17 * 60, 22 * 60)),
        onlineEnds: dates(60).map((date) => ({ date, closes: clockOf(between(10 * 60, 23 * 60)), reason: 'a test' })),
      },
      municipal: { overrides: dates(40).map((date) => ({ date, kind: 'closed', reason: 'a test' })) },
      exceptions: [],
    },
    skips: new Map(dates(60).map((date) => [date, 'a test'])),
  };
}
