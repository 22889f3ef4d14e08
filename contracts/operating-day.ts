/** What the workflows `operatingDay` and `operatingDays`, their activities and their schedule share. */
import { defineSignal } from '@temporalio/workflow';
import type { DayMoments, DayState } from '../domain/operating-day.ts';

export interface OperatingDayInput {
  /** `nation`, or a six-digit code. */
  organisation: string;
  /** `YYYY-MM-DD`. */
  day: string;
}
export type OperatingDay = (input: OperatingDayInput) => Promise<{ state: DayState | null }>;

/** A day has one workflow, whoever starts it. */
export const operatingDayIdFor = ({ organisation, day }: OperatingDayInput): string =>
  `operating-day/${organisation}/${day}`;

/** Something has changed that the day may wait for: another day, an order of staff, the calendar. */
export const lookAgain = defineSignal('lookAgain');

export interface OperatingDayActivities {
  /**
   * Makes the next step if it is due, and says after how many seconds to look again; null when the day is over. The
   * state is null when there is no such day.
   */
  takeDayStep: (input: OperatingDayInput) => Promise<{ state: DayState | null; waitSeconds: number | null }>;
}

/** Also the id of the schedule. Temporal appends the scheduled time to the ids of the runs. */
export const operatingDaysId = 'operating-days';
/** The id of the run that plans a rehearsal, so that there is one at a time. */
export const rehearsalId = 'operating-days/rehearsal';

/** Epoch milliseconds. */
export type RehearsalMoments = DayMoments;

export interface OperatingDaysInput {
  /** Plans a day of these moments beside the calendar. */
  rehearsal?: RehearsalMoments;
}
export interface OperatingDaysOutcome {
  /** Days that were planned or moved. */
  planned: number;
  /** Days whose workflow was nudged. */
  nudged: number;
  rehearsal: RehearsalOutcome | null;
}
export type RehearsalOutcome =
  | { kind: 'planned'; day: string }
  /** Days are begun by the calendar, and a rehearsal would take the place of one. */
  | { kind: 'kept' }
  | { kind: 'underWay'; day: string };
export type OperatingDays = (input: OperatingDaysInput) => Promise<OperatingDaysOutcome>;

export interface OperatingDaysActivities {
  /** Plans the days of the calendar, and nudges the workflows of those that are due. */
  lookAfterDays: (input: OperatingDaysInput) => Promise<OperatingDaysOutcome>;
}
