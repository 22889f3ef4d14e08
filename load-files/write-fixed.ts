import { checkMoment } from '../domain/checked-transfer.ts';
import { checkDate } from '../domain/values/japanese-date.ts';
import { countCodePoints } from '../domain/values/name-folding.ts';
import type { LoadField } from '../contracts/load-fields.ts';
import { fixedLayout, type CellKind } from './fixed-layout.ts';
import { packMoment } from './moments.ts';
import type { AnyRecord } from './record.ts';

/** The value does not fit its fixed-length cell so that it could be read back the same. */
export class UnwritableCell extends Error {
  override name = 'UnwritableCell';
  readonly field: LoadField;

  constructor(field: LoadField) {
    super(`${field}: the value does not fit the fixed-length cell`);
    this.field = field;
  }
}

export function writeFixedLine(record: AnyRecord): string {
  return fixedLayout
    .map(({ field, width, kind }) => {
      const value = record[field];
      const cell = value === undefined ? '' : cellForms[kind](String(value));
      if (cell === null) throw new UnwritableCell(field);
      const padding = width - countCodePoints(cell);
      // A blank at the end would be lost as padding.
      if (padding < 0 || cell.endsWith(' ') || /[\r\n]/u.test(cell)) throw new UnwritableCell(field);
      return kind === 'zeros' ? '0'.repeat(padding) + cell : cell + ' '.repeat(padding);
    })
    .join(',');
}

/** The cell's text before padding; null if the cell has no form for the value. */
const cellForms: Record<CellKind, (value: string) => string | null> = {
  text: (value) => value,
  digits: (value) => value,
  zeros: (value) => value,
  moment: (value) => {
    const checked = checkMoment(value);
    return checked.valid ? packMoment(checked.value) : null;
  },
  date: (value) => {
    if (/^[0-9]{8}$/u.test(value)) return value;
    const zeros = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/u.exec(value);
    if (zeros) return zeros.slice(1).join('');
    const checked = checkDate(value);
    return checked.valid ? (checked.value.date?.replaceAll('-', '') ?? null) : null;
  },
  flag: (value) => (value === 'true' ? '1' : '0'),
  sex: (value) => ({ male: '1', female: '2', unknown: '0' })[value] ?? null,
};
