/** What the statistics show of each day, of one municipality or of all together. */
import type { DailyStatistics } from '../../contracts/api/operating-days.ts';

type Row = DailyStatistics['statistics'][number];

export const counts = ['newRequests', 'requested', 'confirmed', 'errors'] as const;
export type Count = (typeof counts)[number];

export interface DayFigures extends Record<Count, number> {
  day: string;
  /** Seconds; of several municipalities those of the slowest. Null where nobody got a code. */
  p50: number | null;
  p95: number | null;
}

/** By day, the earliest first. */
export function sumByDay(rows: readonly Row[]): DayFigures[] {
  const days = new Map<string, DayFigures>();
  for (const row of rows) {
    const sum = days.get(row.day) ?? {
      day: row.day,
      newRequests: 0,
      requested: 0,
      confirmed: 0,
      errors: 0,
      p50: null,
      p95: null,
    };
    days.set(row.day, sum);
    for (const count of counts) sum[count] += row[count];
    sum.p50 = slower(sum.p50, row.secondsToCodeP50);
    sum.p95 = slower(sum.p95, row.secondsToCodeP95);
  }
  return [...days.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

function slower(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
