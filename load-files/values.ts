import type { Sex } from '../domain/values/sex.ts';
/** Translates a cell of a CSV or fixed-length file into the API's value; a text of another form stays as it is. */
import type { LoadField } from '../contracts/load-fields.ts';

export function readCell(field: LoadField, cell: string): string | boolean {
  if (freeTexts.has(field)) return cell;
  // Quicker than to trim each of millions of cells.
  const value = /^\s|\s$/u.test(cell) ? cell.trim() : cell;
  if (field === 'sex') return sexOfCell.get(value) ?? value;
  // Spreadsheets write TRUE and FALSE.
  if (field === 'nonDisclosure') return flags.get(value) ?? flags.get(value.toLowerCase()) ?? value;
  return value;
}

/** Kept as they are, blanks at their ends included; around any other value blanks mean nothing. */
const freeTexts: ReadonlySet<LoadField> = new Set([
  'name',
  'nameKana',
  'birthDate',
  'address',
  'contact',
  'delivery',
  'businessItem1',
  'businessItem2',
  'senderStaffId',
]);

const sexOfCell = new Map<string, Sex>([
  ['1', 'male'],
  ['１', 'male'],
  ['男', 'male'],
  ['男性', 'male'],
  ['2', 'female'],
  ['２', 'female'],
  ['女', 'female'],
  ['女性', 'female'],
  ['0', 'unknown'],
  ['０', 'unknown'],
  ['不明', 'unknown'],
]);

const flags = new Map([
  ['0', false],
  ['1', true],
  ['false', false],
  ['true', true],
]);

/** A cell of blanks counts as empty. */
export function isBlank(cell: string): boolean {
  const first = cell.charCodeAt(0);
  // A quick test first: nearly every cell begins with a character that is not blank.
  return !(first > 0x20 && first < 0x80) && !/\S/u.test(cell);
}
