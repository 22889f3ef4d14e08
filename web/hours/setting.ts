/** Applies the domain's rules to the calendar as the pages have it. */
import type { CalendarPart, OrganisationCalendar } from '../../contracts/api/calendars.ts';
import type { HoursSetting } from '../../contracts/api/hours.ts';
import { closesAt, isOpen, maySend, findNextOpening } from '../../domain/calendar/operating-hours.ts';
import {
  checkMunicipalCalendar,
  checkNationalCalendar,
  checkPrefecturalCalendar,
  type CalendarProblem,
} from '../../domain/calendar/parts.ts';
import { rules } from '../../domain/values/checked.ts';
import type { Standing } from './standing.ts';
import type { Language } from '../components/message.ts';
import type { FieldError } from '../components/field-errors.ts';

export type NationalPart = Extract<CalendarPart, { enforced: boolean }>;
export type PrefecturalPart = Extract<CalendarPart, { onlineCloses: string }>;
export type MunicipalPart = Exclude<CalendarPart, NationalPart | PrefecturalPart>;

export function isNational(part: CalendarPart): part is NationalPart {
  return 'enforced' in part;
}

export function isPrefectural(part: CalendarPart): part is PrefecturalPart {
  return 'onlineCloses' in part;
}

export function standingOf({ prefecture, ends, ...setting }: HoursSetting, now: number): Standing {
  const hours = {
    ...setting,
    ...(prefecture?.closes !== undefined && { prefecture: { closes: prefecture.closes } }),
    ...(ends && { ends }),
  };
  const open = isOpen(hours, now);
  return {
    enforced: hours.enforced,
    open,
    maySend: maySend(hours, now),
    closesAt: instantOf(closesAt(hours, now)),
    opensAt: open ? null : instantOf(findNextOpening(hours, now)),
  };
}

function instantOf(millis: number | null): string | null {
  return millis === null ? null : new Date(millis).toISOString();
}

/** What of a part breaks a rule, given the calendar that stands above it. */
export function errorsIn(
  part: CalendarPart,
  { national }: OrganisationCalendar['combined'],
  language: Language,
): FieldError[] {
  return problemsIn(part, national).map(({ field, rule }) => ({ field, text: rules[rule][language] }));
}

function problemsIn(part: CalendarPart, national: NationalPart): CalendarProblem[] {
  if (isNational(part)) return checkNationalCalendar(part);
  if (isPrefectural(part)) return checkPrefecturalCalendar(part, national);
  const { opens, closes, closingMarginMinutes, overrides } = part;
  const municipal = {
    ...(opens !== undefined && { opens }),
    ...(closes !== undefined && { closes }),
    ...(closingMarginMinutes !== undefined && { closingMarginMinutes }),
    overrides,
  };
  return checkMunicipalCalendar(municipal, national);
}
