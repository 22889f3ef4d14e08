import { createRandom } from './random.ts';
import { createLot, createSeeds } from './lots.ts';
import { createResidents, type Resident } from './residents.ts';
import type { Names } from './names.ts';
import { outcomeOf, type Shares } from './shares.ts';

/** A household (世帯): residents at one address, with consecutive indexes. */
export interface Household {
  first: number;
  size: number;
  /** Makes the residents; not called for a household that the backbone does not know. */
  residents: () => Resident[];
}

/** Roughly the sizes in the census of 2020. */
const sizes: Shares<number> = [
  [1, 0.38],
  [2, 0.28],
  [3, 0.17],
  [4, 0.12],
  [5, 0.04],
  [6, 0.01],
];

export interface Population {
  seed: number;
  count: number;
  town: string;
  names: Names;
  /** Whether dates are eight digits without words, as the fixed-length layout wants them. */
  datesInDigits: boolean;
}

/** Yields the same households every time, so that they can be gone through once for each number system. */
export function* generateHouseholds(population: Population): Generator<Household> {
  const { seed, count } = population;
  const sizeLot = createLot(seed, 'household-size');
  const seedOf = createSeeds(seed, 'household');
  let next = 0;
  for (let household = 0; next < count; household += 1) {
    const first = next;
    const size = Math.min(outcomeOf(sizeLot(household), sizes), count - first);
    next += size;
    yield {
      first,
      size,
      residents: () => createResidents(createRandom(seedOf(household)), { first, size }, population),
    };
  }
}

export function countHouseholds(population: Population): number {
  const households = generateHouseholds(population);
  let count = 0;
  while (households.next().done !== true) count += 1;
  return count;
}
