/**
 * The days of a rule that repeats (RFC 5545, 3.3.10), for rules of whole days. A rule is asked day by day whether it has
 * the day, so that no rule, however it is made, can keep the reader busy for longer than there are days.
 */
import { dayNumberOf, daysInMonth, partsOf, weekdayOf, weekdays } from '../domain/calendar/civil-date.ts';

/** A rule as jCal has it. */
export interface RecurrenceRule {
  freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  interval: number;
  count: number | null;
  /** `YYYY-MM-DD`, included. */
  until: string | null;
  byMonth: readonly number[];
  byMonthDay: readonly number[];
  byDay: readonly { nth: number | null; weekday: number }[];
  /** 0 is Sunday. */
  weekStart: number;
}

const known = new Set(['freq', 'interval', 'count', 'until', 'bymonth', 'bymonthday', 'byday', 'wkst']);
const dayNames = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const listOf = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** Null for a rule with parts that are not read here, such as BYSETPOS or hours. */
export function readRecurrence(value: unknown): RecurrenceRule | null {
  if (typeof value !== 'object' || value === null) return null;
  const parts = new Map<string, unknown>(Object.entries(value));
  if ([...parts.keys()].some((name) => !known.has(name))) return null;
  const freq = (['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const).find((each) => each === parts.get('freq'));
  const interval = parts.get('interval') ?? 1;
  const count = parts.get('count') ?? null;
  const until = parts.get('until') ?? null;
  const byMonth = listOf(parts.get('bymonth'));
  const byMonthDay = listOf(parts.get('bymonthday'));
  const byDay = listOf(parts.get('byday')).map((text) => (typeof text === 'string' ? readWeekday(text) : null));
  // ical.js gives the first day of the week as its own number, with Sunday as 1.
  const weekStart = readWeekStart(parts.get('wkst'));
  if (!freq || weekStart === null) return null;
  if (!isWhole(interval, 1, 10_000) || (count !== null && !isWhole(count, 1, 100_000))) return null;
  if (until !== null && (typeof until !== 'string' || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}/u.test(until))) return null;
  if (!byMonth.every((month) => isWhole(month, 1, 12))) return null;
  if (!byMonthDay.every((day) => isWhole(day, -31, 31) && day !== 0)) return null;
  const days = byDay.filter((day) => day !== null);
  if (days.length < byDay.length) return null;
  if (days.some(({ nth }) => nth !== null) && (freq === 'DAILY' || freq === 'WEEKLY')) return null;
  if (freq === 'WEEKLY' && byMonthDay.length > 0) return null;
  return {
    freq,
    interval,
    count,
    until: until === null ? null : until.slice(0, 10),
    byMonth: byMonth.filter((month) => typeof month === 'number'),
    byMonthDay: byMonthDay.filter((day) => typeof day === 'number'),
    byDay: days,
    weekStart,
  };
}

/** Whether the rule that starts on `start` has the date, apart from its count and its end. */
export function hasDay(rule: RecurrenceRule, start: string, date: string): boolean {
  const [year, month, day] = partsOf(date);
  const [startYear, startMonth, startDay] = partsOf(start);
  const weekday = weekdays.indexOf(weekdayOf(date));
  const inMonth = rule.byMonth.length === 0 || rule.byMonth.includes(month);
  const onMonthDay = rule.byMonthDay.some((each) => (each > 0 ? each : daysInMonth(year, month) + 1 + each) === day);
  const isOfWeekday = rule.byDay.some((each) => each.weekday === weekday);
  switch (rule.freq) {
    case 'DAILY':
      return (
        (dayNumberOf(date) - dayNumberOf(start)) % rule.interval === 0 &&
        inMonth &&
        (rule.byMonthDay.length === 0 || onMonthDay) &&
        (rule.byDay.length === 0 || isOfWeekday)
      );
    case 'WEEKLY':
      return (
        (weekOf(date, rule.weekStart) - weekOf(start, rule.weekStart)) % rule.interval === 0 &&
        inMonth &&
        (rule.byDay.length === 0 ? weekday === weekdays.indexOf(weekdayOf(start)) : isOfWeekday)
      );
    case 'MONTHLY': {
      const months = (year - startYear) * 12 + month - startMonth;
      if (months % rule.interval !== 0 || !inMonth) return false;
      if (rule.byMonthDay.length === 0 && rule.byDay.length === 0) return day === startDay;
      return (
        (rule.byMonthDay.length === 0 || onMonthDay) &&
        (rule.byDay.length === 0 || isNthOf(rule, weekday, day, daysInMonth(year, month)))
      );
    }
    case 'YEARLY': {
      if ((year - startYear) % rule.interval !== 0 || !inMonth) return false;
      if (rule.byMonthDay.length === 0 && rule.byDay.length === 0) {
        return day === startDay && (rule.byMonth.length > 0 || month === startMonth);
      }
      if (rule.byMonthDay.length > 0 && !onMonthDay) return false;
      if (rule.byDay.length === 0) return true;
      if (rule.byMonth.length > 0 || rule.byMonthDay.length > 0) {
        return isNthOf(rule, weekday, day, daysInMonth(year, month));
      }
      const dayOfYear = dayNumberOf(date) - dayNumberOf(`${date.slice(0, 4)}-01-01`) + 1;
      const length = dayNumberOf(`${date.slice(0, 4)}-12-31`) - dayNumberOf(`${date.slice(0, 4)}-01-01`) + 1;
      return isNthOf(rule, weekday, dayOfYear, length);
    }
  }
}

/** Whether a weekday is one of those named, the first, the last … of a period with so many days. */
function isNthOf({ byDay }: RecurrenceRule, weekday: number, day: number, length: number): boolean {
  const fromStart = Math.ceil(day / 7);
  const fromEnd = -Math.ceil((length - day + 1) / 7);
  return byDay.some(
    (each) => each.weekday === weekday && (each.nth === null || [fromStart, fromEnd].includes(each.nth)),
  );
}

/** The number of the week that begins on `weekStart`; 1970-01-01 was a Thursday. */
function weekOf(date: string, weekStart: number): number {
  return Math.floor((dayNumberOf(date) + 4 - weekStart) / 7);
}

function readWeekday(text: string): { nth: number | null; weekday: number } | null {
  const { nth, name } = /^(?<nth>[+-]?[0-9]{1,2})?(?<name>[A-Z]{2})$/u.exec(text)?.groups ?? {};
  const weekday = dayNames.indexOf(name ?? '');
  if (weekday < 0 || Number(nth) === 0) return null;
  return { nth: nth === undefined ? null : Number(nth), weekday };
}

function readWeekStart(value: unknown): number | null {
  if (value === undefined) return 1;
  if (typeof value === 'number') return isWhole(value, 1, 7) ? value - 1 : null;
  const weekday = typeof value === 'string' ? dayNames.indexOf(value) : -1;
  return weekday < 0 ? null : weekday;
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}
