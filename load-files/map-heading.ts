/**
 * The heading of another system's CSV in fugo's words, so that the file can be sent as it is behind it. Columns that fugo
 * is not to read get the heading "-".
 */
import type { LoadEncoding } from '../contracts/load-file.ts';
import { readCsvRecord } from './csv-record.ts';
import { decodeTolerantly } from './decode.ts';
import { encode } from './encode.ts';
import { unreadHeading } from '../contracts/load-fields.ts';
import { plainName, type ColumnNames } from './columns.ts';

/** What is sent in place of the first bytes of the file, up to the heading's line end; null where no name is mapped. */
export interface MappedHeading {
  bytes: Uint8Array;
  from: number;
}

export function mapHeading(beginning: Uint8Array, encoding: LoadEncoding, names: ColumnNames): MappedHeading | null {
  const from = beginning.findIndex((byte) => byte === 0x0a || byte === 0x0d);
  if (from < 0) return null;
  const text = decodeTolerantly(beginning.subarray(0, from), encoding);
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const record = readCsvRecord(text.slice(mark.length), 0);
  if (record.kind !== 'cells') return null;
  const known = new Map(Object.entries(names).map(([theirs, ours]) => [plainName(theirs), ours]));
  const cells = record.cells.map((cell) => {
    const ours = known.get(plainName(cell));
    return ours === undefined ? cell : (ours ?? unreadHeading);
  });
  if (cells.every((cell, at) => cell === record.cells[at])) return null;
  const written = cells.map((cell) => (/[",]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
  const encoded = encode(mark + written, encoding);
  return encoded.isWhole ? { bytes: encoded.bytes, from } : null;
}
