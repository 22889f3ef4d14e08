/**
 * 期限: by when an inquiry is to be answered, in minutes in which the counter of the asker is open.
 *
 * D1. Only open minutes count: no holiday, no closed day, no minute after the close. `24:00` is the end of its day.
 * D2. Nothing is due, and nobody is told of anything, while the asker's counter is closed.
 * D3. Where a calendar has no open minute within {@link searchDays} nothing is due: the search ends.
 */
import { bandsOf } from '../calendar/bands.ts';
import { addDays, findInstant, millisOfMinute, tokyoDateOf } from '../calendar/civil-date.ts';
import type { Calendar } from '../calendar/combined.ts';
import type { InquiryKind, InquiryPriority } from './names.ts';

/** The counter of whoever asks. */
export interface CounterHours {
  calendar: Calendar;
  /** False opens it always, for demonstrations. */
  enforced: boolean;
}

/** A span of open time; `to` is the first moment that is closed. Epoch milliseconds. */
export interface OpenSpan {
  from: number;
  to: number;
}

/** Longer than any closure that is not a mistake in the calendar. */
const searchDays = 400;
/** An exception belongs to the day on which it begins, and lasts this long at most. Days. */
const longestBand = 31;

/** The open spans from a moment on, in order, as long as they are asked for and none lies too far ahead. */
export function* openSpansFrom({ calendar, enforced }: CounterHours, from: number): Generator<OpenSpan> {
  if (!enforced) {
    yield { from, to: Number.POSITIVE_INFINITY };
    return;
  }
  const today = tokyoDateOf(from);
  let covered = from;
  for (let ahead = calendar.exceptions.length > 0 ? -longestBand : 0; ahead <= searchDays; ahead += 1) {
    for (const band of bandsOf(calendar, addDays(today, ahead)).counter) {
      const span = { from: Math.max(momentOf(band.from.at), covered), to: momentOf(band.to.at) };
      if (span.from >= span.to) continue;
      covered = span.to;
      yield span;
    }
  }
}

/** The first open moment at or after `at`; null where there is none (D3). */
export function nextOpenMoment(hours: CounterHours, at: number): number | null {
  for (const { from } of openSpansFrom(hours, at)) return from;
  return null;
}

/**
 * The moment at which so many open minutes have passed since `from`. It is an open moment or the close of an open span;
 * null where the calendar has not so many (D3).
 */
export function addOpenMinutes(hours: CounterHours, from: number, minutes: number): number | null {
  if (!Number.isInteger(minutes) || minutes < 1) throw new RangeError('open minutes are counted from 1 on');
  let left = minutes * millisOfMinute;
  for (const span of openSpansFrom(hours, from)) {
    const open = span.to - span.from;
    if (open >= left) return span.from + left;
    left -= open;
  }
  return null;
}

/** Whole open minutes between two moments. */
export function openMinutesBetween(hours: CounterHours, from: number, to: number): number {
  let open = 0;
  for (const span of openSpansFrom(hours, from)) {
    if (span.from >= to) break;
    open += Math.min(span.to, to) - span.from;
    if (span.to >= to) break;
  }
  return Math.floor(open / millisOfMinute);
}

/** Open minutes to the first answer. A working day has 480. */
const minutesToAnswer: Readonly<Record<InquiryKind, Readonly<Record<InquiryPriority, number>>>> = {
  fault: { high: 60, normal: 240, low: 480 },
  operation: { high: 240, normal: 480, low: 960 },
  other: { high: 240, normal: 480, low: 960 },
};

export function minutesFor({ kind, priority }: { kind: InquiryKind; priority: InquiryPriority }): number {
  return minutesToAnswer[kind][priority];
}

/** When it is due; null where the counter never opens. */
export function dueOf(
  inquiry: { kind: InquiryKind; priority: InquiryPriority },
  hours: CounterHours,
  from: number,
): number | null {
  return addOpenMinutes(hours, from, minutesFor(inquiry));
}

/**
 * 段階: the first time its owner is told, or the call centre if it has none; then the department that decides; then
 * whoever runs the servers too. After the last nobody is told again.
 */
export const mostEscalations = 3;

export interface Waiting {
  kind: InquiryKind;
  priority: InquiryPriority;
  /** Epoch milliseconds; null: nothing is due. */
  dueAt: number | null;
  escalation: number;
  /** When the last escalation was; null before the first. */
  escalatedAt: number | null;
}

export type Escalation = { do: 'escalate' } | { do: 'wait'; until: number } | { do: 'rest' };

/** What is to be done about an inquiry that waits for the call centre. */
export function escalationOf(waiting: Waiting, hours: CounterHours, now: number): Escalation {
  const { dueAt, escalation, escalatedAt } = waiting;
  if (dueAt === null || escalation >= mostEscalations) return { do: 'rest' };
  const again = Math.ceil(minutesFor(waiting) / 2);
  const from = escalatedAt === null ? dueAt : addOpenMinutes(hours, escalatedAt, again);
  if (from === null) return { do: 'rest' };
  // The last open minute may end with the close: then it is told when the counter opens (D2).
  const at = nextOpenMoment(hours, Math.max(from, now));
  if (at === null) return { do: 'rest' };
  return at <= now ? { do: 'escalate' } : { do: 'wait', until: at };
}

function momentOf(text: string): number {
  const at = findInstant(text);
  if (at === null) throw new RangeError('not a time with its offset');
  return at;
}
