/**
 * The plan of a net on a server as the times of a schedule: a pattern of days at one time of day, what of it is left out,
 * and single dates besides. Every entry names its hour, minute and second, because an engine that is told to leave out a
 * bare date leaves out its midnight alone.
 */
import {
  addDays,
  clockOfMinutes,
  millisOfDay,
  millisOfMinute,
  tokyoDateOf,
  tokyoStartOf,
  weekdayOf,
  weekdays,
  type Weekday,
} from '../calendar/civil-date.ts';
import type { NetDays } from './definition.ts';
import type { PlannedDay } from './plan.ts';

/** So far ahead the days to leave out are spelled out, longer than the schedule is ever left as it is. */
export const plannedAheadDays = 400;

/** In Japan. */
export interface ScheduledTime {
  hour: number;
  minute: number;
  second: 0;
  comment: string;
}
export interface ScheduledDate extends ScheduledTime {
  date: string;
}
export interface ScheduledPattern extends ScheduledTime {
  weekdays: readonly Weekday[];
  /** Null for every day of the month. */
  dayOfMonth: number | null;
}
export interface NetSchedule {
  pattern: ScheduledPattern | null;
  dates: readonly ScheduledDate[];
  skip: readonly ScheduledDate[];
}

/**
 * The times of a plan of the dates from `from` to `to`, both included. Null when it has none: a schedule that leaves out
 * all its times would only be searched through without end.
 */
export function scheduleOf(
  days: NetDays,
  plan: readonly PlannedDay[],
  { from, to }: { from: string; to: string },
): NetSchedule | null {
  const runs = plan.flatMap(({ day, plannedAt, reason }) =>
    plannedAt === null ? [] : [{ day, date: tokyoDateOf(plannedAt), minutes: minutesOn(plannedAt), reason }],
  );
  if (runs.length === 0) return null;
  const clock = findCommonest(runs.filter(({ day, date }) => day === date).map(({ minutes }) => minutes));
  const regular = new Set(runs.filter((run) => run.minutes === clock && run.day === run.date).map(({ date }) => date));
  const pattern = clock === null ? null : patternOf(days, clock, regular, { from, to });
  const reasons = new Map(plan.map(({ day, reason }) => [day, reason]));
  const dates = runs
    .filter(({ day, date, minutes }) => !(pattern && minutes === clock && day === date && matches(pattern, date)))
    .map(({ day, date, minutes, reason }) => {
      const own = day === date ? '' : `${day} `;
      return { date, ...timeOf(minutes, `${own}${reason ? `${reason.ja} / ${reason.en}` : ''}`.trim()) };
    });
  const skip: ScheduledDate[] = [];
  if (pattern && clock !== null) {
    for (let date = from; date <= to; date = addDays(date, 1)) {
      if (!matches(pattern, date) || regular.has(date)) continue;
      const reason = reasons.get(date);
      skip.push({ date, ...timeOf(clock, reason ? `${reason.ja} / ${reason.en}` : '別の時刻 / at another time') });
    }
  }
  return { pattern, dates, skip };
}

/** Days of the week on which more than half of the dates run; what is not so common is spelled out. */
function patternOf(
  days: NetDays,
  clock: number,
  regular: ReadonlySet<string>,
  { from, to }: { from: string; to: string },
): ScheduledPattern | null {
  const comment = '定時 / at its time';
  if (typeof days === 'object' && 'dayOfMonth' in days) {
    const { dayOfMonth } = days;
    return dayOfMonth === 'last' ? null : { weekdays, dayOfMonth, ...timeOf(clock, comment) };
  }
  const all = new Map<Weekday, { dates: number; runs: number }>();
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const weekday = weekdayOf(date);
    const known = all.get(weekday) ?? { dates: 0, runs: 0 };
    all.set(weekday, { dates: known.dates + 1, runs: known.runs + (regular.has(date) ? 1 : 0) });
  }
  const common = weekdays.filter((weekday) => {
    const { dates, runs } = all.get(weekday) ?? { dates: 0, runs: 0 };
    return runs * 2 > dates;
  });
  return common.length === 0 ? null : { weekdays: common, dayOfMonth: null, ...timeOf(clock, comment) };
}

function matches(pattern: ScheduledPattern, date: string): boolean {
  if (pattern.dayOfMonth !== null && Number(date.slice(8)) !== pattern.dayOfMonth) return false;
  return pattern.weekdays.includes(weekdayOf(date));
}

function findCommonest(minutes: readonly number[]): number | null {
  const counts = new Map<number, number>();
  for (const each of minutes) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].toSorted(([a, x], [b, y]) => y - x || a - b)[0]?.[0] ?? null;
}

const minutesOn = (atMs: number): number =>
  Math.floor(((atMs - tokyoStartOf(tokyoDateOf(atMs))) % millisOfDay) / millisOfMinute);

function timeOf(minutes: number, comment: string): ScheduledTime {
  const clock = clockOfMinutes(minutes);
  return { hour: Number(clock.slice(0, 2)), minute: Number(clock.slice(3)), second: 0, comment };
}
