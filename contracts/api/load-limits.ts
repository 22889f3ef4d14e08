/** Bounds of what a load may be asked for; apart from the shapes, so that the command's help need not load those. */

/** What a request file takes at most (domain §6). */
export const mostLinesPerChunk = 10_000;
export const mostChunksAtOnce = 16;
export const mostLinesPerSecond = 1_000_000;
