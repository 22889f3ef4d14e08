import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { Transfer } from '../../../contracts/transfer.ts';
import { checkMoment, checkTransfer, shapeRules, transferRules } from '../../../domain/checked-transfer.ts';
import { rules } from '../../../domain/values/checked.ts';
import { foldName } from '../../../domain/values/name-folding.ts';

const now = Date.parse('2026-04-01T12:00:00+09:00');
const good = {
  transferId: '01-20260401-000123',
  operatedAt: '2026-04-01T09:30:00+09:00',
  personalNumber: '123456789018',
  numberSystem: '01',
  addressNumber: '000000000000123',
  name: '𠮷田　葛󠄀子',
  nameKana: 'ヨシダ カツコ',
  birthDate: '平成２年４月１日',
  sex: 'female',
  address: '架空市見本町一丁目２番地３号',
  contact: '架空 000',
  delivery: '架空市別町9',
  nonDisclosure: true,
  dataType: 'JM',
  confirmedAt: '2026-04-01T00:00:00.250Z',
  businessItem1: '世帯主',
  businessItem2: '',
  senderStaffId: 's-1',
};
const required = [
  'transferId',
  'operatedAt',
  'numberSystem',
  'addressNumber',
  'name',
  'birthDate',
  'sex',
  'address',
  'dataType',
  'confirmedAt',
] as const;

const check = (fields: Record<string, unknown>) => checkTransfer({ ...good, ...fields }, { now });
const valueOf = (fields: Record<string, unknown> = {}) => {
  const checked = check(fields);
  if (!checked.valid) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
};
const without = (field: string) => Object.fromEntries(Object.entries(good).filter(([name]) => name !== field));

describe('a good transfer', () => {
  test('keeps names and texts exactly as received, with keys and parsed values beside them', () => {
    expect(valueOf()).toEqual({
      transferId: good.transferId,
      operatedAt: Date.parse(good.operatedAt),
      personalNumber: good.personalNumber,
      numberSystem: '01',
      addressNumber: '000000000000123',
      name: good.name,
      nameKana: good.nameKana,
      nameKey: expect.not.stringContaining('\u{E0100}'),
      nameKanaKey: foldName(good.nameKana),
      kanaNameKey: null,
      birthDateKey: null,
      keyVersion: 2,
      birthDateText: '平成２年４月１日',
      birthDate: '1990-04-01',
      sex: 'female',
      address: good.address,
      addressKey: expect.stringContaining('1-2-3'),
      contact: good.contact,
      delivery: good.delivery,
      nonDisclosure: true,
      dataType: 'JM',
      confirmedAt: Date.parse(good.confirmedAt),
      businessItem1: '世帯主',
      businessItem2: '',
      senderStaffId: 's-1',
    });
  });

  test('needs the required fields only', () => {
    const least = Object.fromEntries(required.map((name) => [name, good[name]]));
    const checked = checkTransfer(least, { now });
    expect(checked).toMatchObject({
      valid: true,
      value: {
        personalNumber: null,
        nameKana: null,
        contact: null,
        delivery: null,
        nonDisclosure: false,
        businessItem1: '',
        businessItem2: '',
        senderStaffId: null,
      },
    });
  });

  test('has full-width digits of its numbers normalised', () => {
    const numbers = { personalNumber: '１２３４５６７８９０１８', numberSystem: '０１', addressNumber: ' ００１２ ' };
    expect(valueOf(numbers)).toMatchObject({
      personalNumber: '123456789018',
      numberSystem: '01',
      addressNumber: '0012',
    });
  });

  test.each([
    ['1990-04-01', '1990-04-01'],
    ['H02.04.01', '1990-04-01'],
    ['昭和64年1月7日', '1989-01-07'],
    ['平成2年4月不詳', null],
    ['不詳', null],
  ])('may have the birth date %s', (birthDate, date) => {
    expect(valueOf({ birthDate })).toMatchObject({ birthDateText: birthDate, birthDate: date });
  });

  test('may hold characters of the private use area', () => {
    expect(valueOf({ name: '\u{E000}山 太郎' }).name).toBe('\u{E000}山 太郎');
  });
});

describe('a field that breaks a rule is named with it', () => {
  const long = (length: number): string => 'あ'.repeat(length);
  test.each<[string, unknown, string]>([
    ['transferId', '', 'NOT_A_TRANSFER_ID'],
    ['transferId', 'a b', 'NOT_A_TRANSFER_ID'],
    ['transferId', 'a'.repeat(65), 'NOT_A_TRANSFER_ID'],
    ['transferId', 7, 'NOT_TEXT'],
    ['operatedAt', '2026-04-01', 'NOT_A_MOMENT'],
    ['operatedAt', '2026-04-01T09:30:00', 'NOT_A_MOMENT'],
    ['operatedAt', '2026-02-29T09:30:00+09:00', 'NOT_A_MOMENT'],
    ['operatedAt', '2026-04-01T24:00:00+09:00', 'NOT_A_MOMENT'],
    ['operatedAt', '2027-04-01T09:30:00+09:00', 'DATE_IN_FUTURE'],
    ['personalNumber', '', 'NOT_12_DIGITS'],
    ['personalNumber', null, 'NOT_TEXT'],
    ['personalNumber', '12345678901', 'NOT_12_DIGITS'],
    ['personalNumber', '123456-789018', 'NOT_12_DIGITS'],
    ['personalNumber', '123456789012', 'CHECK_DIGIT'],
    ['personalNumber', '000000000000', 'ALL_ZERO'],
    ['numberSystem', '1', 'NOT_2_DIGITS'],
    ['numberSystem', 'AB', 'NOT_2_DIGITS'],
    ['addressNumber', '', 'NOT_1_TO_15_DIGITS'],
    ['addressNumber', '1234567890123456', 'NOT_1_TO_15_DIGITS'],
    ['name', '', 'EMPTY'],
    ['name', '　', 'EMPTY'],
    ['name', '・', 'EMPTY'],
    ['name', '符号\n花子', 'CONTROL_CHARACTER'],
    ['name', '符号\u{202e}花子', 'CONTROL_CHARACTER'],
    ['name', '符号\u{FFFD}', 'BROKEN_CHARACTER'],
    ['name', '符号\u{D842}', 'BROKEN_CHARACTER'],
    ['name', long(201), 'TOO_LONG'],
    ['nameKana', '', 'EMPTY'],
    ['birthDate', '', 'EMPTY'],
    ['birthDate', '昭和65年1月1日', 'OUTSIDE_ERA'],
    ['birthDate', '平成32年1月1日', 'OUTSIDE_ERA'],
    ['birthDate', '1990-02-30', 'IMPOSSIBLE_DATE'],
    ['birthDate', '90-4-1', 'UNREADABLE_DATE'],
    ['birthDate', '2026-04-02', 'DATE_IN_FUTURE'],
    ['birthDate', '9'.repeat(41), 'TOO_LONG'],
    ['sex', 'f', 'NOT_LISTED'],
    ['address', '', 'EMPTY'],
    ['address', long(401), 'TOO_LONG'],
    ['address', 'a\u{0}b', 'CONTROL_CHARACTER'],
    ['contact', ' ', 'EMPTY'],
    ['contact', long(201), 'TOO_LONG'],
    ['delivery', long(401), 'TOO_LONG'],
    ['nonDisclosure', 'true', 'NOT_A_BOOLEAN'],
    ['nonDisclosure', null, 'NOT_A_BOOLEAN'],
    ['dataType', '', 'NOT_A_DATA_TYPE'],
    ['dataType', '住民', 'NOT_A_DATA_TYPE'],
    ['confirmedAt', 'yesterday', 'NOT_A_MOMENT'],
    ['businessItem1', long(401), 'TOO_LONG'],
    ['businessItem2', '\u{1b}', 'CONTROL_CHARACTER'],
    ['senderStaffId', long(41), 'TOO_LONG'],
    ['senderStaffId', {}, 'NOT_TEXT'],
    ['comment', 'x', 'UNKNOWN_FIELD'],
  ])('%s = %j: %3$s', (field, value, rule) => {
    expect(check({ [field]: value })).toEqual({ valid: false, problems: [{ field, rule }] });
  });

  test.each(required)('%s is required', (field) => {
    expect(checkTransfer(without(field), { now })).toEqual({ valid: false, problems: [{ field, rule: 'MISSING' }] });
  });

  test('all at once', () => {
    const checked = checkTransfer({}, { now });
    expect(checked.valid ? [] : checked.problems).toEqual([
      ...['transferId', 'operatedAt', 'numberSystem', 'addressNumber'].map((field) => ({ field, rule: 'MISSING' })),
      { field: 'name', rule: 'NEITHER_PART' },
      { field: 'dataType', rule: 'NEITHER_PART' },
    ]);
  });

  test.each([null, undefined, [], 'x', 1, true])('%j is no transfer', (value) => {
    expect(checkTransfer(value, { now })).toEqual({ valid: false, problems: [{ field: '', rule: 'NOT_AN_OBJECT' }] });
  });

  test('but a value that stands where a name belongs is not said back', () => {
    const checked = check({ '123456789018': 1, '符号 花子': 2, __proto__: null });
    expect(checked).toEqual({
      valid: false,
      problems: [
        { field: '', rule: 'UNKNOWN_FIELD' },
        { field: '', rule: 'UNKNOWN_FIELD' },
      ],
    });
  });
});

describe('for whatever comes in', () => {
  const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withSparseArray: true });

  test('the check answers, and says either a whole transfer or a known rule', () => {
    fc.assert(
      fc.property(fc.oneof(anything, fc.dictionary(fc.constantFrom(...Object.keys(good), 'x'), anything)), (input) => {
        const checked = checkTransfer(input, { now });
        if (checked.valid) return;
        expect(checked.problems.length).toBeGreaterThan(0);
        for (const { rule } of checked.problems) expect(transferRules).toHaveProperty(rule);
      }),
    );
  });

  test('one spoiled field is named, and only that one', () => {
    const spoiled = fc.oneof(fc.integer(), fc.constant(null), fc.array(fc.string()), fc.constant('\u{0}'));
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(good)), spoiled, (field, value) => {
        const checked = check({ [field]: value });
        expect(checked.valid ? [] : checked.problems.map((each) => each.field)).toEqual([field]);
      }),
    );
  });

  test('a text that is taken is kept to the character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), (text) => {
        const checked = check({ name: text, address: text, businessItem1: text });
        if (checked.valid) {
          expect([checked.value.name, checked.value.address, checked.value.businessItem1]).toEqual([text, text, text]);
        }
      }),
    );
  });

  test('no problem repeats what was sent', () => {
    const marked = fc.string({ minLength: 1, maxLength: 20 }).map((text) => `geheim-${text}-1`);
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(good)), marked, marked, (field, value, name) => {
        const checked = check({ [field]: value, [name]: value });
        expect(JSON.stringify(checked.valid ? [] : checked.problems)).not.toContain('geheim');
      }),
    );
  });

  test('what the wire’s schema takes has no problem of shape here, and the other way round', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(good)),
        fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(undefined)),
        (field, value) => {
          const checked = check({ [field]: value });
          const bySchema = Transfer.safeParse({ ...good, [field]: value }).success;
          // The schema says shapes only, so all that is taken here is taken by it.
          expect(checked.valid && !bySchema).toBe(false);
          const isNoText = !checked.valid && checked.problems.some(({ rule }) => rule === 'NOT_TEXT');
          expect(bySchema && isNoText).toBe(false);
        },
      ),
    );
  });
});

describe('a transfer with a part alone', () => {
  const envelope = ['transferId', 'operatedAt', 'personalNumber', 'numberSystem', 'addressNumber', 'senderStaffId'];
  const parts = {
    address: ['name', 'nameKana', 'birthDate', 'sex', 'address', 'contact', 'delivery', 'nonDisclosure'],
    business: ['dataType', 'confirmedAt', 'businessItem1', 'businessItem2'],
  };
  const of = (...names: string[]) => Object.fromEntries(names.map((name) => [name, good[name as keyof typeof good]]));

  test('of address information has no business information', () => {
    expect(checkTransfer(of(...envelope, ...parts.address), { now })).toMatchObject({
      valid: true,
      value: { name: good.name, dataType: null, confirmedAt: null, businessItem1: '', businessItem2: '' },
    });
  });

  test('of business information has no address information', () => {
    expect(checkTransfer(of(...envelope, ...parts.business), { now })).toMatchObject({
      valid: true,
      value: { name: null, birthDateText: null, sex: null, address: null, nameKey: null, dataType: 'JM' },
    });
  });

  test('is taken when any field of a part brings all that the part requires, and refused with what lacks', () => {
    const given = fc.subarray([...parts.address, ...parts.business]);
    fc.assert(
      fc.property(given, (names) => {
        const checked = checkTransfer(of(...envelope, ...names), { now });
        const hasAny = (part: string[]) => part.some((name) => names.includes(name));
        const lacking = [
          ...(hasAny(parts.address) ? ['name', 'birthDate', 'sex', 'address'] : []),
          ...(hasAny(parts.business) ? ['dataType', 'confirmedAt'] : []),
        ].filter((name) => !names.includes(name));
        const expected =
          names.length === 0
            ? [
                { field: 'name', rule: 'NEITHER_PART' },
                { field: 'dataType', rule: 'NEITHER_PART' },
              ]
            : lacking.map((field) => ({ field, rule: 'MISSING' }));
        expect(checked.valid ? [] : checked.problems).toEqual(expected);
        expect(Transfer.safeParse(of(...envelope, ...names)).success).toBe(checked.valid);
      }),
    );
  });
});

test('rules of shapes and of values do not share a name', () => {
  expect(Object.keys(shapeRules).filter((name) => name in rules)).toEqual([]);
});

test.each([
  ['2026-04-01T09:30Z', '2026-04-01T09:30:00.000Z'],
  ['2026-04-01T09:30:15.123456789+09:00', '2026-04-01T00:30:15.123Z'],
  ['2024-02-29T23:59:59-05:30', '2024-03-01T05:29:59.000Z'],
])('the moment %s is %s', (text, instant) => {
  expect(checkMoment(text)).toEqual({ valid: true, value: Date.parse(instant) });
});

describe('a personal number where it would be stored in clear', () => {
  const written = ['123456789018', '１２３４　５６７８　９０１８', '1234-5678-9018', '見本 123.456.789.018 様'];
  const texts = [
    'name',
    'nameKana',
    'address',
    'contact',
    'delivery',
    'businessItem1',
    'businessItem2',
    'senderStaffId',
  ];

  test.each(texts)('is found in %s, however it is written', (field) => {
    for (const text of written) {
      const checked = check({ [field]: text });
      expect(checked).toEqual({ valid: false, problems: [{ field, rule: 'PERSONAL_NUMBER_INSIDE' }] });
    }
  });

  test('is found in the data type', () => {
    const problems = [{ field: 'dataType', rule: 'PERSONAL_NUMBER_INSIDE' }];
    expect(check({ dataType: '123456789018' })).toEqual({ valid: false, problems });
  });

  test('is found in an id where it is that of the very person; other ids of twelve digits are ids', () => {
    expect(check({ transferId: 'x-123456789018', addressNumber: '000123456789018' })).toEqual({
      valid: false,
      problems: [
        { field: 'transferId', rule: 'PERSONAL_NUMBER_INSIDE' },
        { field: 'addressNumber', rule: 'PERSONAL_NUMBER_INSIDE' },
      ],
    });
    expect(valueOf({ transferId: '123456789018', personalNumber: undefined }).transferId).toBe('123456789018');
  });

  test('is no telephone number and no number whose check digit is wrong', () => {
    expect(valueOf({ contact: '+819012345678', businessItem1: '123456789012' }).contact).toBe('+819012345678');
  });
});
