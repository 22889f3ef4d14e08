import type { LoadEncoding } from '../contracts/load-file.ts';
import { readCsvRecord } from './csv-record.ts';
import { readHeading } from './csv-heading.ts';
import { decode } from './decode.ts';
import { requiredFields, type Column } from '../contracts/load-fields.ts';

/**
 * Reads the columns from a CSV's heading, as `onHeading` got it, so that a line can be written in the file's own order.
 */
export function readColumns(heading: Uint8Array, encoding: LoadEncoding): Column[] {
  // The byte order mark belongs to the file; before a quotation mark it would be read as text.
  const text = (decode(heading, encoding) ?? '').replace(/^\ufeff/u, '');
  const record = readCsvRecord(text, 0);
  if (record.kind !== 'cells') throw new Error('a heading that was read once can be read again');
  return readHeading(record.cells, { supplied: new Set(requiredFields) });
}
