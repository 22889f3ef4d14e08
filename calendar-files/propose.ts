/** From what a file says to a proposal: the days of a part as they would be, and what would become another. */
import { dateOfDayNumber, dayNumberOf, partsOf } from '../domain/calendar/civil-date.ts';
import {
  findClosure,
  findHoliday,
  findRestDay,
  holidayYears,
  type CalendarOverride,
} from '../domain/calendar/holidays.ts';
import type { Period } from './read-ical.ts';
import type { ListedHoliday } from './read-holidays.ts';

export interface ProposedDays<T> {
  days: T[];
  added: T[];
  changed: { before: T; after: T }[];
  removed: T[];
}

/**
 * Puts the days of a file among those that stand. With `replace`, the file is the whole truth about the period, and days
 * of it that the file does not have are removed.
 */
export function proposeDays<T extends { date: string }>(
  standing: readonly T[],
  filed: readonly T[],
  { period, replace }: { period: Period; replace: boolean },
): ProposedDays<T> {
  const before = new Map(standing.map((day) => [day.date, day]));
  const after = new Map(filed.map((day) => [day.date, day]));
  const isDropped = ({ date }: T): boolean => replace && date >= period.from && date <= period.to && !after.has(date);
  const removed = standing.filter(isDropped);
  const changed = filed.flatMap((day) => {
    const was = before.get(day.date);
    return was && !isSame(was, day) ? [{ before: was, after: day }] : [];
  });
  const added = filed.filter(({ date }) => !before.has(date));
  const kept = standing.filter((day) => !isDropped(day)).map((day) => after.get(day.date) ?? day);
  return { days: [...kept, ...added].toSorted((a, b) => (a.date < b.date ? -1 : 1)), added, changed, removed };
}

function isSame<T extends object>(a: T, b: T): boolean {
  const [was, is] = [a, b].map((day) => Object.entries(day).toSorted(([x], [y]) => (x < y ? -1 : 1)));
  return JSON.stringify(was) === JSON.stringify(is);
}

/** What the rules of fugo and a list of holidays say differently, as overrides. */
export interface HolidayDifferences {
  overrides: CalendarOverride[];
  /** Years of the list that are compared. */
  years: number[];
  /** Years of the list that it has only in part, so that nothing is concluded from them. */
  partialYears: number[];
}

/**
 * A day that the list has and the rules leave open becomes a closed day; one that only the rules have, an open day. Days
 * with an override of their own stay as somebody has decided. A year counts as listed when it has both 1 January and
 * 23 November, the first and the last holiday of a year.
 */
export function compareHolidays(
  listed: readonly ListedHoliday[],
  standing: readonly CalendarOverride[],
): HolidayDifferences {
  const names = new Map(listed.map(({ date, name }) => [date, name]));
  const listedYears = [...new Set(listed.map(({ date }) => partsOf(date)[0]))]
    .filter((year) => year >= holidayYears.first && year <= holidayYears.last)
    .toSorted((a, b) => a - b);
  const isWhole = (year: number): boolean => names.has(`${String(year)}-01-01`) && names.has(`${String(year)}-11-23`);
  const years = listedYears.filter(isWhole);
  const decided = new Set(standing.map(({ date }) => date));
  const overrides = years.flatMap((year) =>
    listDates(year).flatMap((date): CalendarOverride[] => {
      const name = names.get(date);
      if (decided.has(date)) return [];
      if (name !== undefined && findClosure(date) === null) return [{ date, kind: 'closed', reason: name }];
      const holiday = name === undefined ? findHoliday(date) : undefined;
      if (!holiday || findRestDay(date)) return [];
      return [{ date, kind: 'open', reason: `${holiday.ja}は内閣府の一覧にありません` }];
    }),
  );
  return { overrides, years, partialYears: listedYears.filter((year) => !isWhole(year)) };
}

function listDates(year: number): string[] {
  const first = dayNumberOf(`${String(year)}-01-01`);
  const days = dayNumberOf(`${String(year)}-12-31`) - first + 1;
  return Array.from({ length: days }, (_, index) => dateOfDayNumber(first + index));
}
