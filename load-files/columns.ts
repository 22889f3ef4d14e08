/**
 * Which column of another system's CSV is which field. The page of loads uses this file too, so it needs nothing that a
 * browser does not have.
 */
import {
  japaneseHeadings,
  loadFields,
  requiredFields,
  unreadHeading,
  type LoadField,
} from '../contracts/load-fields.ts';
import { readCsvRecord } from './csv-record.ts';

/** By the other system's name: a field, or null for what is not to be read. */
export type ColumnNames = Readonly<Record<string, LoadField | null>>;

/** Undefined: nobody has said which field it is. */
export type ChosenColumn = LoadField | null | undefined;

const fieldOf = new Map<string, LoadField>(
  loadFields.flatMap((field) => [
    [field, field],
    [japaneseHeadings[field], field],
  ]),
);
const foldedFieldOf = new Map([...fieldOf].map(([name, field]) => [foldName(name), field]));

/** As names are compared: a digit in 業務項目1 may be full-width. */
export const plainName = (name: string): string => name.normalize('NFKC').trim();

export const findField = (name: string): LoadField | undefined => fieldOf.get(plainName(name));

/** The field whose name is the same but for case, blanks, brackets and marks: `氏名（カナ）`, `Address_Number`. */
export const guessField = (name: string): LoadField | undefined => foldedFieldOf.get(foldName(name));

function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{P}\p{S}]/gu, '');
}

/** The cells of the first line, by the text that a file begins with; null where it is no line of a CSV. */
export function readHeadingCells(text: string): string[] | null {
  const [first = ''] = text.replace(/^\ufeff/u, '').split(/[\r\n]/u, 1);
  const record = readCsvRecord(first, 0);
  return record.kind === 'cells' ? record.cells : null;
}

/** What fugo makes of each cell by itself, or by what was said of another file of the same system. */
export function readColumnsOf(cells: readonly string[], names: ColumnNames): ChosenColumn[] {
  const known = new Map(Object.entries(names).map(([name, field]) => [plainName(name), field]));
  return cells.map((cell) => {
    const name = plainName(cell);
    if (name === '' || name === unreadHeading) return null;
    return known.has(name) ? known.get(name) : findField(name);
  });
}

/** Which fields are said twice, and which of those that every line needs are not there. */
export function checkColumns(columns: readonly ChosenColumn[]): { repeated: LoadField[]; missing: LoadField[] } {
  const chosen = columns.filter((column) => column !== null && column !== undefined);
  return {
    repeated: loadFields.filter((field) => chosen.filter((each) => each === field).length > 1),
    // The number system may be said for the whole file.
    missing: requiredFields.filter((field) => !chosen.includes(field)),
  };
}

/** Whether the line is rather a resident than a heading: it has a long number or a date in it. */
export function seemsResident(cells: readonly string[]): boolean {
  return cells.some((cell) => /\d{5}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,2}|年.+月.+日$/u.test(plainName(cell)));
}
