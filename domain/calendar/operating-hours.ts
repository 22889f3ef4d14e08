import {
  addDays,
  clockOfMinutes,
  dateOfDayNumber,
  dayNumberOf,
  findInstant,
  findMinutes,
  millisOfDay,
  millisOfMinute,
  tokyoDateOf,
  tokyoStartOf,
  weekdayOf,
  type Weekday,
} from './civil-date.ts';
import { findClosure, type CalendarOverride, type Closure } from './holidays.ts';
import type { OnlineEnd } from './parts.ts';

/**
 * When the Juki net may be used (seed J, the six points). Invariants:
 * 1. Outside the common hours only an approved exception opens the net, also on a closed day.
 * 2. A window includes its first millisecond and excludes its last; adjoining windows count as one.
 * 3. `enforced: false` (the demo) opens every gate and leaves the calendar of {@link listOperatingDays} unchanged.
 * 4. Results depend only on the setting and the epoch milliseconds passed in.
 *
 * The functions expect times, dates and moments that the parts of the calendar were checked for (parts.ts, exceptions.ts),
 * and throw a RangeError otherwise.
 */
export type HoursSetting = {
  enforced: boolean;
  /** `HH:MM` in Japan. A municipality may shorten the common hours but not lengthen them (seed J, point 2). */
  opens: string;
  closes: string;
  /** Nothing new is sent in this last part, so that answers come before the servers stop (seed J, point 1). */
  closingMarginMinutes: number;
  /**
   * The end of online operation of the prefectural server (seed J, point 3); it counts when it comes before the common
   * close.
   */
  prefecture?: { closes?: string };
  /** Single days that close at another time than the others, earlier or later: as the prefecture has set them. */
  ends?: readonly OnlineEnd[];
  overrides: readonly CalendarOverride[];
  exceptions: readonly ApprovedWindow[];
};

/** 延長: extra hours agreed with the municipalities concerned or the prefecture (seed J, point 6), in whole minutes. */
export type ApprovedWindow = {
  /** ISO 8601 with its offset, such as `2026-04-04T09:00+09:00`. */
  from: string;
  to: string;
  approver: string;
  reason: string;
};

/** 共通運用時間, the common operating hours. The seed does not state the times; these are the ministry's. */
export const commonHours: HoursSetting = {
  enforced: true,
  opens: '09:00',
  closes: '17:00',
  closingMarginMinutes: 10,
  overrides: [],
  exceptions: [],
};

type DayWindow = { from: string; to: string; exception?: string };

/** One line of the calendar. `closedBecause` is about the common hours; an exception may still open such a day. */
export type OperatingDay = { date: string; weekday: Weekday; windows: DayWindow[]; closedBecause: Closure | null };

/** How many days ahead an opening is searched: longer than any closure that is not a mistake in the setting. */
const searchDays = 400;

type Span = { from: number; to: number };

/** The calendar between two dates, both included. */
export function listOperatingDays(setting: HoursSetting, fromDate: string, toDate: string): OperatingDay[] {
  const days: OperatingDay[] = [];
  for (let day = dayNumberOf(fromDate); day <= dayNumberOf(toDate); day += 1) {
    const date = dateOfDayNumber(day);
    days.push({
      date,
      weekday: weekdayOf(date),
      windows: listWindows(setting, date),
      closedBecause: findClosure(date, setting.overrides),
    });
  }
  return days;
}

export function isOpen(setting: HoursSetting, atMs: number): boolean {
  return !setting.enforced || findSpans(setting, atMs).length > 0;
}

/** The first open moment at or after `afterMs`; null if the next {@link searchDays} days have none. */
export function findNextOpening(setting: HoursSetting, afterMs: number): number | null {
  if (isOpen(setting, afterMs)) return afterMs;
  const limit = afterMs + searchDays * millisOfDay;
  const nextException = listExceptionSpans(setting)
    .map(({ from }) => from)
    .filter((from) => from > afterMs && from <= limit)
    .reduce((earliest, from) => Math.min(earliest, from), Infinity);
  const today = tokyoDateOf(afterMs);
  for (let ahead = 0; ahead <= searchDays; ahead += 1) {
    const date = addDays(today, ahead);
    if (tokyoStartOf(date) > nextException) break;
    const common = findCommonSpan(setting, date);
    if (common && common.from > afterMs) return Math.min(common.from, nextException);
  }
  return nextException === Infinity ? null : nextException;
}

/** When the present opening ends; null while closed, and where hours are not enforced. */
export function closesAt(setting: HoursSetting, atMs: number): number | null {
  if (!setting.enforced) return null;
  let close: number | null = null;
  for (;;) {
    const later = findSpans(setting, close ?? atMs).map(({ to }) => to);
    if (later.length === 0) return close;
    close = Math.max(...later);
  }
}

/** When sending must stop in the present opening: its end minus the margin. Null as for {@link closesAt}. */
export function sendingStopsAt(setting: HoursSetting, atMs: number): number | null {
  const close = closesAt(setting, atMs);
  return close === null ? null : close - setting.closingMarginMinutes * millisOfMinute;
}

/** True while open, and early enough before the close to send something new. */
export function maySend(setting: HoursSetting, atMs: number): boolean {
  if (!isOpen(setting, atMs)) return false;
  const stop = sendingStopsAt(setting, atMs);
  return stop === null || atMs < stop;
}

/** The first moment at or after `afterMs` when sending is allowed; null as for {@link findNextOpening}. */
export function findNextSendTime(setting: HoursSetting, afterMs: number): number | null {
  let opening = findNextOpening(setting, afterMs);
  // Skips openings that are shorter than the margin.
  while (opening !== null && !maySend(setting, opening)) {
    opening = findNextOpening(setting, closesAt(setting, opening) ?? opening);
  }
  return opening;
}

/**
 * The close of the last of `days` working days. The day of `fromMs` does not count (Civil Code, art. 140). A working
 * day is one with common hours; an exception does not make one. Where hours are not enforced, a working day is 24
 * hours.
 */
export function addWorkingDays(setting: HoursSetting, fromMs: number, days: number): number {
  if (!Number.isInteger(days) || days < 1) throw new RangeError('working days are counted from 1 on');
  if (!setting.enforced) return fromMs + days * millisOfDay;
  const start = tokyoDateOf(fromMs);
  let countedDays = 0;
  // A setting without a working day in that time never opens.
  for (let ahead = 1; ahead <= searchDays + days * 7; ahead += 1) {
    const common = findCommonSpan(setting, addDays(start, ahead));
    if (common) countedDays += 1;
    if (common && countedDays === days) return common.to;
  }
  throw new RangeError('the setting has too few working days');
}

/** The windows of a date: the common hours, then what each exception adds to those before it. */
function listWindows(setting: HoursSetting, date: string): DayWindow[] {
  const start = tokyoStartOf(date);
  const end = start + millisOfDay;
  const common = findCommonSpan(setting, date);
  const shownWindows: (Span & { exception?: string })[] = common ? [common] : [];
  for (const { from, to, reason } of setting.exceptions) {
    const onDate = { from: Math.max(instantOf(from), start), to: Math.min(instantOf(to), end) };
    for (const added of subtractSpans(onDate, shownWindows)) shownWindows.push({ ...added, exception: reason });
  }
  return shownWindows
    .toSorted((a, b) => a.from - b.from)
    .map(({ from, to, exception }) => ({
      from: clockOfMinutes((from - start) / millisOfMinute),
      to: clockOfMinutes((to - start) / millisOfMinute),
      ...(exception !== undefined && { exception }),
    }));
}

/** The parts of a span that no other span covers. */
function subtractSpans(span: Span, others: readonly Span[]): Span[] {
  const uncovered: Span[] = [];
  let from = span.from;
  for (const other of mergeSpans(others)) {
    if (other.from > from) uncovered.push({ from, to: Math.min(other.from, span.to) });
    from = Math.max(from, other.to);
    if (from >= span.to) break;
  }
  uncovered.push({ from, to: span.to });
  return uncovered.filter(({ from: start, to }) => start < to);
}

function mergeSpans(spans: readonly Span[]): Span[] {
  const apart: Span[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = apart.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else apart.push({ from, to });
  }
  return apart;
}

/** The common hours and the exceptions that contain a moment. */
function findSpans(setting: HoursSetting, atMs: number): Span[] {
  const common = findCommonSpan(setting, tokyoDateOf(atMs));
  return [...(common ? [common] : []), ...listExceptionSpans(setting)].filter(
    ({ from, to }) => from <= atMs && atMs < to,
  );
}

/** The common hours of a date; null on a closed day, and on one that the prefecture ends before they begin. */
function findCommonSpan(setting: HoursSetting, date: string): Span | null {
  if (findClosure(date, setting.overrides)) return null;
  const start = tokyoStartOf(date);
  const opens = minutesOf(setting.opens);
  const end = setting.ends?.find((each) => each.date === date);
  const closes = end
    ? minutesOf(end.closes)
    : Math.min(minutesOf(setting.closes), minutesOf(setting.prefecture?.closes ?? setting.closes));
  if (closes <= opens) return null;
  return { from: start + opens * millisOfMinute, to: start + closes * millisOfMinute };
}

function listExceptionSpans(setting: HoursSetting): Span[] {
  return setting.exceptions.map(({ from, to }) => ({ from: instantOf(from), to: instantOf(to) }));
}

function minutesOf(clock: string): number {
  const minutes = findMinutes(clock);
  if (minutes === null) throw new RangeError('not a time of day (HH:MM)');
  return minutes;
}

function instantOf(text: string): number {
  const instant = findInstant(text);
  if (instant === null) throw new RangeError('not a time with its offset');
  return instant;
}
