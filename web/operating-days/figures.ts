/** What the statistics show of each day or municipality, of one or of all together. */
import type { DailyStatistics } from '../../contracts/api/operating-days.ts';

type Row = DailyStatistics['statistics'][number];

export const counts = ['newRequests', 'requested', 'confirmed', 'errors'] as const;
export type Count = (typeof counts)[number];

export interface Figures extends Record<Count, number> {
  /** Seconds, of all who got a code. Null where nobody did. */
  mean: number | null;
  /** Seconds; of several rows those of the slowest. Null where nobody got a code. */
  p50: number | null;
  p95: number | null;
}
export interface DayFigures extends Figures {
  day: string;
}
export interface MunicipalityFigures extends Figures {
  municipality: string;
}

/** By day, the earliest first. */
export function sumByDay(rows: readonly Row[]): DayFigures[] {
  return [...Map.groupBy(rows, ({ day }) => day)]
    .map(([day, ofDay]) => ({ day, ...sumUp(ofDay) }))
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

/** By municipality, in the order of their codes. */
export function sumByMunicipality(rows: readonly Row[]): MunicipalityFigures[] {
  return [...Map.groupBy(rows, ({ municipality }) => municipality)]
    .map(([municipality, own]) => ({ municipality, ...sumUp(own) }))
    .toSorted((a, b) => (a.municipality < b.municipality ? -1 : 1));
}

function sumUp(rows: readonly Row[]): Figures {
  const sum: Figures = { newRequests: 0, requested: 0, confirmed: 0, errors: 0, mean: null, p50: null, p95: null };
  let [seconds, measured] = [0, 0];
  for (const row of rows) {
    for (const count of counts) sum[count] += row[count];
    sum.p50 = slower(sum.p50, row.secondsToCodeP50);
    sum.p95 = slower(sum.p95, row.secondsToCodeP95);
    if (row.secondsToCodeMean === null) continue;
    seconds += row.secondsToCodeMean * row.confirmed;
    measured += row.confirmed;
  }
  return { ...sum, mean: measured === 0 ? null : seconds / measured };
}

function slower(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
