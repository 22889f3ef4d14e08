import type { LoadEncoding, LoadFormat } from './load-file.ts';

/** How a load is read and how fast it goes. */
export interface LoadOptions {
  format: LoadFormat;
  encoding: LoadEncoding;
  /** For lines that do not say it themselves. */
  defaults: { numberSystem?: string; dataType?: string };
  /** At most so many lines a chunk, which is one request file (domain §6, maxRecordsPerFile). */
  linesPerChunk: number;
  /** Chunks under way at once. */
  chunksAtOnce: number;
  /** Stops when more than this share of what was tried ended in an error, 0 to 1. */
  errorRateLimit: number;
  /** Lines a second that each participant may be sent; null for as fast as it takes them. */
  linesPerSecond: number | null;
}
export const defaultLoadOptions: Omit<LoadOptions, 'format' | 'encoding'> = {
  defaults: {},
  linesPerChunk: 10_000,
  chunksAtOnce: 2,
  errorRateLimit: 0.1,
  linesPerSecond: null,
};
