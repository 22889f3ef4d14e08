/** The heading of a CSV in the browser: read before the file is sent, and sent in fugo's words. */
import { japaneseHeadings, unreadHeading } from '../../contracts/load-fields.ts';
import { findField, plainName, readHeadingCells, type ChosenColumn } from '../../load-files/columns.ts';

const examinedBytes = 65_536;

export interface FileHeading {
  file: File;
  encoding: string;
  cells: readonly string[];
  /** Where the rest of the file begins, with the line end of the heading. */
  from: number;
  hasMark: boolean;
}

/** Null where no heading can be told: in a zip, or where the first line is no line of a CSV. */
export async function readFileHeading(file: File, encoding: string): Promise<FileHeading | null> {
  const beginning = new Uint8Array(await file.slice(0, examinedBytes).arrayBuffer());
  // PK: a zip, whatever its name says.
  if (beginning[0] === 0x50 && beginning[1] === 0x4b) return null;
  const lineEnd = beginning.findIndex((byte) => byte === 0x0a || byte === 0x0d);
  const from = lineEnd < 0 ? beginning.length : lineEnd;
  const text = new TextDecoder(encoding === 'cp932' ? 'shift_jis' : 'utf-8', { ignoreBOM: true }).decode(
    beginning.subarray(0, from),
  );
  const cells = readHeadingCells(text);
  return cells && { file, encoding, cells, from, hasMark: text.startsWith('\ufeff') };
}

/** The names that somebody has to explain, each once, in their order. */
export function unknownNames({ cells }: FileHeading): string[] {
  const names = cells.map(plainName).filter((name) => name !== '' && name !== unreadHeading && !findField(name));
  return [...new Set(names)];
}

/** The file under a heading of fugo's words; a column that nobody wants is not read. */
export function withHeading(
  { file, encoding, cells, from, hasMark }: FileHeading,
  columns: readonly ChosenColumn[],
): Blob {
  const names = columns.map((column, at) => {
    if (plainName(cells[at] ?? '') === '') return '';
    if (!column) return unreadHeading;
    // The names of fields are the same bytes in both encodings.
    return encoding === 'utf-8' ? japaneseHeadings[column] : column;
  });
  return new Blob([`${hasMark ? '\ufeff' : ''}${names.join(',')}`, file.slice(from)]);
}
