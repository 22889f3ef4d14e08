import { defectKinds } from './defects.ts';

/** What the file holds, without its heading. */
export interface Counts {
  lines: number;
  /** Lines by the backbone that sent them, whatever number system the line itself names. */
  byNumberSystem: Record<string, number>;
  /** Lines by kind of defect; kinds that do not occur have 0. */
  defects: Record<string, number>;
}

export function createCounts(numberSystems: readonly string[]): Counts {
  return { lines: 0, byNumberSystem: zerosFor(numberSystems), defects: zerosFor(defectKinds) };
}

export function addOne(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

function zerosFor(keys: readonly string[]): Record<string, number> {
  return Object.fromEntries(keys.map((key) => [key, 0]));
}
