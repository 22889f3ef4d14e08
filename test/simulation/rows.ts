/** The rows of a life as others see them, and what is asked of one. */
import type { Step } from '../../domain/failures.ts';
import type { Acquisition } from '../../domain/lifecycle.ts';
import { drivenStages, type Stage } from '../../domain/stages.ts';

/** Milliseconds. */
export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;

/** Who moves a row: the person's own run, the chunk that it is in, or anybody else. */
export type Mover = 'run' | 'chunk' | 'other';

/** A row of `load_chunks` that no load drives: persons who were gathered. */
export interface Chunk {
  id: number;
  dueAt: number | null;
  nudges: number;
  hasEnded: boolean;
}

/** A row of `persons`, as far as a rule looks at it. */
export interface PersonRow {
  acquisition: Acquisition;
  isJudged: boolean;
  chunk: Chunk | null;
  dueAt: number | null;
  nudges: number;
  hasRun: boolean;
}

const driven: ReadonlySet<Stage> = new Set(drivenStages);

/** The row asks for its own run, and not for a chunk or for nobody. */
export const asksForRun = ({ stage, inChunk }: Acquisition): boolean => driven.has(stage) && !inChunk;
export const isDriven = ({ stage }: Acquisition): boolean => driven.has(stage);

/** The id of a step's request, `{person or chunk}/{attempt}/{step}`; `chunk` is null for the person's own. */
export function idOf({ chunk, attempt, step }: { chunk: Chunk | null; attempt: number; step: Step }): string {
  return `${chunk === null ? 'person' : `chunk-${String(chunk.id)}`}/${attempt}/${step}`;
}
