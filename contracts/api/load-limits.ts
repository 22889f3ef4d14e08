/**
 * Bounds of the options of a load. They stand apart from the shapes, so that the command's help need not load those.
 */

/** The most lines of a code acquisition request file. */
export const mostLinesPerChunk = 10_000;
export const mostChunksAtOnce = 16;
export const mostLinesPerSecond = 1_000_000;
