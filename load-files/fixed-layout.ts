/**
 * The fixed-length layout: one resident a line, cells of fixed width joined by commas, CRLF. Widths count code points,
 * not bytes: 𠮷 is one wherever it stands (domain §5.7). A cell is found by its width, so a comma inside a name does no
 * harm.
 *
 * The form of the line and the first six cells, with their widths, padding and order, come from the layout in domain
 * §4.1. Its cells on departments, institutions and procedures say nothing about a resident and are left out. The other
 * cells are fugo's own, because §4.1 is a request about known numbers and has no names.
 */
import type { LoadField } from '../contracts/load-fields.ts';

/**
 * - `text`: any text, blanks on the right.
 * - `digits`: as many digits as the cell is wide, or blanks only where there is no value.
 * - `zeros`: digits with zeros on the left, which belong to the number as read.
 * - `moment`: YYYYMMDDHHMMSSmmm in Japan.
 * - `date`: YYYYMMDD, zeros where a part is unknown (不詳).
 * - `flag`: 0 or 1.
 * - `sex`: 1 man, 2 woman, 0 unknown.
 */
export type CellKind = 'text' | 'digits' | 'zeros' | 'moment' | 'date' | 'flag' | 'sex';

export interface FixedCell {
  field: LoadField;
  width: number;
  kind: CellKind;
}

export const fixedLayout = [
  // domain §4.1
  { field: 'numberSystem', width: 2, kind: 'digits' },
  { field: 'addressNumber', width: 15, kind: 'zeros' },
  // Blank if there is none. A shorter number is padded on the right: leading zeros would make it another number.
  { field: 'integratedAddressNumber', width: 15, kind: 'text' },
  // In §4.1 the time of the request.
  { field: 'operatedAt', width: 17, kind: 'moment' },
  // In §4.1 the user.
  { field: 'senderStaffId', width: 20, kind: 'text' },
  { field: 'nonDisclosure', width: 1, kind: 'flag' },
  // fugo's own
  { field: 'transferId', width: 64, kind: 'text' },
  { field: 'personalNumber', width: 12, kind: 'digits' },
  { field: 'name', width: 100, kind: 'text' },
  { field: 'nameKana', width: 100, kind: 'text' },
  { field: 'birthDate', width: 8, kind: 'date' },
  { field: 'sex', width: 1, kind: 'sex' },
  { field: 'address', width: 200, kind: 'text' },
  { field: 'contact', width: 40, kind: 'text' },
  { field: 'delivery', width: 200, kind: 'text' },
  { field: 'dataType', width: 16, kind: 'text' },
  { field: 'confirmedAt', width: 17, kind: 'moment' },
  { field: 'businessItem1', width: 40, kind: 'text' },
  { field: 'businessItem2', width: 40, kind: 'text' },
] as const satisfies FixedCell[];

/** Code points of a whole line, with its commas. */
export const fixedLineWidth = fixedLayout.reduce((sum, { width }) => sum + width + 1, -1);
