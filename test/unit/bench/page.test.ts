import { expect, test } from 'vitest';
import { number, table } from '../../../bench/common/markdown.ts';
import { replaceBetween } from '../../../bench/common/page.ts';

const marks = { begin: '<!-- begin -->', end: '<!-- end -->' };

test('only what stands between the marks is written anew', () => {
  const page = 'before\n<!-- begin -->\nold\n<!-- end -->\nafter\n';
  expect(replaceBetween(page, marks, 'new\n')).toBe('before\n<!-- begin -->\n\nnew\n\n<!-- end -->\nafter\n');
});

test('figures with a dollar sign are written as they are', () => {
  expect(replaceBetween('<!-- begin --><!-- end -->', marks, '$& $1')).toContain('$& $1');
});

test('a page without the marks is left alone', () => {
  expect(() => replaceBetween('no place', marks, 'new')).toThrow('no place for the figures');
});

test('a number has three digits that count', () => {
  expect([0.012345, 1.23456, 123.456, 1_234_567, Number.NaN].map(number)).toEqual([
    '0.0123',
    '1.23',
    '123',
    '1234567',
    '–',
  ]);
});

test('a table without rows is no table', () => {
  expect(table(['a', 'b'], [])).toBe('');
  expect(table(['a', 'b'], [['x', '1']])).toBe('| a | b |\n| --- | --: |\n| x | 1 |');
});
