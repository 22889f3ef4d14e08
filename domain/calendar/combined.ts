/** The parts of the three owners, combined into the one setting by which workflows and servers judge. */
import { findMinutes } from './civil-date.ts';
import { isAgreed, opensRoad, type HourException } from './exceptions.ts';
import type { CalendarOverride } from './holidays.ts';
import type { HoursSetting } from './operating-hours.ts';
import type { MunicipalCalendar, NationalCalendar, PrefecturalCalendar } from './parts.ts';

/** What counts for one organisation: null for a part that its owner has not set, or that stands below it. */
export interface Calendar {
  national: NationalCalendar;
  prefectural: PrefecturalCalendar | null;
  municipal: MunicipalCalendar | null;
  /** Those that concern the organisation, in whatever state. */
  exceptions: readonly HourException[];
}

/**
 * The setting of a municipality, which opens exactly when the band of code requests does (`requestBand`). It never fails:
 * where the nation has changed its hours since and a lower part no longer fits into them, the nation's count.
 */
export function combineCalendar(
  national: NationalCalendar,
  prefectural: PrefecturalCalendar | null,
  municipal: MunicipalCalendar | null,
  exceptions: readonly HourException[],
): HoursSetting {
  const calendar = { national, prefectural, municipal, exceptions };
  const online = national.requestBand === 'online';
  const counter = counterTimesOf(calendar);
  const onlineCloses = onlineClosesOf(calendar);
  const { opens, closes } = online ? { opens: national.opens, closes: onlineCloses } : counter;
  const ends = (prefectural?.onlineEnds ?? []).filter((end) => online || end.closes < closes);
  const margin = Math.max(national.closingMarginMinutes, municipal?.closingMarginMinutes ?? 0);
  return {
    enforced: national.enforced,
    opens,
    closes,
    // A margin of the whole day would leave no time to send in, on any day.
    closingMarginMinutes: Math.min(margin, minutesBetween({ opens, closes }) - 1),
    ...(prefectural && { prefecture: { closes: onlineCloses } }),
    ...(ends.length > 0 && { ends }),
    overrides: combineOverrides(national, municipal),
    exceptions: national.requestsMayUseExceptions
      ? exceptions
          .filter((exception) => opensRoad(exception) && isAgreed(exception))
          .map(({ from, to, reason, agreements }) => ({
            from,
            to,
            approver: agreements.map(({ organisation }) => organisation).join(', '),
            reason,
          }))
      : [],
  };
}

/** The regular end of online operation: at least the common close. Times of day compare as texts. */
export function onlineClosesOf({ national, prefectural }: Pick<Calendar, 'national' | 'prefectural'>): string {
  return latest(national.closes, prefectural?.onlineCloses ?? national.closes);
}

/** The regular counter time: the common hours as far as the municipality keeps them. */
export function counterTimesOf({ national, municipal }: Pick<Calendar, 'national' | 'municipal'>): {
  opens: string;
  closes: string;
} {
  const opens = latest(national.opens, municipal?.opens ?? national.opens);
  const closes = earliest(national.closes, municipal?.closes ?? national.closes);
  return opens < closes ? { opens, closes } : { opens: national.opens, closes: national.closes };
}

/** A day that the municipality closes is closed, also where the nation opens it; a day both close is the nation's. */
function combineOverrides(national: NationalCalendar, municipal: MunicipalCalendar | null): CalendarOverride[] {
  const nationalClosures = new Set(national.overrides.flatMap(({ date, kind }) => (kind === 'closed' ? [date] : [])));
  const own = (municipal?.overrides ?? []).filter(({ date }) => !nationalClosures.has(date));
  const ownDates = new Set(own.map(({ date }) => date));
  return [...national.overrides.filter(({ date }) => !ownDates.has(date)), ...own];
}

function earliest(a: string, b: string): string {
  return a < b ? a : b;
}

function latest(a: string, b: string): string {
  return a < b ? b : a;
}

function minutesBetween({ opens, closes }: { opens: string; closes: string }): number {
  return (findMinutes(closes) ?? 0) - (findMinutes(opens) ?? 0);
}
