import { expect, test } from 'vitest';
import { latencyOf, median, percentile, roundNumbers, spreadOf } from '../../../bench/common/statistics.ts';

test('the median of an even count lies between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([3, 1, 2])).toBe(2);
  expect(median([])).toBeNaN();
});

test.each([
  [0.5, 50],
  [0.99, 99],
  [1, 100],
])('the share %d of a hundred values is not above %d', (share, expected) => {
  const values = Array.from({ length: 100 }, (_, at) => 100 - at);
  expect(percentile(values, share)).toBe(expected);
});

test('a summary of times counts them and names the longest', () => {
  expect(latencyOf([5, 1, 9])).toMatchObject({ count: 3, p50: 5, p95: 9, most: 9 });
});

test('a spread has the extremes beside the middle', () => {
  expect(spreadOf([2, 8, 4])).toEqual({ median: 4, least: 2, most: 8 });
});

test('numbers are rounded wherever they stand in a result', () => {
  const text = JSON.stringify({ a: 1.23456, b: [0.00004] }, roundNumbers(4));
  expect(text).toBe('{"a":1.2346,"b":[0]}');
});
