import type { ClosedDayRule } from './names.ts';

/** For people. */
export interface Words {
  ja: string;
  en: string;
}

/** What is decided about a date of a net on a server. */
export interface PlannedDay {
  day: string;
  /** `shift`: it runs here in the place of another day; `skip`: it does not run here. */
  decision: 'run' | 'skip' | 'shift';
  /** Epoch milliseconds; null where it does not run. */
  plannedAt: number | null;
  /** The day that takes this one's place. */
  movedTo: string | null;
  /** The days whose place this one takes. */
  movedFrom: readonly string[];
  reason: Words | null;
}
export type Placeholder = ClosedDayRule;
