import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { calculateLinesPerChunk } from '../../../domain/load.ts';

describe('the lines of a load are cut', () => {
  const usual = { linesPerChunk: 10_000, chunksAtOnce: 2 };

  test.each([
    { lines: 0, each: 2_000 },
    { lines: 1, each: 2_000 },
    { lines: 3_000, each: 2_000 },
    { lines: 10_000, each: 5_000 },
    { lines: 20_000, each: 10_000 },
    { lines: 30_000, each: 7_500 },
    { lines: 1_000_000, each: 10_000 },
    { lines: 1_000_001, each: 9_804 },
  ])('$lines into chunks of $each', ({ lines, each }) => {
    expect(calculateLinesPerChunk(lines, usual)).toBe(each);
  });

  test('into chunks no longer than was asked for, nor than a participant takes', () => {
    expect(calculateLinesPerChunk(9, { linesPerChunk: 3, chunksAtOnce: 2 })).toBe(3);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5_000_000 }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 16 }),
        (lines, linesPerChunk, chunksAtOnce) => {
          const each = calculateLinesPerChunk(lines, { linesPerChunk, chunksAtOnce });
          return Number.isInteger(each) && each >= 1 && each <= linesPerChunk;
        },
      ),
    );
  });
});
