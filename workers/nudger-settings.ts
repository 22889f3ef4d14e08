/** Settings, dependencies and counters of the reconciler (workers/nudger). */
import type { Limits } from '../contracts/acquire-code.ts';
import type { Database } from '../storage/database/database.ts';
import type { NudgePauses } from '../storage/requests/due.ts';
import type { Logger } from '../temporal/logging.ts';
import type { NudgeEngine } from './nudge-engine.ts';

export interface NudgerSettings {
  /** The most newcomers whose runs may be starting at once. */
  mostStarting: number;
  /** The most runs that may have been told to end and have not yet read their rows. */
  mostEnding: number;
  /** This many waiting newcomers become a chunk. */
  gatherFrom: number;
  /** Fewer newcomers become a chunk when the first of them has waited this long. Seconds. */
  gatherAfterSeconds: number;
  /** Of so many who waited for the hours, a chunk is made when it has opened. */
  gatherOpenedFrom: number;
  pauses: NudgePauses;
  /** After this many unanswered nudges the run is looked at. */
  nudgesBeforeLook: number;
  /** After this many replaced runs staff get a case. */
  replacedBeforeStuck: number;
}
export const defaultNudgerSettings: NudgerSettings = {
  mostStarting: 8,
  mostEnding: 64,
  gatherFrom: 40,
  gatherAfterSeconds: 5,
  gatherOpenedFrom: 100,
  pauses: { first: 10, longest: 300 },
  nudgesBeforeLook: 3,
  replacedBeforeStuck: 3,
};

export interface NudgerCounts {
  nudged: number;
  gathered: number;
  replaced: number;
  stuck: number;
}

export interface NudgerDeps {
  db: Database;
  engine: NudgeEngine;
  readLimits: (municipality: string) => Promise<Limits>;
  log: Pick<Logger, 'warn' | 'error'>;
}
