/**
 * Bulk retry: all entries of the error list with one code are tried again, at a limited rate, after a first one has
 * shown that the reason is gone. What the workflow `retryErrors`, its activities and its callers share.
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
  /** How long the first one may take. Seconds; waiting for the operating hours does not count. */
  canarySeconds: number;
  limits: Limits;
  /** Where chunks run, if not where loads do. */
  chunkTaskQueue?: string;
  /** Set only by continue-as-new. */
  carried?: { progress: RetryProgress; before: string; after: ErrorPlace | null };
}
export type RetryErrors = (input: RetryErrorsInput) => Promise<RetryProgress>;

/**
 * CANARY: one is tried, the others wait. RUNNING: the others follow. STOPPED: the first one came back or took too long,
 * so the others were left alone.
 */
export type RetryState = 'CANARY' | 'RUNNING' | 'STOPPED' | 'CANCELLED' | 'DONE';
export type RetryStop = 'CANARY_CAME_BACK' | 'CANARY_TOO_SLOW';

export interface RetryProgress {
  state: RetryState;
  reason: RetryStop | null;
  /** Open entries when it began. */
  entries: number;
  /** Tried again, the first one with them. Whether it helped, the error list tells. */
  retried: number;
  /** Somebody else has acted on them, or they cannot be tried again. */
  refused: number;
  /** The entry that is tried first. */
  canary: string | null;
}
export const retryProgressQuery = defineQuery<RetryProgress>('progress');
/** An update, because staff must learn that it ends: what was tried again is not taken back. */
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

/** Persons whom a chunk has put on the error list, tried again together as a chunk. */
export interface RetriedChunk {
  chunkId: string;
  /** Of the chunk that they were in; null where that was gathered from single transfers. */
  loadId: string | null;
}

interface Entries {
  municipality: string;
  code: AcquisitionFailureCode;
  /** ISO 8601: entries of a later moment came while it ran, perhaps by it, and are not for it. */
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
  /** Tries the first entry again that lets itself; null when there is none. */
  retryCanary: (input: Page & Acting) => Promise<{ canary: Canary | null; refused: number }>;
  /** `opensAt`: it waits for the operating hours, ISO 8601. */
  canaryStanding: (input: {
    municipality: string;
    personId: string;
    step: Step | null;
  }) => Promise<{ standing: RetryStanding; opensAt: string | null }>;
  /** Tries the entries of one page again. `next`: null after the last. */
  retryPage: (
    input: Page & Acting & { limit: number },
  ) => Promise<{ retried: number; refused: number; next: ErrorPlace | null }>;
  /**
   * Tries up to `limit` of those again together whom a chunk has put on the list and who have no workflow of their own:
   * as the chunk `chunkId`, or without one where there is nothing to send. The same `chunkId` answers the same chunk.
   * Nobody is left for it when it has retried none and is not `away`: the participant that must be asked first is silent.
   */
  retryChunk: (
    input: Entries & Acting & { chunkId: string; limit: number },
  ) => Promise<{ retried: number; chunk: RetriedChunk | null; away: boolean }>;
  /** Retried chunks that have not ended; they run, unless somebody has ended their workflow. */
  unfinishedChunks: (input: { municipality: string }) => Promise<{ chunks: RetriedChunk[] }>;
}
