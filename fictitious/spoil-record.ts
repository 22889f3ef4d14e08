import type { LoadRecord } from '../load-files/write.ts';
import type { Random } from './random.ts';
import type { DefectKind } from './defects.ts';
import type { Line } from './lines.ts';

/** What making a defect may need besides the line. */
export interface SpoilContext {
  random: Random;
  /** Finds an earlier line without a defect. */
  findEarlier: (fits: (earlier: Line) => boolean) => Line | undefined;
}

type Spoil = (line: Line, around: SpoilContext) => LoadRecord | null;

/**
 * Makes a record with the defect; null if this line cannot have it. Defects that no record can hold are in
 * spoil-line.ts.
 */
export const recordSpoils: Readonly<Partial<Record<DefectKind, Spoil>>> = {
  'wrong-check-digit': ({ record }) =>
    withNumber(record, (number) => number.slice(0, 11) + String((Number(number.slice(11)) + 1) % 10)),
  'eleven-digits': ({ record }) => withNumber(record, (number) => number.slice(0, 11)),
  'zeros-only': ({ record }) => withNumber(record, () => '000000000000'),
  'no-name': ({ record }) => ({ ...record, name: '' }),
  'control-character': ({ record }) => ({ ...record, name: record.name.replace('　', '\u0007') }),
  'name-too-long': ({ record }) => ({ ...record, name: record.name + '長'.repeat(200) }),
  'impossible-date': ({ record }, { random }) => ({
    ...record,
    birthDate: random.pick(['昭和65年1月1日', '平成2年2月30日']),
  }),
  'date-in-future': ({ record }) => ({ ...record, birthDate: '令和99年4月1日' }),
  'unknown-sex': ({ record }) => ({ ...record, sex: 'other' }),
  'unknown-number-system': ({ record }) => ({ ...record, numberSystem: 'ZZ' }),
  'letters-in-address-number': ({ record }) => ({ ...record, addressNumber: `A${record.addressNumber.slice(1)}` }),
  'number-of-another': (line, { findEarlier }) => {
    const another = findEarlier((earlier) => areDifferent(earlier, line));
    return withNumber(line.record, () => another?.record.personalNumber ?? null);
  },
  'address-number-of-another': (line, { findEarlier }) => {
    const another = findEarlier((earlier) => areDifferent(earlier, line));
    return another ? { ...line.record, addressNumber: another.record.addressNumber } : null;
  },
};

function withNumber(record: LoadRecord, change: (number: string) => string | null): LoadRecord | null {
  const personalNumber = record.personalNumber === undefined ? null : change(record.personalNumber);
  return personalNumber === null ? null : { ...record, personalNumber };
}

/** Whether two lines of one backbone are of people whom nobody could take for one person. */
function areDifferent(one: Line, other: Line): boolean {
  return (
    one.record.numberSystem === other.record.numberSystem &&
    one.record.personalNumber !== undefined &&
    other.record.personalNumber !== undefined &&
    one.resident.name !== other.resident.name &&
    one.resident.birthDay !== other.resident.birthDay
  );
}
