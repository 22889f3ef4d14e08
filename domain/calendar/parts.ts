/**
 * The calendar of the Juki net has three owners, and each owns a part of it (seed, the six points):
 *
 * 1. The nation sets the common hours, the closed days and what departs from them (points 2 and 5), and the time that
 *    start and daily processing take (points 1 and 4).
 * 2. A prefecture sets the end of its online operation (point 3), which lasts at least as long as the common hours; on a
 *    single day it may end earlier or later.
 * 3. A municipality may shorten its own counter time, and never lengthens it by itself.
 *
 * Longer hours come by an agreed exception alone (exceptions.ts).
 */
import type { RuleCode } from '../values/checked.ts';
import { findMinutes, isCalendarDate, partsOf } from './civil-date.ts';
import { holidayYears, type CalendarOverride } from './holidays.ts';

/** Which band a code request needs (S34): the narrower counter band, or all of online operation. */
export const requestBands = ['counter', 'online'] as const;
export type RequestBand = (typeof requestBands)[number];

/** 全国: the part of the national body. Times are `HH:MM` in Japan. */
export interface NationalCalendar {
  /** False opens every gate, for demonstrations. */
  enforced: boolean;
  opens: string;
  closes: string;
  /** Nothing new is sent in this last part, so that answers come before the servers stop. */
  closingMarginMinutes: number;
  /** How long before the opening the servers begin to start. */
  startLeadMinutes: number;
  /** How long daily processing takes after the end of online operation. */
  dailyProcessingMinutes: number;
  overrides: readonly CalendarOverride[];
  requestBand: RequestBand;
  /** Whether agreed exceptions open the way for code requests; the seed does not name them among its exceptions. */
  requestsMayUseExceptions: boolean;
}

/** One day whose online operation ends at another time; `reason` is shown to staff and must name nobody. */
export interface OnlineEnd {
  date: string;
  closes: string;
  reason: string;
}

/** 都道府県: the part of a prefecture. */
export interface PrefecturalCalendar {
  /** Not before the common close; `24:00` is the latest. */
  onlineCloses: string;
  /** Single days, earlier or later; one that ends before the common close ends counter acceptance as well. */
  onlineEnds: readonly OnlineEnd[];
}

/** A day on which a municipality does not use the Juki net. */
export type MunicipalClosure = CalendarOverride & { kind: 'closed' };

/** 市区町村: the part of a municipality. What is not named is as the nation has it. */
export interface MunicipalCalendar {
  opens?: string;
  closes?: string;
  /** At least the nation's. */
  closingMarginMinutes?: number;
  overrides: readonly MunicipalClosure[];
}

/** The calendar of the country until its national body sets another; the times are the ministry's. */
export const commonNationalCalendar: NationalCalendar = {
  enforced: true,
  opens: '09:00',
  closes: '17:00',
  closingMarginMinutes: 10,
  startLeadMinutes: 30,
  dailyProcessingMinutes: 180,
  overrides: [],
  requestBand: 'counter',
  requestsMayUseExceptions: false,
};

export interface CalendarProblem {
  field: string;
  rule: RuleCode;
}

const minutesOfDay = 24 * 60;

/** Lists every field of the nation's part that breaks a rule; it may be used when the list is empty. */
export function checkNationalCalendar(calendar: NationalCalendar): CalendarProblem[] {
  const opens = findMinutes(calendar.opens);
  const closes = findMinutes(calendar.closes);
  const { startLeadMinutes: lead, dailyProcessingMinutes: daily } = calendar;
  const problems: CalendarProblem[] = [];
  if (opens === null) problems.push({ field: 'opens', rule: 'NOT_A_CLOCK_TIME' });
  if (closes === null) problems.push({ field: 'closes', rule: 'NOT_A_CLOCK_TIME' });
  if (opens !== null && closes !== null) {
    if (closes <= opens) problems.push({ field: 'closes', rule: 'CLOSES_BEFORE_OPENING' });
    else if (!isWholeBetween(calendar.closingMarginMinutes, 0, closes - opens - 1)) {
      problems.push({ field: 'closingMarginMinutes', rule: 'MARGIN_OUT_OF_RANGE' });
    }
  }
  // Online operation ends at midnight at the latest. What follows must be over when the servers start again.
  const room = opens ?? minutesOfDay;
  if (!isWholeBetween(lead, 0, room)) problems.push({ field: 'startLeadMinutes', rule: 'NO_ROOM_BEFORE_START' });
  else if (!isWholeBetween(daily, 0, room - lead)) {
    problems.push({ field: 'dailyProcessingMinutes', rule: 'NO_ROOM_BEFORE_START' });
  }
  return [...problems, ...checkDays(calendar.overrides, 'overrides')];
}

/** The same for a prefecture's part, which the nation's bounds. */
export function checkPrefecturalCalendar(
  { onlineCloses, onlineEnds }: PrefecturalCalendar,
  national: NationalCalendar,
): CalendarProblem[] {
  const opens = minutesOf(national.opens);
  const closes = findMinutes(onlineCloses);
  const problems: CalendarProblem[] = [];
  if (closes === null) problems.push({ field: 'onlineCloses', rule: 'NOT_A_CLOCK_TIME' });
  else if (closes < minutesOf(national.closes)) {
    problems.push({ field: 'onlineCloses', rule: 'BEFORE_COMMON_CLOSE' });
  }
  const endProblems = onlineEnds.flatMap((end, index): CalendarProblem[] => {
    const field = `onlineEnds[${String(index)}].closes`;
    const endsAt = findMinutes(end.closes);
    if (endsAt === null) return [{ field, rule: 'NOT_A_CLOCK_TIME' }];
    return endsAt <= opens ? [{ field, rule: 'CLOSES_BEFORE_OPENING' }] : [];
  });
  return [...problems, ...checkDays(onlineEnds, 'onlineEnds'), ...endProblems];
}

/** The same for a municipality's part: within the common hours, and shorter only. */
export function checkMunicipalCalendar(municipal: MunicipalCalendar, national: NationalCalendar): CalendarProblem[] {
  const [commonOpens, commonCloses] = [minutesOf(national.opens), minutesOf(national.closes)];
  const opens = findMinutes(municipal.opens ?? national.opens);
  const closes = findMinutes(municipal.closes ?? national.closes);
  const margin = municipal.closingMarginMinutes ?? national.closingMarginMinutes;
  const problems: CalendarProblem[] = [];
  if (opens === null) problems.push({ field: 'opens', rule: 'NOT_A_CLOCK_TIME' });
  else if (opens < commonOpens) problems.push({ field: 'opens', rule: 'OUTSIDE_COMMON_HOURS' });
  if (closes === null) problems.push({ field: 'closes', rule: 'NOT_A_CLOCK_TIME' });
  else if (closes > commonCloses) problems.push({ field: 'closes', rule: 'OUTSIDE_COMMON_HOURS' });
  if (opens !== null && closes !== null) {
    if (closes <= opens) problems.push({ field: 'closes', rule: 'CLOSES_BEFORE_OPENING' });
    else if (!isWholeBetween(margin, 0, closes - opens - 1)) {
      problems.push({ field: 'closingMarginMinutes', rule: 'MARGIN_OUT_OF_RANGE' });
    } else if (margin < national.closingMarginMinutes) {
      problems.push({ field: 'closingMarginMinutes', rule: 'MARGIN_BELOW_COMMON' });
    }
  }
  const openings = municipal.overrides.flatMap(({ kind }, index): CalendarProblem[] =>
    // What comes from outside may be of another kind than the type says.
    (kind as string) === 'closed' ? [] : [{ field: `overrides[${String(index)}].kind`, rule: 'NATION_ONLY' }],
  );
  return [...problems, ...checkDays(municipal.overrides, 'overrides'), ...openings];
}

/** Days of their own: real, of a year whose holidays are kept, each once, each with its reason. */
function checkDays(days: readonly { date: string; reason: string }[], list: string): CalendarProblem[] {
  const seen = new Set<string>();
  return days.flatMap(({ date, reason }, index) => {
    const field = `${list}[${String(index)}]`;
    const problems: CalendarProblem[] = [];
    if (!isCalendarDate(date)) problems.push({ field: `${field}.date`, rule: 'NOT_A_CALENDAR_DATE' });
    else if (!hasHolidays(date)) problems.push({ field: `${field}.date`, rule: 'YEAR_WITHOUT_HOLIDAYS' });
    if (seen.has(date)) problems.push({ field: `${field}.date`, rule: 'REPEATED_DATE' });
    seen.add(date);
    if (reason.trim() === '') problems.push({ field: `${field}.reason`, rule: 'EMPTY' });
    return problems;
  });
}

function hasHolidays(date: string): boolean {
  const [year] = partsOf(date);
  return year >= holidayYears.first && year <= holidayYears.last;
}

function isWholeBetween(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function minutesOf(clock: string): number {
  const minutes = findMinutes(clock);
  if (minutes === null) throw new RangeError('not a time of day (HH:MM)');
  return minutes;
}
