/**
 * Splits a list into waves in which no two items share anything. Of the items that share something, the first is in the
 * first wave, and each later one comes after all it shares something with, in the order of the list.
 */
export function splitIntoWaves<Item>(items: readonly Item[], sharedOf: (item: Item) => readonly string[]): Item[][] {
  const waves: Item[][] = [];
  /** The first wave that is free for each shared thing. */
  const free = new Map<string, number>();
  for (const item of items) {
    const shared = sharedOf(item);
    const wave = Math.max(0, ...shared.map((key) => free.get(key) ?? 0));
    for (const key of shared) free.set(key, wave + 1);
    (waves[wave] ??= []).push(item);
  }
  return waves;
}
