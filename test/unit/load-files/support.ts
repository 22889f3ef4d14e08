import * as fc from '../../support/fast-check.ts';
import { loadEncodings, loadFormats, type LoadFormat, type ReadLine } from '../../../contracts/load-file.ts';
import { findCp932Code } from '../../../load-files/cp932.ts';
import { readLoadFile, type LoadFileOptions } from '../../support/read-load-file.ts';
import { createLineWriter, type LoadRecord } from '../../../load-files/write.ts';
import { personalNumberFrom } from '../../../domain/values/personal-number.ts';

export const now = Date.parse('2026-11-24T12:00:00+09:00');

export const formsOfFile = loadFormats.flatMap((format) => loadEncodings.map((encoding) => ({ format, encoding })));
export type FormOfFile = (typeof formsOfFile)[number];

/** An invented resident. */
export const resident: LoadRecord = {
  transferId: '01-20261124-000123',
  operatedAt: '2026-11-24T09:30:00.000+09:00',
  personalNumber: '123456789018',
  numberSystem: '01',
  addressNumber: '000000000000123',
  integratedAddressNumber: '987654321',
  name: '髙橋　花子',
  nameKana: 'タカハシ　ハナコ',
  birthDate: '19900401',
  sex: 'female',
  address: '架空県符号市本町一丁目２番地３号',
  contact: '架空 000',
  delivery: '架空市別町9',
  nonDisclosure: true,
  dataType: 'JM',
  confirmedAt: '2026-11-24T00:00:00.250+09:00',
  businessItem1: '世帯主',
  businessItem2: '2',
  senderStaffId: 's-1',
};

export type ReadOptions = Partial<LoadFileOptions>;

export async function readAll(
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): Promise<ReadLine[]> {
  const lines: ReadLine[] = [];
  const stream = bytes instanceof Uint8Array ? inChunks(bytes) : bytes;
  const all = { format: 'csv', encoding: 'utf-8', now, fileKey: 'file', ...options } as const;
  for await (const batch of readLoadFile(stream, all)) lines.push(...batch);
  return lines;
}

/** A stream of the bytes, cut at sizes that are used in turn. */
export async function* inChunks(
  bytes: Uint8Array,
  sizes: readonly number[] = [bytes.length],
): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (let turn = 0; from < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    yield bytes.subarray(from, from + size);
    from += size;
  }
}

export function fileOf(form: FormOfFile, records: readonly LoadRecord[]): Buffer {
  const { heading, write } = createLineWriter(form);
  return Buffer.concat([heading ?? Buffer.alloc(0), ...records.map(write)]);
}

/** A line, what is wrong with it, or null for a good one. */
export const judgements = (lines: readonly ReadLine[]): [number, string[] | null][] =>
  lines.map((line) => [
    line.line,
    line.kind === 'good' ? null : line.problems.map(({ field, rule }) => (field ? `${field} ${rule}` : rule)),
  ]);

export const linesBefore = (format: LoadFormat): number => (format === 'csv' ? 1 : 0);

const characters = Array.from('山田髙﨑崎①Ⅲ㈱ー〇々ヶがガｶﾞ ・,"\'\\/-1１Aａ　\ue000\ue757～－');
const textOf = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...characters), { minLength: 1, maxLength })
    .map((parts) => parts.join(''))
    // A text of blanks is none, a name of long marks neither, and a text that ends in a blank loses it in a cell of
    // fixed length.
    .filter((text) => /[^\s・ーｰ]/u.test(text) && !text.endsWith(' '));
const digitsOf = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: length, maxLength: length });
const momentOf = fc
  .date({ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2026-11-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const dayOf = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2026-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));

/** Residents as every format and both encodings can hold them. */
export const anyResident: fc.Arbitrary<LoadRecord> = fc.record(
  {
    transferId: fc.string({ unit: fc.constantFrom(...Array.from('abcXYZ019._:-')), minLength: 1, maxLength: 64 }),
    operatedAt: momentOf,
    personalNumber: fc
      .integer({ min: 1, max: 99_999_999_999 })
      .map((n) => personalNumberFrom(String(n).padStart(11, '0'))),
    numberSystem: digitsOf(2),
    addressNumber: digitsOf(15),
    integratedAddressNumber: fc
      .integer({ min: 1, max: 15 })
      .chain((length) => digitsOf(length).map((digits) => `${digits.slice(1)}7`)),
    name: textOf(20),
    nameKana: textOf(20),
    birthDate: dayOf,
    sex: fc.constantFrom('male', 'female', 'unknown'),
    address: textOf(30),
    contact: textOf(20),
    delivery: textOf(30),
    nonDisclosure: fc.boolean(),
    dataType: fc.constantFrom('JM', 'LOAD', 'x1'),
    confirmedAt: momentOf,
    businessItem1: textOf(20),
    businessItem2: textOf(20),
    senderStaffId: textOf(10),
  },
  { requiredKeys: ['numberSystem', 'addressNumber', 'name', 'birthDate', 'sex', 'address'] },
);

/** Characters that every CP932 file may have and that read back the same, so that a property can draw from all of them. */
export const allCp932Units = Array.from({ length: 0x10000 }, (_, unit) => unit).filter(
  (unit) => findCp932Code(unit) !== undefined && !/[—‖−〜¢£¬]/u.test(String.fromCharCode(unit)),
);
