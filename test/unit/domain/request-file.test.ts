import { expect, test } from 'vitest';
import { judgeFile } from '../../../domain/request-file.ts';
import { inventedPersonalNumber } from '../../support/transfers.ts';

const asked = [1, 2, 3].map((n) => ({ personId: `p-${n}`, personalNumber: inventedPersonalNumber(n) }));
const rows = asked.map(({ personalNumber }, at) => ({ personalNumber, processingSerial: `S-${at}` }));
const whole = { rowCount: 3, rows, refused: [] };
const codes = (file: Parameters<typeof judgeFile>[1]) =>
  judgeFile(asked, file).refused.map(({ personId, code }) => `${personId} ${code}`);

test('a whole file gives every person its serial', () => {
  expect([...judgeFile(asked, whole).serials]).toEqual([
    ['p-1', 'S-0'],
    ['p-2', 'S-1'],
    ['p-3', 'S-2'],
  ]);
});

test('the order of the rows means nothing', () => {
  expect(judgeFile(asked, { ...whole, rows: rows.toReversed() }).serials.get('p-1')).toBe('S-0');
});

test('a missing row is an error of that person, and the others are accepted', () => {
  const file = { ...whole, rowCount: 2, rows: rows.slice(1) };
  expect(codes(file)).toEqual(['p-1 FILE_ROW_MISSING']);
  expect(judgeFile(asked, file).serials.size).toBe(2);
});

test('a stranger in the place of a person is a wrong row', () => {
  const stranger = { personalNumber: inventedPersonalNumber(9), processingSerial: 'S-9' };
  expect(codes({ ...whole, rows: [stranger, ...rows.slice(1)] })).toEqual(['p-1 FILE_ROW_MISMATCH']);
});

test('one serial for two persons, or two for one, is used for neither', () => {
  const shared = rows.map((row) => ({ ...row, processingSerial: 'S-0' }));
  expect(codes({ ...whole, rows: shared })).toHaveLength(3);
  const twice = [...rows, { personalNumber: asked[0]?.personalNumber ?? '', processingSerial: 'S-8' }];
  expect(codes({ rowCount: 4, rows: twice, refused: [] })).toEqual(['p-1 FILE_ROW_MISMATCH']);
});

test('a file cut short is not used', () => {
  expect(codes({ ...whole, rowCount: 4 })).toHaveLength(3);
});

test('a line that the other side refused is refused here too', () => {
  expect(codes({ rowCount: 2, rows: rows.slice(1), refused: [{ lineId: 'p-1' }] })).toEqual(['p-1 SERIAL_REFUSED']);
});
