/** How long signatures and keys are valid. */
import type { HoursSetting } from '../calendar/operating-hours.ts';
import { listOperatingDays } from '../calendar/operating-hours.ts';
import { addDays } from '../calendar/civil-date.ts';
import type { KeyRole } from './names.ts';

/** Days; at most that many are looked ahead. */
const lookAheadDays = 400;
/** At the least; more when the calendar has a longer closure. Days. */
const shortestTimestampDays = 14;
/** Beyond the longest closure, so that staff have some working days to notice. Days. */
const beyondClosureDays = 5;

/** Days from the moment of signing. Root and targets are signed by people's decisions, the others by a job. */
export function validityDays(timestampDays: number): Readonly<Record<KeyRole, number>> {
  return { root: 730, targets: 180, snapshot: Math.max(30, timestampDays + 7), timestamp: timestampDays };
}

/** Days for which a key is meant to be used. When the end is near, staff are told; nothing stops by itself. */
export const keyDays: Readonly<Record<KeyRole, number>> = { root: 1_825, targets: 730, snapshot: 365, timestamp: 365 };

/** A key or a signature of people is told of so many days before its end. */
export const soonDays = 60;

/**
 * The validity of the timestamp, which a job signs anew each day: if the job stands still from the first day of the
 * longest closure ahead (12/29 to 1/3 with weekends around it), the targets still believe the repository after it.
 */
export function timestampDaysFor(hours: HoursSetting, today: string): number {
  return Math.max(shortestTimestampDays, longestClosureDays(hours, today) + beyondClosureDays);
}

/** The most days in a row without an operating day, of those ahead. */
export function longestClosureDays(hours: HoursSetting, today: string): number {
  let longest = 0;
  let run = 0;
  for (const { closedBecause } of listOperatingDays(hours, today, addDays(today, lookAheadDays))) {
    run = closedBecause === null ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest;
}
