import { describe, expect, test } from 'vitest';
import { judgements, readAll, resident } from './support.ts';

const read = (lines: string[]) => readAll(Buffer.from(lines.join('\n')), { format: 'ndjson' });
const good = JSON.stringify(resident);
const judgedOf = async (fields: Record<string, unknown>) => {
  const lines = judgements(await read([good, JSON.stringify({ ...resident, ...fields }), good]));
  expect([lines[0]?.[1], lines[2]?.[1]]).toEqual([null, null]);
  return lines[1]?.[1];
};

describe('an object a line', () => {
  test('says what the API takes, and a field of another type is named', async () => {
    expect(await judgedOf({})).toBeNull();
    expect(await judgedOf({ addressNumber: 123, nonDisclosure: '1', sex: '女', contact: null })).toEqual([
      'addressNumber NOT_TEXT',
      'sex NOT_LISTED',
      'contact NOT_TEXT',
      'nonDisclosure NOT_A_BOOLEAN',
    ]);
  });

  test('may not hide a control character in a birth date', async () => {
    expect(await judgedOf({ birthDate: '1990-04-01\r\n' })).toEqual(['birthDate CONTROL_CHARACTER']);
  });

  test('may not have a field that there is not', async () => {
    expect(await judgedOf({ remark: 'x' })).toEqual(['remark UNKNOWN_FIELD']);
    expect(judgements(await read([good.replace('{', '{"__proto__":{"name":"x"},')]))[0]?.[1]).toEqual([
      '__proto__ UNKNOWN_FIELD',
    ]);
  });

  test('may not have a field twice, and the field is named', async () => {
    const twice = (key: string): string => good.replace('{', `{${key}:"x",`);
    const lines = [twice('"name"'), twice('"n\\u0061me"'), `${good.slice(0, -1)},"x":{"y":1,"y":1}}`];
    expect(judgements(await read(lines)).map(([, problems]) => problems)).toEqual([
      ['name REPEATED_FIELD'],
      ['name REPEATED_FIELD'],
      ['REPEATED_FIELD', 'x UNKNOWN_FIELD'],
    ]);
  });

  test('may not have a personal number in a text', async () => {
    expect(await judgedOf({ name: '123456789018', address: '架空市 1234-5678-9018' })).toEqual([
      'name PERSONAL_NUMBER_INSIDE',
      'address PERSONAL_NUMBER_INSIDE',
    ]);
    const personalNumber = '123456789018';
    expect(await judgedOf({ personalNumber, integratedAddressNumber: `000${personalNumber}` })).toEqual([
      'integratedAddressNumber PERSONAL_NUMBER_INSIDE',
    ]);
  });

  test('may not have another kind of integrated address number', async () => {
    expect(await judgedOf({ integratedAddressNumber: 7 })).toEqual(['integratedAddressNumber NOT_TEXT']);
    expect(await judgedOf({ integratedAddressNumber: '' })).toEqual(['integratedAddressNumber NOT_1_TO_15_DIGITS']);
  });
});

describe('a line that is no such object', () => {
  test.each([
    ['{"name":', 'UNREADABLE_LINE'],
    [`${good}${good}`, 'UNREADABLE_LINE'],
    ["{'name':'花子'}", 'UNREADABLE_LINE'],
    ['[]', 'NOT_AN_OBJECT'],
    ['null', 'NOT_AN_OBJECT'],
    ['"花子"', 'NOT_AN_OBJECT'],
    ['x'.repeat(70_000), 'LINE_TOO_LONG'],
  ])('is bad between neighbours that are good', async (text, rule) => {
    const lines = await read([good, text, good]);
    expect(judgements(lines)).toEqual([
      [1, null],
      [2, [rule]],
      [3, null],
    ]);
    expect(lines[1]?.kind === 'bad' && Buffer.from(lines[1].raw).toString()).toBe(text.slice(0, 65_536));
  });

  test('has no heading before it, but an empty file is none', async () => {
    await expect(read(['', ' ', ''])).rejects.toMatchObject({ rule: 'EMPTY_FILE', field: '' });
  });
});
