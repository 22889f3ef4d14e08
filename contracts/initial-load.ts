/**
 * What the workflows of an initial load share with their activities and callers. The workflow bundle contains this
 * file, so it imports no package but Temporal's. The shapes carry ids and counts, no personal data.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { LoadState } from '../domain/load.ts';
import type { Stage } from '../domain/stages.ts';
import type { Limits, StepInput } from './acquire-code.ts';
import type { LoadOptions } from './load-options.ts';

export { defaultLoadOptions, type LoadOptions } from './load-options.ts';

/** Separate from daily work, so that a load never delays a resident at the counter. */
export const loadTaskQueue = 'fugo-load';

export const initialLoadIdFor = (municipality: string, loadId: string): string =>
  `initial-load/${municipality}/${loadId}`;
export const acquireCodesIdFor = (municipality: string, chunkId: string): string =>
  `acquire-codes/${municipality}/${chunkId}`;

export interface InitialLoadInput {
  municipality: string;
  loadId: string;
  dryRun: boolean;
  options: LoadOptions;
  limits: Limits;
  /** Set only by continue-as-new. */
  carried?: { progress: LoadProgress; pausedBy: Pause | null; seen?: { parked: number; members: number } };
}
export type InitialLoad = (input: InitialLoadInput) => Promise<LoadProgress>;

export interface Pause {
  state: 'PAUSED' | 'STOPPED';
  /** Null when staff asked for the pause. */
  reason: LoadStop | null;
}
/** Why a load stops by itself, and waits for staff to resume or cancel it. */
export type LoadStop = 'TOO_MANY_BAD_LINES' | 'TOO_MANY_ERRORS' | 'CHUNK_BROKE_OFF' | 'ENGINE_STUCK';

/** Counts of finished chunks; what is under way stands in the tables of each chunk. */
export interface LoadProgress {
  state: LoadState;
  reason: string | null;
  goodLines: number;
  badLines: number;
  chunks: number;
  chunksEnded: number;
  /** Persons for whom the load asked for a code. */
  members: number;
  routed: number;
  parked: number;
}
export const progressQuery = defineQuery<LoadProgress>('progress');

/** Updates, not signals, because staff must learn whether there was anything to pause, resume or cancel. */
export const pauseLoad = defineUpdate<LoadProgress, [{ staffId: string }]>('pause');
export const resumeLoad = defineUpdate<LoadProgress, [{ staffId: string }]>('resume');
/** Chunks under way run to their end, so that nobody is left half-way; no further chunk begins. */
export const cancelLoad = defineUpdate<LoadProgress, [{ staffId: string }]>('cancel');

export interface AcquireCodesInput {
  municipality: string;
  /** Null when the chunk was gathered from single transfers. */
  loadId: string | null;
  chunkId: string;
  limits: Limits;
  linesPerSecond: number | null;
}
export type AcquireCodes = (input: AcquireCodesInput) => Promise<ChunkOutcome>;
export interface ChunkOutcome {
  stage: Stage;
  members: number;
  routed: number;
  parked: number;
}
/** Tells a chunk whether its load is paused, so that it sends no further step. */
export const holdChunk = defineSignal<[{ held: boolean }]>('hold');

export interface InitialLoadActivities {
  /**
   * Reads the file into lines, beginning after the last stored batch. Throws `LOAD_FILE_UNREADABLE` with the rule when
   * the file as a whole cannot be read.
   */
  readLoadFile: (input: { municipality: string; loadId: string }) => Promise<{ goodLines: number; badLines: number }>;
  /** Cuts the lines into chunks, once; returns how many there are. */
  planChunks: (input: { municipality: string; loadId: string; linesPerChunk: number }) => Promise<{ chunks: number }>;
  /** Chunks that have not ended, in order, after number `after`. */
  nextChunks: (input: {
    municipality: string;
    loadId: string;
    after: number;
    limit: number;
  }) => Promise<{ chunkNo: number; chunkId: string }[]>;
  recordLoadState: (input: {
    municipality: string;
    loadId: string;
    state: LoadState;
    reason: string | null;
  }) => Promise<void>;
  /**
   * Reserves the time that the chunk's remaining lines take at this step's participant under the rate limit, which all
   * loads of the municipality share. Returns how long to wait before sending.
   */
  awaitPace: (input: {
    municipality: string;
    chunkId: string;
    participant: 'intermediate-server' | 'route';
    linesPerSecond: number;
  }) => Promise<{ waitMs: number }>;
  endChunk: (input: Pick<StepInput, 'municipality'> & { chunkId: string }) => Promise<ChunkOutcome>;
}
