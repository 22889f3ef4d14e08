import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { splitIntoWaves } from '../../../domain/waves.ts';

interface Item {
  at: number;
  shared: string[];
}

const wavesOfItems = (items: readonly Item[]): Item[][] => splitIntoWaves(items, ({ shared }) => shared);
const itemsOf = (...shared: string[][]): Item[] => shared.map((each, at) => ({ at, shared: each }));
const placesIn = (waves: Item[][]): number[][] => waves.map((wave) => wave.map(({ at }) => at));

describe('a list in waves', () => {
  test('is one wave where nobody shares anything, in its order', () => {
    expect(placesIn(wavesOfItems(itemsOf(['a'], ['b'], [], ['c', 'd'])))).toEqual([[0, 1, 2, 3]]);
    expect(wavesOfItems([])).toEqual([]);
  });

  test('is as many waves as the longest row of those who come after each other', () => {
    expect(placesIn(wavesOfItems(itemsOf(['a'], ['a'], ['b'], ['a'])))).toEqual([[0, 2], [1], [3]]);
    // The third shares with both of the first two, of which one is a wave later.
    expect(placesIn(wavesOfItems(itemsOf(['a'], ['a', 'b'], ['b', 'c'], ['c'])))).toEqual([[0], [1], [2], [3]]);
  });

  const anyItems = fc
    .array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), { maxLength: 3 }), { maxLength: 30 })
    .map((shared) => itemsOf(...shared));
  const meet = (one: Item, other: Item): boolean => one.shared.some((key) => other.shared.includes(key));

  test('loses nobody and has nobody twice', () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        const places = placesIn(wavesOfItems(items)).flat();
        expect(places.toSorted((a, b) => a - b)).toEqual(items.map(({ at }) => at));
      }),
    );
  });

  test('has nobody beside somebody whom they share something with, and sharers in the order of the list', () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        const waves = wavesOfItems(items);
        const waveOf = (item: Item): number => waves.findIndex((wave) => wave.includes(item));
        const wrong = items.flatMap((later, at) =>
          items.slice(0, at).filter((earlier) => meet(earlier, later) && waveOf(earlier) >= waveOf(later)),
        );
        expect(wrong).toEqual([]);
      }),
    );
  });

  test('has nobody later than what they share makes them, and each wave in the order of the list', () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        const waves = wavesOfItems(items);
        for (const [at, wave] of waves.entries()) {
          expect(wave).toEqual(wave.toSorted((one, other) => one.at - other.at));
          const before = waves[at - 1];
          if (before) expect(wave.filter((item) => !before.some((each) => meet(each, item)))).toEqual([]);
        }
      }),
    );
  });
});
