/**
 * Draws that depend on a seed, a purpose and an index only. What was drawn for resident 3 000 000 need not be
 * remembered, because the same draw can be made again.
 */

/** From 0 up to but not including 1. */
export type Lot = (index: number) => number;

export function createLot(seed: number, purpose: string): Lot {
  const key = keyOf(seed, purpose);
  return (index) => (mix(mix(index) ^ key) >>> 0) / 4_294_967_296;
}

/** A different 32-bit number for every index, so that no two start the same sequence. */
export function createSeeds(seed: number, purpose: string): (index: number) => number {
  const key = keyOf(seed, purpose);
  return (index) => mix(index ^ key) >>> 0;
}

/** 32 bits for this seed and purpose (FNV-1a). */
export function keyOf(seed: number, purpose: string): number {
  let hash = 0x811c9dc5 ^ mix(seed);
  for (const character of purpose) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return mix(hash);
}

/** A one-to-one mapping of 32 bits in which every bit depends on every other (MurmurHash3's last step). */
export function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
