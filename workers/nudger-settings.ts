/** What the reconciler (workers/nudger) is given, and what it counts. */
import type { Limits } from '../contracts/acquire-code.ts';
import type { Database } from '../storage/database/database.ts';
import type { NudgePauses } from '../storage/requests/due.ts';
import type { Logger } from '../temporal/logging.ts';
import type { NudgeEngine } from './nudge-engine.ts';

export interface NudgerSettings {
  /** Newcomers whose runs may be starting at once. */
  mostStarting: number;
  /** So many runs may have been told to end and not have looked at their rows yet. */
  mostEnding: number;
  /** So many waiting newcomers are a chunk. */
  gatherFrom: number;
  /** Fewer are a chunk too when the first of them has waited so long. Seconds. */
  gatherAfterSeconds: number;
  pauses: NudgePauses;
  /** So many nudges go unanswered before the run is looked at. */
  nudgesBeforeLook: number;
  /** So many runs are replaced before staff are told. */
  replacedBeforeStuck: number;
}
export const defaultNudgerSettings: NudgerSettings = {
  mostStarting: 8,
  mostEnding: 64,
  gatherFrom: 40,
  gatherAfterSeconds: 5,
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

/** What the reconciler is given of the worker. */
export interface NudgerDeps {
  db: Database;
  engine: NudgeEngine;
  limitsOf: (municipality: string) => Promise<Limits>;
  log: Pick<Logger, 'warn' | 'error'>;
}
