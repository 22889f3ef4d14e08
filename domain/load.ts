/**
 * The states of a load (一括登録), one list for type, column, screens and logs.
 *
 * READING → CHECKED (dry run) or RUNNING → DONE; PAUSED by staff, or STOPPED by its error rate, until staff resume or
 * cancel it; FAILED when the file as a whole cannot be read.
 */
export const loadStates = [
  'READING',
  'CHECKED',
  'RUNNING',
  'PAUSED',
  'STOPPED',
  'CANCELLED',
  'DONE',
  'FAILED',
] as const;
export type LoadState = (typeof loadStates)[number];

export const isOver = (state: LoadState): boolean =>
  state === 'CHECKED' || state === 'CANCELLED' || state === 'DONE' || state === 'FAILED';

/** Whether `errors` of `of` exceed the load's limit; a few errors at the start do not count. */
export function isTooMany(errors: number, of: number, limit: number): boolean {
  return errors > Math.max(limit * of, fewErrors);
}
const fewErrors = 10;

/**
 * How many lines a chunk has. Chunks are of equal size and fill the parallel places each time: a single long chunk, or
 * a last one alone, would leave half of the machine idle.
 */
export function calculateLinesPerChunk(
  lines: number,
  { linesPerChunk, chunksAtOnce }: { linesPerChunk: number; chunksAtOnce: number },
): number {
  const turns = Math.max(1, Math.ceil(lines / (linesPerChunk * chunksAtOnce)));
  const even = Math.ceil(lines / (turns * chunksAtOnce));
  return Math.min(linesPerChunk, Math.max(even, fewLines));
}
/** Below this size a chunk's own cost exceeds what parallel work saves. */
const fewLines = 2_000;
