/** 時間帯: the three bands of a day, and whose word each of their ends is (seed, the legend of the common hours). */
import {
  addDays,
  clockOfMinutes,
  findInstant,
  findMinutes,
  millisOfMinute,
  tokyoIsoOf,
  tokyoStartOf,
  weekdayOf,
  type Weekday,
} from './civil-date.ts';
import { onlineClosesOf, counterTimesOf, type Calendar } from './combined.ts';
import { isAgreed, opensRoad, type HourException } from './exceptions.ts';
import { findClosure, type Closure } from './holidays.ts';

export type CalendarOwner = 'nation' | 'prefecture' | 'municipality' | 'exception';

export interface BandEnd {
  /** In Japan, whole minutes: `2026-04-01T17:00+09:00`. */
  at: string;
  /** Whose word it is; the nation's where a lower one says the same. */
  owner: CalendarOwner;
  /** Why it is not the regular one. */
  reason: string | null;
}

export interface Band {
  from: BandEnd;
  to: BandEnd;
  /** The exception that opens it; null for the regular hours. */
  exceptionId: string | null;
}

/**
 * The bands that begin on a date; what goes on past midnight belongs to the day on which it began.
 *
 * B1. Online operation (オンライン運用) lasts from the common opening to the prefecture's end. Counter acceptance (窓口業務受付) is the
 *     common hours as the municipality keeps them, and lies within online operation.
 * B2. A closed day has no band but those of exceptions.
 * B3. An agreed exception opens what the regular hours and exceptions with an earlier start do not: for wide-area copies both
 *     bands, for identity confirmation online operation, for own work neither.
 * B4. Daily processing (日次処理) begins when the last online operation of the date ends. It makes way for the next start, so a
 *     date whose online operation runs into the next opening has none.
 */
export interface DayBands {
  date: string;
  weekday: Weekday;
  closedBecause: (Closure & { owner: 'nation' | 'municipality' }) | null;
  online: Band[];
  counter: Band[];
  daily: Band | null;
}

interface Piece {
  from: number;
  to: number;
  fromOwner: CalendarOwner;
  toOwner: CalendarOwner;
  fromReason: string | null;
  toReason: string | null;
  exceptionId: string | null;
}

type BandName = 'online' | 'counter';

/** Works for every tier: what is null in the calendar does not narrow or lengthen anything. */
export function bandsOf(calendar: Calendar, date: string): DayBands {
  const closure = findOwnedClosure(calendar, date);
  return {
    date,
    weekday: weekdayOf(date),
    closedBecause: closure,
    online: listPieces(calendar, 'online', date).map(bandOf),
    counter: listPieces(calendar, 'counter', date).map(bandOf),
    daily: findDaily(calendar, date),
  };
}

/** Both dates included. */
export function listBands(calendar: Calendar, fromDate: string, toDate: string): DayBands[] {
  const days: DayBands[] = [];
  for (let date = fromDate; date <= toDate; date = addDays(date, 1)) days.push(bandsOf(calendar, date));
  return days;
}

/** Why a date has no regular hours, and who says so. */
export function findOwnedClosure({ national, municipal }: Calendar, date: string): DayBands['closedBecause'] {
  const byNation = findClosure(date, national.overrides);
  if (byNation) return { ...byNation, owner: 'nation' };
  const own = municipal?.overrides.find((each) => each.date === date);
  return own ? { kind: 'override', ja: own.reason, en: own.reason, owner: 'municipality' } : null;
}

function listPieces(calendar: Calendar, band: BandName, date: string): Piece[] {
  const regular = findRegular(calendar, band, date);
  const [start, end] = [tokyoStartOf(date), tokyoStartOf(addDays(date, 1))];
  const added = listExceptionPieces(calendar, band, date).filter(({ from }) => from >= start && from < end);
  return [...(regular ? [regular] : []), ...added].toSorted((a, b) => a.from - b.from);
}

function findRegular(calendar: Calendar, band: BandName, date: string): Piece | null {
  if (findOwnedClosure(calendar, date)) return null;
  const { national } = calendar;
  const times =
    band === 'counter' ? counterTimesOf(calendar) : { opens: national.opens, closes: onlineClosesOf(calendar) };
  const lower = band === 'counter' ? 'municipality' : 'prefecture';
  const end = calendar.prefectural?.onlineEnds.find((each) => each.date === date);
  const endCounts = end !== undefined && (band === 'online' ? end.closes !== times.closes : end.closes < times.closes);
  const closes = endCounts ? end.closes : times.closes;
  if (closes <= times.opens) return null;
  const regularOwner = times.closes === national.closes ? 'nation' : lower;
  return {
    from: momentOf(date, times.opens),
    to: momentOf(date, closes),
    fromOwner: times.opens === national.opens ? 'nation' : 'municipality',
    toOwner: endCounts ? 'prefecture' : regularOwner,
    fromReason: null,
    toReason: endCounts ? end.reason : null,
    exceptionId: null,
  };
}

/** What agreed exceptions add near a date, each without the regular hours and without those before it. */
function listExceptionPieces(calendar: Calendar, band: BandName, date: string): Piece[] {
  const start = tokyoStartOf(date);
  const near = calendar.exceptions
    .filter((exception) => {
      if (!opensRoad(exception) || !isAgreed(exception)) return false;
      if (band === 'counter' && exception.kind === 'identity-confirmation') return false;
      return instantOf(exception.from) < tokyoStartOf(addDays(date, 1)) && instantOf(exception.to) > start;
    })
    .toSorted((a, b) => instantOf(a.from) - instantOf(b.from));
  if (near.length === 0) return [];
  const latestEnd = near.reduce((latest, { to }) => Math.max(latest, instantOf(to)), start);
  const covered: Piece[] = [];
  for (let day = addDays(date, -1); tokyoStartOf(day) < latestEnd || day <= date; day = addDays(day, 1)) {
    const regular = findRegular(calendar, band, day);
    if (regular) covered.push(regular);
  }
  const added: Piece[] = [];
  for (const exception of near) {
    for (const span of subtract({ from: instantOf(exception.from), to: instantOf(exception.to) }, [
      ...covered,
      ...added,
    ])) {
      added.push(exceptionPieceOf(exception, span));
    }
  }
  return added;
}

function exceptionPieceOf({ exceptionId, reason }: HourException, { from, to }: { from: number; to: number }): Piece {
  return { from, to, fromOwner: 'exception', toOwner: 'exception', fromReason: reason, toReason: reason, exceptionId };
}

function findDaily(calendar: Calendar, date: string): Band | null {
  const { startLeadMinutes, dailyProcessingMinutes } = calendar.national;
  const last = listPieces(calendar, 'online', date).reduce<Piece | null>(
    (latest, piece) => (latest && latest.to >= piece.to ? latest : piece),
    null,
  );
  if (!last) return null;
  const wanted = last.to + dailyProcessingMinutes * millisOfMinute;
  const nextStart = findNextOnline(calendar, date, wanted + startLeadMinutes * millisOfMinute);
  const to = nextStart === null ? wanted : Math.min(wanted, nextStart - startLeadMinutes * millisOfMinute);
  if (to <= last.to) return null;
  return {
    from: { at: momentText(last.to), owner: last.toOwner, reason: last.toReason },
    to: { at: momentText(to), owner: 'nation', reason: null },
    exceptionId: last.exceptionId,
  };
}

/** The first moment before `until` at which online operation of a later date begins. */
function findNextOnline(calendar: Calendar, date: string, until: number): number | null {
  for (let day = addDays(date, 1); tokyoStartOf(day) < until; day = addDays(day, 1)) {
    const [first] = listPieces(calendar, 'online', day);
    if (first) return first.from;
  }
  return null;
}

/** The parts of a span that no other covers. */
function subtract(span: { from: number; to: number }, others: readonly { from: number; to: number }[]) {
  const uncovered: { from: number; to: number }[] = [];
  let { from } = span;
  for (const other of others.toSorted((a, b) => a.from - b.from)) {
    if (other.from > from) uncovered.push({ from, to: Math.min(other.from, span.to) });
    from = Math.max(from, other.to);
    if (from >= span.to) break;
  }
  uncovered.push({ from, to: span.to });
  return uncovered.filter((part) => part.from < part.to);
}

function bandOf({ from, to, fromOwner, toOwner, fromReason, toReason, exceptionId }: Piece): Band {
  return {
    from: { at: momentText(from), owner: fromOwner, reason: fromReason },
    to: { at: momentText(to), owner: toOwner, reason: toReason },
    exceptionId,
  };
}

/** A moment as the clock of the date on which its band began: `17:00`, `24:00`, and `26:00` for two in the morning after. */
export function clockOn(date: string, at: string): string {
  return clockOfMinutes((instantOf(at) - tokyoStartOf(date)) / millisOfMinute);
}

/** `2026-04-01T17:00+09:00`. */
function momentText(atMs: number): string {
  return `${tokyoIsoOf(atMs).slice(0, 16)}+09:00`;
}

function momentOf(date: string, clock: string): number {
  const minutes = findMinutes(clock);
  if (minutes === null) throw new RangeError('not a time of day (HH:MM)');
  return tokyoStartOf(date) + minutes * millisOfMinute;
}

function instantOf(text: string): number {
  const instant = findInstant(text);
  if (instant === null) throw new RangeError('not a time with its offset');
  return instant;
}
