/**
 * Writes files of residents, for tests, demonstrations and the bad lines of a load.
 *
 * W1. The reader reads what is written here with the same meaning.
 * W2. A value that the format or encoding cannot hold is an error that names its field; nothing is shortened, replaced
 *     or written as `?`.
 */
import type { LoadEncoding, LoadFormat } from '../contracts/load-file.ts';
import { encode } from './encode.ts';
import { isField, loadFields, type Column } from '../contracts/load-fields.ts';
import type { AnyRecord, LoadRecord } from './record.ts';
import { writeFixedLine } from './write-fixed.ts';

export type { AnyRecord, LoadRecord };

/** The encoding does not have the character. */
export class UnmappableCharacter extends Error {
  override name = 'UnmappableCharacter';
  readonly field: string;
  readonly codePoint: number;

  constructor(field: string, codePoint: number) {
    super(`${field}: U+${codePoint.toString(16).toUpperCase().padStart(4, '0')} is not in the encoding of the file`);
    this.field = field;
    this.codePoint = codePoint;
  }
}

export interface LineWriter {
  heading: Uint8Array | null;
  write: (record: AnyRecord) => Uint8Array;
}

export function createLineWriter({
  format,
  encoding,
  columns = loadFields,
}: {
  format: LoadFormat;
  encoding: LoadEncoding;
  /** Columns of a CSV, in order. */
  columns?: readonly Column[];
}): LineWriter {
  const writeText = textWriters[format];
  return {
    heading: format === 'csv' ? Buffer.from(`${columns.join(',')}\r\n`) : null,
    write: (record) => {
      const text = writeText(record, columns);
      const line = encode(text, encoding);
      // JSON escapes half of a surrogate pair, which hides it from the encoding.
      const unmappable = line.isWhole && !text.includes('\\ud') ? null : findUnmappable(record, encoding);
      if (unmappable) throw unmappable;
      if (!line.isWhole) throw new Error('a line could not be written although each of its fields could');
      return line.bytes;
    },
  };
}

/** Writes the heading and bad lines unchanged, so that they can be corrected and loaded again. */
export async function* writeBadRows({
  format,
  heading,
  rows,
}: {
  format: LoadFormat;
  /** As `onHeading` got it; null if the format has none. */
  heading: Uint8Array | null;
  rows: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}): AsyncGenerator<Uint8Array> {
  const lineEnd = Buffer.from(lineEnds[format]);
  if (heading) yield Buffer.concat([heading, lineEnd]);
  for await (const row of rows) yield Buffer.concat([row, lineEnd]);
}

const lineEnds = { csv: '\r\n', ndjson: '\n', fixed: '\r\n' } as const satisfies Record<LoadFormat, string>;

const textWriters: Record<LoadFormat, (record: AnyRecord, columns: readonly Column[]) => string> = {
  csv: (record, columns) =>
    columns.map((column) => csvCell(isField(column) ? record[column] : undefined)).join(',') + lineEnds.csv,
  ndjson: (record) => JSON.stringify(record, [...loadFields]) + lineEnds.ndjson,
  fixed: (record) => writeFixedLine(record) + lineEnds.fixed,
};

function csvCell(value: string | boolean | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  return /[",\r\n]/u.test(value) ? `"${value.replace(/"/gu, '""')}"` : value;
}

function findUnmappable(record: AnyRecord, encoding: LoadEncoding): UnmappableCharacter | null {
  for (const field of loadFields) {
    const encoded = encode(String(record[field] ?? ''), encoding);
    if (!encoded.isWhole) return new UnmappableCharacter(field, encoded.codePoint);
  }
  return null;
}
