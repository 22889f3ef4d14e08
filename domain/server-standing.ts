/** How a server stands, as the board says it: what the prober finds, and what the operating day has done with it. */
import type { CheckState } from './monitoring/names.ts';
import type { DayState, StepName, StepState } from './operating-day.ts';

/** `suppressed`: it does not answer because of another, which alone raises the alarm. `not-watched`: no target says. */
export const serverStandings = [
  'running',
  'starting',
  'stopping',
  'stopped',
  'not-answering',
  'suppressed',
  'unknown',
  'not-watched',
] as const;
export type ServerStanding = (typeof serverStandings)[number];

export interface ServerSigns {
  /** Null when nothing watches it. */
  check: { state: CheckState; suppressedBy: string | null } | null;
  /** The operating day that began last. `power` is the last verified one of `start` and `stop`. */
  day: { state: DayState; step: StepName | null; stepState: StepState | null; power: 'start' | 'stop' | null } | null;
}

/** Being silent is no fault of a server that was stopped, or that has not started yet. */
export function standingOf({ check, day }: ServerSigns): ServerStanding {
  const isCommanded = day?.stepState === 'commanded';
  if (isCommanded && day.step === 'start' && check?.state !== 'up') return 'starting';
  if (isCommanded && day.step === 'stop') return 'stopping';
  if (!check) return 'not-watched';
  if (check.state === 'up') return 'running';
  if (check.state === 'unknown') return 'unknown';
  if (check.suppressedBy !== null) return 'suppressed';
  return day?.power === 'stop' ? 'stopped' : 'not-answering';
}

/** Those that somebody should look at. */
export const troubledStandings: readonly ServerStanding[] = ['not-answering', 'unknown'];
