/**
 * 延長: operation outside the common hours (seed, point 6). One person asks, and the administrator of each named other
 * side agrees; nobody agrees with an exception of the own organisation.
 */
import { findInstant, millisOfDay } from './civil-date.ts';
import type { ExceptionKind } from './exception-kinds.ts';
import type { CalendarProblem } from './parts.ts';

/** `asked` and `expired` wait for nobody's clock to turn: which of the two it is follows from the moment of asking. */
export const exceptionStates = ['asked', 'agreed', 'refused', 'withdrawn', 'expired'] as const;
export type ExceptionState = (typeof exceptionStates)[number];

/** The word of one named side; null until it is given. */
export interface ExceptionAgreement {
  organisation: string;
  decision: 'agreed' | 'refused' | null;
}

export interface HourException {
  exceptionId: string;
  /** The municipality that asks. */
  organisation: string;
  kind: ExceptionKind;
  /** ISO 8601 with offset, in whole minutes, such as `2026-04-04T09:00+09:00`. */
  from: string;
  to: string;
  reason: string;
  /** One row for each named side; none for own work. */
  agreements: readonly ExceptionAgreement[];
  /** Epoch milliseconds; null while it stands. */
  withdrawnAt: number | null;
}

/** Longer than any closure of the calendar; what is longer would be a change of the calendar itself. */
const longestException = 31 * millisOfDay;

/**
 * Where an exception stands at a moment. A refusal of one side is the refusal of the whole, and what nobody has answered
 * in full when it begins is expired.
 */
export function exceptionStateOf(exception: HourException, atMs: number): ExceptionState {
  if (exception.withdrawnAt !== null) return 'withdrawn';
  if (exception.agreements.some(({ decision }) => decision === 'refused')) return 'refused';
  if (exception.agreements.every(({ decision }) => decision === 'agreed')) return 'agreed';
  const from = findInstant(exception.from);
  return from !== null && from <= atMs ? 'expired' : 'asked';
}

/** Agreed by every named side and not withdrawn. No moment is needed: neither comes or goes by the clock. */
export function isAgreed(exception: HourException): boolean {
  return exceptionStateOf(exception, Number.NEGATIVE_INFINITY) === 'agreed';
}

/** Whether it opens a road to other servers. */
export function opensRoad({ kind }: Pick<HourException, 'kind'>): boolean {
  return kind !== 'own-work';
}

export interface AskedException {
  kind: ExceptionKind;
  from: string;
  to: string;
  reason: string;
  /** The municipalities that are to agree, for `wide-area-copy` only; the prefecture follows from who asks. */
  municipalities: readonly string[];
}

/** Lists what is wrong with an exception that a municipality asks for. An end that has passed could open nothing. */
export function checkAskedException(asked: AskedException, organisation: string, nowMs: number): CalendarProblem[] {
  const problems: CalendarProblem[] = [];
  const from = findInstant(asked.from);
  const to = findInstant(asked.to);
  if (from === null) problems.push({ field: 'from', rule: 'NOT_AN_INSTANT' });
  if (to === null) problems.push({ field: 'to', rule: 'NOT_AN_INSTANT' });
  if (from !== null && to !== null) {
    if (to <= from) problems.push({ field: 'to', rule: 'CLOSES_BEFORE_OPENING' });
    else if (to - from > longestException) problems.push({ field: 'to', rule: 'EXCEPTION_TOO_LONG' });
    if (asked.kind === 'own-work' ? to <= nowMs : from <= nowMs) problems.push({ field: 'from', rule: 'IN_THE_PAST' });
  }
  if (asked.reason.trim() === '') problems.push({ field: 'reason', rule: 'EMPTY' });
  return [...problems, ...checkNamedSides(asked, organisation)];
}

function checkNamedSides({ kind, municipalities }: AskedException, organisation: string): CalendarProblem[] {
  if (kind !== 'wide-area-copy') {
    return municipalities.length === 0 ? [] : [{ field: 'municipalities', rule: 'NOBODY_TO_NAME' }];
  }
  if (municipalities.length === 0) return [{ field: 'municipalities', rule: 'EMPTY' }];
  return municipalities.flatMap((named, index): CalendarProblem[] => {
    const field = `municipalities[${String(index)}]`;
    if (named === organisation) return [{ field, rule: 'OWN_ORGANISATION' }];
    return municipalities.indexOf(named) < index ? [{ field, rule: 'REPEATED_NAME' }] : [];
  });
}
