/** The times of a schedule as texts that are equal for equal times, whether we wrote them or the server describes them. */
import type { CalendarSpec, CalendarSpecDescription } from '@temporalio/client';

export const scheduleMonths = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
] as const;
export const scheduleWeekdays = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const;

/** What a field means that is left out: the first value, or all of them. */
const fields = [
  { name: 'second', all: [0, 59], leftOut: [0] },
  { name: 'minute', all: [0, 59], leftOut: [0] },
  { name: 'hour', all: [0, 23], leftOut: [0] },
  { name: 'dayOfMonth', all: [1, 31] },
  { name: 'month', all: [0, 11], names: scheduleMonths },
  { name: 'year', all: null },
  { name: 'dayOfWeek', all: [0, 6], names: scheduleWeekdays },
] as const;

export function timesText(calendars: readonly (CalendarSpec | CalendarSpecDescription)[] | undefined): string[] {
  return (calendars ?? []).map(textOfCalendar).toSorted();
}

function textOfCalendar(calendar: CalendarSpec | CalendarSpecDescription): string {
  const parts = fields.map((field) => {
    const given: unknown = calendar[field.name];
    const names: readonly string[] = 'names' in field ? field.names : [];
    const leftOut: readonly number[] | null = 'leftOut' in field ? field.leftOut : null;
    const everything = field.all === null ? '*' : listBetween(field.all[0], field.all[1]).join();
    if (given === '*') return everything;
    const ranges = Array.isArray(given) ? (given as unknown[]) : given === undefined ? [] : [given];
    if (ranges.length === 0) return leftOut === null ? everything : leftOut.join();
    return [...new Set(ranges.flatMap((range) => valuesOf(range, names)))].toSorted((a, b) => a - b).join();
  });
  return `${parts.join(' ')} ${calendar.comment ?? ''}`;
}

function valuesOf(range: unknown, names: readonly string[]): number[] {
  if (typeof range !== 'object' || range === null) return [valueOf(range, names)];
  const { start, end, step }: { start?: unknown; end?: unknown; step?: unknown } = range;
  const first = valueOf(start, names);
  const last = end === undefined ? first : valueOf(end, names);
  const by = typeof step === 'number' && step > 0 ? step : 1;
  return listBetween(first, Math.max(first, last)).filter((value) => (value - first) % by === 0);
}

const valueOf = (value: unknown, names: readonly string[]): number =>
  typeof value === 'string' ? names.indexOf(value) : Number(value);

const listBetween = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
