/**
 * All that the workflows of an initial load share with their activities and callers (design §4): `initialLoad` reads a
 * file and drives its chunks, `acquireCodes` takes one chunk through the same steps as a single resident. No package
 * but Temporal's, because the workflow bundle contains this file. Residents are never in these shapes: ids and counts.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { LoadState } from '../domain/load.ts';
import type { Stage } from '../domain/stages.ts';
import type { Limits, StepInput } from './acquire-code.ts';
import type { LoadOptions } from './load-options.ts';

export { defaultLoadOptions, type LoadOptions } from './load-options.ts';

/** Apart from daily work, so that a load never stands before a resident at the counter. */
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
  /** Null for a pause that staff asked for. */
  reason: LoadStop | null;
}
/** Why a load stops by itself, and waits for staff to resume or cancel it. */
export type LoadStop = 'TOO_MANY_BAD_LINES' | 'TOO_MANY_ERRORS' | 'CHUNK_BROKE_OFF' | 'ENGINE_STUCK';

/** Counts of what is over; what is under way stands in the tables of its chunk. */
export interface LoadProgress {
  state: LoadState;
  reason: string | null;
  goodLines: number;
  badLines: number;
  chunks: number;
  chunksEnded: number;
  /** Persons for whom a code was asked for. */
  members: number;
  routed: number;
  parked: number;
}
export const progressQuery = defineQuery<LoadProgress>('progress');

/** Updates, not signals, because staff must learn whether there was anything to pause, resume or cancel. */
export const pauseLoad = defineUpdate<LoadProgress, [{ staffId: string }]>('pause');
export const resumeLoad = defineUpdate<LoadProgress, [{ staffId: string }]>('resume');
/** Chunks under way come to their end, so that nobody is left half-way; the others are never begun. */
export const cancelLoad = defineUpdate<LoadProgress, [{ staffId: string }]>('cancel');

export interface AcquireCodesInput {
  municipality: string;
  /** Null where the chunk was gathered from single transfers. */
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
/** The load is paused: nothing is sent that has not been begun. */
export const holdChunk = defineSignal<[{ held: boolean }]>('hold');

export interface InitialLoadActivities {
  /**
   * Reads the file into lines, going on after the last batch that is stored. Throws `LOAD_FILE_UNREADABLE` with the
   * rule when the file as a whole cannot be read.
   */
  readLoadFile: (input: { municipality: string; loadId: string }) => Promise<{ goodLines: number; badLines: number }>;
  /** Cuts what was read into chunks, once; answers how many there are. */
  planChunks: (input: { municipality: string; loadId: string; linesPerChunk: number }) => Promise<{ chunks: number }>;
  /** Chunks that have not ended, in their order after number `after`. */
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
   * Takes the time that the lines left in the chunk fill at the participant of this step, by the load's rate limit;
   * shared by all loads of the municipality. Answers how long to wait before they are sent.
   */
  awaitPace: (input: {
    municipality: string;
    chunkId: string;
    participant: 'intermediate-server' | 'route';
    linesPerSecond: number;
  }) => Promise<{ waitMs: number }>;
  /** The chunk's counts when it has come to its end. */
  endChunk: (input: Pick<StepInput, 'municipality'> & { chunkId: string }) => Promise<ChunkOutcome>;
}
