import { keyOf, mix } from './lots.ts';

/** The two parts of eleven digits; each round changes them in turn. */
const left = 100_000;
const right = 1_000_000;
/** Not allowed as an index: its number goes to the index that would otherwise get 0. */
const spareIndex = left * right - 1;

/**
 * Gives distinct indexes from 0 on distinct numbers from 1 to 99 999 999 999, by a Feistel network, of which every
 * round is reversible. So millions of numbers differ without being remembered.
 */
export function createPermutation(seed: number, purpose: string): (index: number) => number {
  const keys = [1, 2, 3].map((round) => ({
    left: keyOf(seed, `${purpose}-${round}-left`),
    right: keyOf(seed, `${purpose}-${round}-right`),
  }));
  const permute = (index: number): number => {
    let high = Math.floor(index / right);
    let low = index % right;
    for (const key of keys) {
      high = (high + (mix(low ^ key.left) >>> 0)) % left;
      low = (low + (mix(high ^ key.right) >>> 0)) % right;
    }
    return high * right + low;
  };
  return (index) => {
    if (!Number.isSafeInteger(index) || index < 0 || index >= spareIndex) {
      throw new RangeError('there is no number for this index');
    }
    return permute(index) || permute(spareIndex);
  };
}
