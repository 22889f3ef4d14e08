import type { LoadEncoding, LoadFormat } from './load-file.ts';

/** How a load is read, and how fast it runs. */
export interface LoadOptions {
  format: LoadFormat;
  encoding: LoadEncoding;
  /** Values for lines that do not state them. */
  defaults: { numberSystem?: string; dataType?: string };
  /** The most lines a chunk, which is one request file. */
  linesPerChunk: number;
  chunksAtOnce: number;
  /** The load stops when more than this share of its lines or residents failed, 0 to 1. */
  errorRateLimit: number;
  /** The check whose lines these are, so that the file need not be read again. */
  checkedId?: string;
  /** The most lines a second that each participant is sent; null for no limit. */
  linesPerSecond: number | null;
}
export const defaultLoadOptions: Omit<LoadOptions, 'format' | 'encoding'> = {
  defaults: {},
  linesPerChunk: 10_000,
  chunksAtOnce: 2,
  errorRateLimit: 0.1,
  linesPerSecond: null,
};
