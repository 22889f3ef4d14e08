/**
 * Days and times of day in Japan (+09:00, no summer time). Pure functions; the present comes in as epoch milliseconds.
 * Dates are `YYYY-MM-DD`, times `HH:MM`; `24:00` is the end of a day.
 */
export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
export type Weekday = (typeof weekdays)[number];

export const millisOfMinute = 60_000;
export const millisOfDay = 86_400_000;
const tokyoOffset = 9 * 60 * millisOfMinute;

/** A moment: epoch milliseconds, or an ISO 8601 text with its offset. */
type Instant = number | string;
const millisOf = (instant: Instant): number => (typeof instant === 'string' ? Date.parse(instant) : instant);

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export function dateFrom(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export function isCalendarDate(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/u.test(text)) return false;
  const [year, month, day] = partsOf(text);
  return year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Year, month and day of a `YYYY-MM-DD`. */
export function partsOf(date: string): [year: number, month: number, day: number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}

/** Days since 1970-01-01, for calculating with dates. */
export function dayNumberOf(date: string): number {
  if (!isCalendarDate(date)) throw new RangeError('not a date (YYYY-MM-DD)');
  const [year, month, day] = partsOf(date);
  return Date.UTC(year, month - 1, day) / millisOfDay;
}

export function dateOfDayNumber(dayNumber: number): string {
  return new Date(dayNumber * millisOfDay).toISOString().slice(0, 10);
}

export function addDays(date: string, days: number): string {
  return dateOfDayNumber(dayNumberOf(date) + days);
}

export function weekdayOf(date: string): Weekday {
  // 1970-01-01 was a Thursday, index 4; the second modulo is for the days before it.
  const weekday = weekdays[(((dayNumberOf(date) + 4) % 7) + 7) % 7];
  if (weekday === undefined) throw new RangeError('not a date (YYYY-MM-DD)');
  return weekday;
}

/** The date in Japan at a moment. */
export function tokyoDateOf(instant: Instant): string {
  return dateOfDayNumber(Math.floor((millisOf(instant) + tokyoOffset) / millisOfDay));
}

/** Midnight in Japan at the start of a date. */
export function tokyoStartOf(date: string): number {
  return dayNumberOf(date) * millisOfDay - tokyoOffset;
}

/** A moment as Japan's clocks have it, with their offset: `2026-04-01T09:30:00.000+09:00`. */
export function tokyoIsoOf(instant: Instant): string {
  return tokyoInstantOf(new Date(millisOf(instant) + tokyoOffset).toISOString().slice(0, -1));
}

/** The same for people: `2026-04-01 09:30:00`. */
export function tokyoTimeOf(instant: Instant): string {
  return tokyoIsoOf(instant).slice(0, 19).replace('T', ' ');
}

/** The moment at which Japan's clocks say `2026-04-01T09:30`, with or without seconds: that text with their offset. */
export function tokyoInstantOf(local: string): string {
  return `${local}+09:00`;
}

/** Minutes since midnight; `24:00` is 1440. Null when the text is no time of day. */
export function findMinutes(clock: string): number | null {
  if (clock === '24:00') return 24 * 60;
  if (!/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/u.test(clock)) return null;
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}

export function clockOfMinutes(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

const instantForm =
  /^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?<clock>[0-9]{2}:[0-9]{2})(?::00(?:\.0{1,9})?)?(?:Z|(?<sign>[+-])(?<offset>[0-9]{2}:[0-9]{2}))$/u;

/**
 * Epoch milliseconds of an ISO 8601 time in whole minutes with its offset (`2026-04-01T17:00+09:00`), or null. A time
 * without an offset is refused, because its meaning would depend on the machine.
 */
export function findInstant(text: string): number | null {
  const { date, clock, sign, offset } = instantForm.exec(text)?.groups ?? {};
  if (date === undefined || clock === undefined || !isCalendarDate(date)) return null;
  const minutes = findMinutes(clock);
  const offsetMinutes = offset === undefined ? 0 : findMinutes(offset);
  if (minutes === null || offsetMinutes === null) return null;
  const eastward = sign === '-' ? -offsetMinutes : offsetMinutes;
  return dayNumberOf(date) * millisOfDay + (minutes - eastward) * millisOfMinute;
}
