/** What the statistics show of the period: of one municipality, or of all together. */
import type { DailyStatistics, Figures } from '../../contracts/api/operating-days.ts';

export const counts = ['newRequests', 'requested', 'confirmed', 'errors'] as const;
export type Count = (typeof counts)[number];
export type DayFigures = DailyStatistics['days'][number];

export interface ShownFigures {
  /** The earliest first. */
  days: readonly DayFigures[];
  period: Figures;
}

/** The server has added up all, and each municipality's days are exact. */
export function figuresOf(found: DailyStatistics, municipality: string | undefined): ShownFigures {
  const own = found.municipalities.find((each) => each.municipality === municipality);
  if (!own) return found;
  return { days: found.statistics.filter((row) => row.municipality === municipality), period: own };
}
