/** Which bands hold at a moment, and when each begins next. */
import { addDays, findInstant, tokyoDateOf } from './civil-date.ts';
import { listBands, type Band } from './bands.ts';
import type { Calendar } from './combined.ts';

/** オンライン運用, 窓口業務受付, 日次処理. */
export const bandNames = ['online', 'counter', 'daily'] as const;
export type BandName = (typeof bandNames)[number];

export interface BandNow {
  band: BandName;
  now: Band | null;
  /** Null when it does not begin within the days that are looked at. */
  next: Band | null;
}

/** Longer than any closure of the calendar: the year's end with weekends at both sides. */
const daysAhead = 14;

/** @param at epoch milliseconds */
export function findBandsNow(calendar: Calendar, at: number): BandNow[] {
  const today = tokyoDateOf(at);
  // What began yesterday may go on past midnight.
  const days = listBands(calendar, addDays(today, -1), addDays(today, daysAhead));
  return bandNames.map((band) => {
    const all = days.flatMap((day) => (band === 'daily' ? (day.daily ?? []) : day[band]));
    return {
      band,
      now: all.find(({ from, to }) => instantOf(from.at) <= at && at < instantOf(to.at)) ?? null,
      next: all.find(({ from }) => instantOf(from.at) > at) ?? null,
    };
  });
}

function instantOf(text: string): number {
  const at = findInstant(text);
  if (at === null) throw new Error(`no moment: ${text}`);
  return at;
}
