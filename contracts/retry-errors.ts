/**
 * What the workflow `retryErrors`, its activities and its callers share: all entries of the error list with one code
 * are retried at a limited rate, after a first one has shown that the cause is gone.
 */
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { AcquisitionFailureCode, Step } from '../domain/failures.ts';
import type { RetryStanding } from '../domain/retry-standing.ts';
import type { Limits } from './acquire-code.ts';

export const retryErrorsIdFor = (municipality: string, code: AcquisitionFailureCode): string =>
  `retry-errors/${municipality}/${code}`;

export interface RetryErrorsInput {
  municipality: string;
  code: AcquisitionFailureCode;
  staffId: string;
  reason: string;
  /** Entries a second. */
  perSecond: number;
  /** How long the first entry may take. Seconds; waiting for the operating hours does not count. */
  canarySeconds: number;
  limits: Limits;
  /** The task queue of the chunks; by default that of loads. */
  chunkTaskQueue?: string;
  /** Set only by continue-as-new. */
  carried?: { progress: RetryProgress; before: string; after: ErrorPlace | null };
}
export type RetryErrors = (input: RetryErrorsInput) => Promise<RetryProgress>;

/**
 * CANARY: one entry is tried, the others wait. RUNNING: the others follow. STOPPED: the first entry failed again or
 * took too long, so the others were not tried.
 */
export type RetryState = 'CANARY' | 'RUNNING' | 'STOPPED' | 'CANCELLED' | 'DONE';
export type RetryStop = 'CANARY_CAME_BACK' | 'CANARY_TOO_SLOW';

export interface RetryProgress {
  state: RetryState;
  reason: RetryStop | null;
  /** Open entries when the bulk retry began. */
  entries: number;
  /** Entries tried again, the first one included. The error list shows whether it helped. */
  retried: number;
  /** Entries that somebody else acted on meanwhile, or that cannot be retried. */
  refused: number;
  /** The entry that is tried first. */
  canary: string | null;
}
/** Of one that has begun and done nothing yet. */
export const noRetryYet: RetryProgress = {
  state: 'CANARY',
  reason: null,
  entries: 0,
  retried: 0,
  refused: 0,
  canary: null,
};
export const retryProgressQuery = defineQuery<RetryProgress>('progress');
/** An update, so that staff learn that it ends; entries tried already are not taken back. */
export const cancelRetries = defineUpdate<RetryProgress, [{ staffId: string }]>('cancel');

/** Where a page of the error list ends. */
export interface ErrorPlace {
  /** Epoch milliseconds. */
  firstSeenAt: number;
  failureId: string;
}

export interface Canary extends ErrorPlace {
  personId: string;
  step: Step | null;
}

/** Persons whom a chunk put on the error list, tried again together as a chunk. */
export interface RetriedChunk {
  chunkId: string;
  /** The load of their former chunk; null when that was gathered from single transfers. */
  loadId: string | null;
}

interface Entries {
  municipality: string;
  code: AcquisitionFailureCode;
  /** ISO 8601. Later entries, which the bulk retry itself may have caused, are not for it. */
  before: string;
}
interface Page extends Entries {
  after: ErrorPlace | null;
}
interface Acting {
  staffId: string;
  reason: string;
  limits: Limits;
}

export interface RetryErrorsActivities {
  countErrors: (input: { municipality: string; code: AcquisitionFailureCode }) => Promise<{ entries: number }>;
  /** Retries the first entry that can be retried; null when there is none. */
  retryCanary: (input: Page & Acting) => Promise<{ canary: Canary | null; refused: number }>;
  /** `opensAt` (ISO 8601) when the request waits for the operating hours. */
  canaryStanding: (input: {
    municipality: string;
    personId: string;
    step: Step | null;
  }) => Promise<{ standing: RetryStanding; opensAt: string | null }>;
  /** Retries the entries of one page. `next` is null after the last page. */
  retryPage: (
    input: Page & Acting & { limit: number },
  ) => Promise<{ retried: number; refused: number; next: ErrorPlace | null }>;
  /**
   * Retries up to `limit` persons together whom a chunk put on the list and who have no workflow of their own, as the
   * chunk `chunkId`, or without a chunk when nothing needs to be sent. The same `chunkId` returns the same chunk.
   * `away` says that the participant to be asked first is silent; nobody is left when `retried` is 0 and `away` is
   * false.
   */
  retryChunk: (
    input: Entries & Acting & { chunkId: string; limit: number },
  ) => Promise<{ retried: number; chunk: RetriedChunk | null; away: boolean }>;
  /** Retried chunks that have not ended. They run, unless somebody has ended their workflow. */
  unfinishedChunks: (input: { municipality: string }) => Promise<{ chunks: RetriedChunk[] }>;
}
