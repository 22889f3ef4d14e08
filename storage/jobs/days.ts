/** The days of nets as staff see them, and what they order. In the role of whoever asks. */
import type { JobDayKey, JobDefinition, NetOnServer } from '../../domain/jobs/definition.ts';
import type {
  JobDayDecision,
  JobDayState,
  JobError,
  JobOrder,
  JobRunState,
  JobState,
} from '../../domain/jobs/names.ts';
import type { Database } from '../database/database.ts';
import type { Who } from './definitions.ts';

/** Moments are epoch milliseconds. */
export interface ShownJobDay extends JobDayKey {
  version: number;
  plannedAt: number;
  decision: JobDayDecision;
  /** Both languages, parted by a stroke. */
  reason: string | null;
  decidedBy: Who | null;
  order: JobOrder | null;
  state: JobDayState;
  startedAt: number | null;
  endedAt: number | null;
}

export interface ShownRun {
  job: string;
  attempt: number;
  state: JobRunState;
  requestId: string;
  startedAt: number;
  endedAt: number | null;
  error: JobError | null;
  /** What the server said of it. */
  message: string | null;
  counts: Record<string, number> | null;
}

export interface ShownJob extends JobDefinition {
  state: JobState;
}

export interface DaysFilter {
  organisation: string;
  net?: string | undefined;
  server?: string | undefined;
  /** Both dates included. */
  from: string;
  to: string;
}

/** The latest first. */
export declare function listJobDays(db: Database, acting: string, filter: DaysFilter): Promise<ShownJobDay[]>;

/** With its jobs in the order in which they may run, and every attempt. */
export declare function findJobDay(
  db: Database,
  acting: string,
  key: JobDayKey,
): Promise<{ day: ShownJobDay; jobs: ShownJob[]; runs: ShownRun[] } | undefined>;

export type JobOrderResult =
  | { kind: 'ordered' }
  | { kind: 'unknown' }
  /** It goes on by itself, or is over. */
  | { kind: 'notHalted'; state: JobDayState }
  /** Somebody has ordered already, and the workflow has not yet done it. */
  | { kind: 'pending'; order: JobOrder };

/** Leaves the order for the workflow, which obeys it in its turn; it is to be nudged afterwards. */
export declare function orderJobDay(
  db: Database,
  acting: string,
  key: JobDayKey,
  { order, orderedBy, reason }: { order: JobOrder; orderedBy: string; reason: string },
): Promise<JobOrderResult>;

/**
 * 即時実行: a run besides the plan, which the workflow of the returned key begins as soon as no other day of the net runs on
 * that server; it is to be nudged afterwards. `unknown`: the definition has no such net on that server.
 */
export declare function askForRun(
  db: Database,
  acting: string,
  net: NetOnServer,
  { day, reason, askedBy }: { day: string; reason: string; askedBy: string },
): Promise<{ kind: 'asked'; key: JobDayKey } | { kind: 'unknown' }>;
