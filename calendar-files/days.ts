/** What a calendar file says, whichever form it has, and what is wrong with one that says nothing. */
import type { CalendarOverride } from '../domain/calendar/holidays.ts';
import type { OnlineEnd } from '../domain/calendar/parts.ts';
import type { ExceptionKind } from '../domain/calendar/exception-kinds.ts';
import type { RuleCode } from '../domain/values/checked.ts';

/** Larger than 31 years of any calendar; what is larger is refused before anything reads it. */
export const largestCalendarFile = 2 * 1024 * 1024;

/** As many as a calendar may have. */
export const mostDays = 1_000;

/** The longest reason of a day, in code points. */
export const longestDayReason = 200;

/** An exception as a file shows it. A file asks for none and agrees with none: that takes people. */
export interface FiledException {
  exceptionId: string;
  kind: ExceptionKind;
  from: string;
  to: string;
  reason: string;
}

/** The days between two dates that a file names, in the order of their dates. */
export interface FiledDays {
  overrides: CalendarOverride[];
  onlineEnds: OnlineEnd[];
  exceptions: FiledException[];
  /** Events that say nothing about the calendar, such as a meeting: how many. */
  ignored: number;
}

/** `field` names the line (`lines[12]`) or the event (`events[3].summary`), counted from 1. */
export interface FileProblem {
  field: string;
  rule: RuleCode;
}

export type ReadFile<T> = { kind: 'read'; value: T } | { kind: 'refused'; problems: FileProblem[] };

/** So many problems are named; a file with more is of another kind altogether. */
export const mostProblems = 100;

export function refuseFile(rule: RuleCode): { kind: 'refused'; problems: FileProblem[] } {
  return { kind: 'refused', problems: [{ field: 'file', rule }] };
}
