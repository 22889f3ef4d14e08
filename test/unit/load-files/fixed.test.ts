import { describe, expect, test } from 'vitest';
import type { LoadField } from '../../../contracts/load-fields.ts';
import { fixedLayout, fixedLineWidth } from '../../../load-files/fixed-layout.ts';
import { countCodePoints } from '../../../domain/values/name-folding.ts';
import { fileOf, judgements, readAll, resident, type ReadOptions } from './support.ts';

const form = { format: 'fixed', encoding: 'utf-8' } as const;
const line = fileOf(form, [resident]).toString('utf8').slice(0, -2);
const cells = line.split(',');

/** The line with other texts in some cells, filled up with blanks. */
const lineWith = (texts: Partial<Record<LoadField, string>>): string =>
  fixedLayout
    .map(({ field, width }, index) => {
      const text = texts[field];
      return text === undefined ? cells[index] : text + ' '.repeat(Math.max(0, width - countCodePoints(text)));
    })
    .join(',');
const read = (lines: string[], options?: ReadOptions) =>
  readAll(Buffer.from(lines.join('\r\n')), { ...form, ...options });
const valueOf = async (text: string, options?: ReadOptions) => {
  const [first] = await read([text], options);
  if (first?.kind !== 'good') throw new Error(JSON.stringify(first?.problems));
  return first.value;
};

test('the line has the cells of the layout in their widths', () => {
  expect(cells.map(countCodePoints)).toEqual(fixedLayout.map(({ width }) => width));
  expect(countCodePoints(line)).toBe(fixedLineWidth);
});

test('the first six cells are those of the layout found in a municipality', () => {
  expect(cells.slice(0, 6)).toEqual([
    '01',
    '000000000000123',
    '987654321      ',
    '20261124093000000',
    's-1                 ',
    '1',
  ]);
});

describe('a cell', () => {
  test('of an address number keeps its zeros', async () => {
    expect(await valueOf(lineWith({ addressNumber: '000000000000007' }))).toMatchObject({
      addressNumber: '000000000000007',
    });
  });

  test('of an integrated address number may be blank, and its zeros belong to it', async () => {
    expect(await valueOf(lineWith({ integratedAddressNumber: '' }))).toMatchObject({ integratedAddressNumber: null });
    expect(await valueOf(lineWith({ integratedAddressNumber: '007' }))).toMatchObject({
      integratedAddressNumber: '007',
    });
  });

  test('may be blank where a load may leave it out', async () => {
    const blank = {
      operatedAt: '',
      transferId: '',
      dataType: '',
      confirmedAt: '',
      numberSystem: '',
      businessItem1: '1',
    };
    const defaults = { numberSystem: '07', operatedAt: '2026-04-01T00:00:00+09:00' };
    expect(await valueOf(lineWith(blank), { defaults, fileKey: 'abc' })).toMatchObject({
      numberSystem: '07',
      transferId: 'abc:1',
      dataType: 'LOAD',
      operatedAt: Date.parse(defaults.operatedAt),
    });
  });

  test('may have a comma, and a character of two units, without moving the next', async () => {
    const name = '𠮷田,花子';
    expect(await valueOf(lineWith({ name }))).toMatchObject({ name, nameKana: resident.nameKana });
  });

  test('keeps an ideographic blank at its end, which is no padding', async () => {
    expect(await valueOf(lineWith({ name: '花子　' }))).toMatchObject({ name: '花子　' });
  });

  test.each([
    ['1', 'male'],
    ['2', 'female'],
    ['0', 'unknown'],
    ['男', 'male'],
    ['女', 'female'],
  ])('of sex may say %s', async (text, sex) => {
    expect(await valueOf(lineWith({ sex: text }))).toMatchObject({ sex });
  });

  test('of a birth date may have zeros for what is unknown', async () => {
    expect(await valueOf(lineWith({ birthDate: '19900400' }))).toMatchObject({
      birthDateText: '19900400',
      birthDate: null,
    });
  });

  test.each<[LoadField, string, string]>([
    ['sex', '9', 'NOT_LISTED'],
    ['nonDisclosure', '2', 'NOT_A_BOOLEAN'],
    ['operatedAt', '20261324093000000', 'NOT_A_MOMENT'],
    ['operatedAt', '2026-11-24 09:30 ', 'NOT_A_MOMENT'],
    ['confirmedAt', '2026112409300000', 'NOT_A_MOMENT'],
    ['birthDate', '19900230', 'IMPOSSIBLE_DATE'],
    ['numberSystem', 'A1', 'NOT_2_DIGITS'],
    ['personalNumber', '123456789012', 'CHECK_DIGIT'],
    ['integratedAddressNumber', '0', 'ALL_ZERO'],
    ['name', '', 'MISSING'],
    ['address', '', 'MISSING'],
  ])('of %s with "%s" breaks the rule %s', async (field, text, rule) => {
    expect(judgements(await read([line, lineWith({ [field]: text }), line]))).toEqual([
      [1, null],
      [2, [`${field} ${rule}`]],
      [3, null],
    ]);
  });
});

describe('a line', () => {
  test('with cells of the wrong width has each of them named, beside what else is wrong', async () => {
    const wrong = lineWith({ birthDate: '19900230', sex: '3' }).split(',');
    wrong[fixedLayout.findIndex(({ field }) => field === 'name')] = '花子';
    wrong[fixedLayout.findIndex(({ field }) => field === 'delivery')] = '';
    expect(judgements(await read([wrong.join(','), line]))).toEqual([
      [1, ['name WRONG_CELL_WIDTH', 'delivery WRONG_CELL_WIDTH', 'birthDate IMPOSSIBLE_DATE', 'sex NOT_LISTED']],
      [2, null],
    ]);
  });

  test.each([
    ['one cell less', cells.slice(0, -1).join(',')],
    ['one cell more', `${line},`],
    ['no commas', 'x'.repeat(fixedLineWidth)],
    ['a comma too many, in a line that is too long', `,${line}`],
  ])('with %s is bad as a whole', async (_, text) => {
    expect(judgements(await read([line, text, line]))).toEqual([
      [1, null],
      [2, ['WRONG_CELL_COUNT']],
      [3, null],
    ]);
  });

  test('counts code points: characters of two units do not make up for missing blanks', async () => {
    const units = lineWith({ name: '𠮷'.repeat(10) });
    expect(judgements(await read([units]))).toEqual([[1, null]]);
    expect(judgements(await read([units.replace(' '.repeat(10), '')]))[0]?.[1]).toEqual([
      'senderStaffId WRONG_CELL_WIDTH',
    ]);
  });
});
