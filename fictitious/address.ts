import { streets } from './name-lists.ts';
import type { Random } from './random.ts';

/** Addresses that do not exist, in a town that does not exist. */
const allStreets = [
  ...streets,
  '架空町',
  '例示町',
  '見本台',
  '試し野',
  '符号台',
  '仮名通',
  '雛形',
  '図面ヶ原',
] as const;
const buildings = ['見本ハイツ', '架空荘', '例題コーポ', '符号マンション'] as const;
const flatShare = 0.35;

export function createAddress(town: string, random: Random): string {
  const street = random.pick(allStreets);
  const [block, lot, house] = [1 + random.below(9), 1 + random.below(40), 1 + random.below(30)];
  const number = random.chance(0.5) ? `${block}丁目${lot}番${house}号` : `${block}-${lot}-${house}`;
  const flat = random.chance(flatShare)
    ? `　${random.pick(buildings)}${1 + random.below(12)}0${1 + random.below(9)}`
    : '';
  return `${town}${street}${number}${flat}`;
}
