import type { LoadFormat } from '../contracts/load-file.ts';
import type { Block } from './block.ts';
import { findHeading, readHeading } from './csv-heading.ts';
import type { LoadDefaults } from './judge-line.ts';
import type { LineOfOpenRecord, LineOutput } from './lines.ts';
import { createCsvReader, type CsvReader } from './read-csv.ts';
import { readFixedLines } from './read-fixed.ts';
import { readNdjsonLines } from './read-ndjson.ts';

/** Reads the lines of a block; null where nothing of it is left for the next one. */
export type BlockReader = (block: Block) => LineOfOpenRecord | null;

export interface FileOutput extends LineOutput {
  putHeading: (raw: Uint8Array) => void;
}

export function createBlockReader(
  { format, defaults = {} }: { format: LoadFormat; defaults?: LoadDefaults },
  output: FileOutput,
): BlockReader {
  switch (format) {
    case 'csv':
      return createCsvFileReader(defaults, output);
    case 'ndjson':
      return (block) => {
        readNdjsonLines(block, output);
        return null;
      };
    case 'fixed':
      return (block) => {
        readFixedLines(block, output);
        return null;
      };
  }
}

/** The first line that is not empty is the heading, which says what the others have. */
function createCsvFileReader(defaults: LoadDefaults, output: FileOutput): BlockReader {
  const supplied = new Set(Object.keys(defaults));
  let readLines: CsvReader | null = null;
  return (block) => {
    if (readLines) return readLines(block, 0);
    const heading = findHeading(block);
    if (!heading) return null;
    readLines = createCsvReader(readHeading(heading.cells, { supplied }), output);
    output.putHeading(block.raw(heading.line, 1));
    return readLines(block, heading.line + 1);
  };
}
