import { expect, test } from 'vitest';
import { createCsvEncoder } from '../../api/http/csv-encoder.ts';

const cells = (encoding: 'utf-8' | 'cp932', ...fields: string[]): string =>
  new TextDecoder(encoding === 'utf-8' ? 'utf-8' : 'shift_jis')
    .decode(createCsvEncoder(encoding).encodeLine(fields))
    .trimEnd();

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '＝1+1',
  '＋1',
  '－1',
  '−1',
  '＠SUM(A1)',
  ' =1',
  '\u3000=1',
  '\n=1',
])('a spreadsheet takes %j for no formula', (field) => {
  expect(cells('utf-8', field)).toMatch(/^"'/u);
  expect(cells('cp932', field)).toMatch(/^"'/u);
});

test('nor does it in CP932 where the character before is left out', () => {
  expect(cells('cp932', '\u{e0100}=1+1')).toBe(`"'=1+1"`);
  expect(cells('utf-8', '\u202e=1+1')).toBe(`"'\u202e=1+1"`);
});

test('a name is as it is, with its quotes doubled', () => {
  expect(cells('utf-8', '符号 花子', 'マリー＝アンヌ', 'a"b', '１－２')).toBe(
    '"符号 花子","マリー＝アンヌ","a""b","１－２"',
  );
});
