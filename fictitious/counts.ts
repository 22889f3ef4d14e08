import { defectKinds } from './defects.ts';

/** What stands in the file, its heading apart. */
export interface Counts {
  lines: number;
  /** By the backbone that a line is of, whatever stands in it. */
  byNumberSystem: Record<string, number>;
  /** By kind; those that do not occur as well. */
  defects: Record<string, number>;
}

export function createCounts(numberSystems: readonly string[]): Counts {
  return { lines: 0, byNumberSystem: nothingOf(numberSystems), defects: nothingOf(defectKinds) };
}

export function countOne(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

function nothingOf(keys: readonly string[]): Record<string, number> {
  return Object.fromEntries(keys.map((key) => [key, 0]));
}
