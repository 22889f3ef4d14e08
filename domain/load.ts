/**
 * A load (一括登録): a file of residents on its way. One list serves the type, the column, the screens and the logs.
 *
 * READING → CHECKED (dry run) or RUNNING → DONE; PAUSED by staff and STOPPED by its error rate until staff resume or
 * cancel; FAILED when the file as a whole cannot be read.
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

/** Nothing more will be done for it. */
export const isOver = (state: LoadState): boolean =>
  state === 'CHECKED' || state === 'CANCELLED' || state === 'DONE' || state === 'FAILED';

/** Whether so many of so many are more than a load may have; a few at the start say nothing yet. */
export function isTooMany(errors: number, of: number, limit: number): boolean {
  return errors > Math.max(limit * of, fewErrors);
}
const fewErrors = 10;

/**
 * How many lines go through the steps together. Chunks of one size, and as many as fill the places beside one another
 * each time: one long chunk, or a last one alone, would leave half of the machine with nothing to do.
 */
export function linesAChunk(
  lines: number,
  { linesPerChunk, chunksAtOnce }: { linesPerChunk: number; chunksAtOnce: number },
): number {
  const turns = Math.max(1, Math.ceil(lines / (linesPerChunk * chunksAtOnce)));
  const even = Math.ceil(lines / (turns * chunksAtOnce));
  return Math.min(linesPerChunk, Math.max(even, fewLines));
}
/** Below it, what a chunk costs by being one is more than what working beside another saves. */
const fewLines = 2_000;
