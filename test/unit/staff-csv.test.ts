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

test('in CP932 a character is written if it has one, and counted where it has none', () => {
  const encoder = createCsvEncoder('cp932');
  const bytes = Buffer.from(encoder.encodeLine(['1−2', '仁科〜波', 'A‖B', '符号\u00a0花子', 'カ\u3099ク', '\ufa19田']));
  expect(bytes.includes(Buffer.from([0x81, 0x7c]))).toBe(true);
  expect(new TextDecoder('shift_jis').decode(bytes)).toBe('"1－2","仁科～波","A∥B","符号 花子","ガク","\ufa19田"\r\n');
  expect(encoder.countReplaced()).toBe(0);
  expect(new TextDecoder('shift_jis').decode(encoder.encodeLine(['𠮷田', 'か\u309a']))).toBe('"〓田","か〓"\r\n');
  expect(encoder.countReplaced()).toBe(2);
});
