import { expect, test } from 'vitest';
import { numberColumn, textColumn } from '../../../simulators/base/columns.ts';

test('a column is PostgreSQL’s literal of an array', () => {
  expect(textColumn([])).toBe('{}');
  expect(textColumn(['a', null, '', 'NULL', '{b,c}'])).toBe('{"a",NULL,"","NULL","{b,c}"}');
  expect(textColumn([String.raw`say "\"`])).toBe(String.raw`{"say \"\\\""}`);
  expect(numberColumn([1, null, -2])).toBe('{1,NULL,-2}');
});
