import type { LoadEncoding, LoadFormat, ReadLine } from '../contracts/load-file.ts';
import { createBlock, type Block } from './block.ts';
import type { FilePart } from './file-parts.ts';
import { createLineJudge, type LoadDefaults } from './judge-line.ts';
import type { LineOfOpenRecord, LineOutput } from './put-lines.ts';
import { createCsvReader } from './read-csv.ts';
import { readFixedLines } from './read-fixed.ts';
import { readNdjsonLines } from './read-ndjson.ts';

/** Plain data, which can be sent to another thread. */
export interface PartReaderOptions {
  format: LoadFormat;
  encoding: LoadEncoding;
  /** Epoch milliseconds. */
  now: number;
  /** Beginning of the transfer id that a line without one gets, before its line number. */
  fileKey: string;
  defaults?: LoadDefaults;
}

/**
 * Reads and judges the lines of a part, and keeps nothing. Returns how many bytes at its end belong to the next part,
 * because a record begins there that is still open.
 */
export type PartReader = (part: FilePart, put: (line: ReadLine) => void) => number;

export function createPartReader(options: PartReaderOptions): PartReader {
  const { format, encoding } = options;
  const judge = createLineJudge(options);
  return (part, put) => {
    const block = createBlock(part.bytes, { encoding, ...part });
    const open = readers[format](block, part, { judge, put });
    return open === null ? 0 : block.bytesFrom(open).length;
  };
}

type Reader = (block: Block, part: FilePart, output: LineOutput) => LineOfOpenRecord | null;
const readers: Record<LoadFormat, Reader> = {
  csv: (block, { columns, from }, output) => createCsvReader(columns, output)(block, from),
  ndjson: (block, _, output) => {
    readNdjsonLines(block, output);
    return null;
  },
  fixed: (block, _, output) => {
    readFixedLines(block, output);
    return null;
  },
};
