/** Silences (抑止): planned times in which alarms are not sent. They hide the alarm, and never the recovery. */
import type { WatchedTarget } from './target-state.ts';

export interface Silence {
  silenceId: string;
  organisation: string;
  /** Null covers everything of the organisation. */
  targetId: string | null;
  /** Epoch milliseconds; `to` is the first moment after it. */
  from: number;
  to: number;
  message: string;
}

/** What a silence is compared with: a target, or an incident that came from outside and has none. */
export type Silenceable = Pick<WatchedTarget, 'organisation'> & { targetId: string | null };

/** The silence that covers this now; of several the one that lasts longest. */
export function findSilence(silences: Iterable<Silence>, of: Silenceable, at: number): Silence | undefined {
  let found: Silence | undefined;
  for (const silence of silences) {
    if (at < silence.from || at >= silence.to) continue;
    if (silence.organisation !== of.organisation) continue;
    if (silence.targetId !== null && silence.targetId !== of.targetId) continue;
    if (!found || silence.to > found.to) found = silence;
  }
  return found;
}
