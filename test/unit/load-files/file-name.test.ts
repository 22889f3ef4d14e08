import { expect, test } from 'vitest';
import { findFormat, readFileName } from '../../../load-files/file-name.ts';

test('the form is told by the ending of the name, also behind .zip, and by nothing else', () => {
  expect(['a.csv', 'A.CSV', 'a.cp932.csv', 'a.csv.zip'].map(findFormat)).toEqual(['csv', 'csv', 'csv', 'csv']);
  expect(['a.ndjson', 'a.jsonl.zip', 'a.dat'].map(findFormat)).toEqual(['ndjson', 'ndjson', 'fixed']);
  expect(['a.zip', 'a.txt', 'csv', 'a.'].map(findFormat)).toEqual([undefined, undefined, undefined, undefined]);
});

test('the encoding stands before the ending, and is UTF-8 where nothing is said', () => {
  expect(readFileName('residents.cp932.csv')).toEqual({ format: 'csv', encoding: 'cp932' });
  expect(readFileName('residents.CP932.dat.zip')).toEqual({ format: 'fixed', encoding: 'cp932' });
  expect(readFileName('residents.utf-8.ndjson')).toEqual({ format: 'ndjson', encoding: 'utf-8' });
  expect(readFileName('cp932.csv')).toEqual({ format: 'csv', encoding: 'utf-8' });
  expect(readFileName('residents.txt')).toBeUndefined();
});
