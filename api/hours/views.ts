/** What the routes of the calendar share: reading a part by its tier, and how stored things are shown. */
import { z } from 'zod';
import {
  CalendarPart as CalendarPartBody,
  MunicipalCalendar,
  municipalCalendarOf,
  NationalCalendar,
  PrefecturalCalendar,
  type CalendarChange,
  type HourException,
} from '../../contracts/api/calendars.ts';
import { dayNumberOf, isCalendarDate, partsOf } from '../../domain/calendar/civil-date.ts';
import { holidayYears } from '../../domain/calendar/holidays.ts';
import {
  checkMunicipalCalendar,
  checkNationalCalendar,
  checkPrefecturalCalendar,
  type NationalCalendar as NationalPart,
} from '../../domain/calendar/parts.ts';
import type { FieldProblem } from '../../domain/checked-transfer.ts';
import type { Tier } from '../../domain/organisations.ts';
import type { CalendarPart } from '../../storage/hours/calendars.ts';
import type { ChangeView } from '../../storage/hours/change-views.ts';
import type { ExceptionView } from '../../storage/hours/exceptions.ts';
import { auditIdentityOf } from '../audit/write.ts';
import type { Caller } from '../context.ts';
import { invalidInput } from '../http/problem.ts';
import { refuseInvalid } from '../http/validation.ts';

const longestPeriodDays = 800;

/** Whoever acts: a member of staff, or a program by its id. */
export function actorOf(caller: Caller): string {
  const { staffId, clientId } = auditIdentityOf(caller);
  return staffId ?? clientId;
}

/** The part of a tier, of the right shape and by the rules. @throws ProblemError INVALID_INPUT */
export function readPart(tier: Tier, setting: unknown, national: NationalPart): CalendarPart {
  const { part, problems } = partOf(tier, setting, national);
  if (problems.length > 0) throw invalidInput(problems.map((each) => ({ ...each, field: `setting.${each.field}` })));
  return part;
}

function partOf(
  tier: Tier,
  setting: unknown,
  national: NationalPart,
): { part: CalendarPart; problems: FieldProblem[] } {
  if (tier === 'nation') {
    const part = shaped(z.object({ setting: NationalCalendar }), setting);
    return { part, problems: checkNationalCalendar(part) };
  }
  if (tier === 'prefecture') {
    const part = shaped(z.object({ setting: PrefecturalCalendar }), setting);
    return { part, problems: checkPrefecturalCalendar(part, national) };
  }
  const part = municipalCalendarOf(shaped(z.object({ setting: MunicipalCalendar }), setting));
  return { part, problems: checkMunicipalCalendar(part, national) };
}

function shaped<Part>(shape: z.ZodType<{ setting: Part }>, setting: unknown): Part {
  const body = { setting };
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data.setting;
  if (CalendarPartBody.safeParse(setting).success) {
    throw invalidInput([{ field: 'setting', rule: 'PART_OF_ANOTHER_TIER' }]);
  }
  refuseInvalid({ ...parsed, data: body });
  throw invalidInput([]);
}

/** Copies the lists, because the wire's types want mutable ones. */
export function partBodyOf(part: CalendarPart): CalendarPartBody {
  return CalendarPartBody.parse(part);
}

export function changeBodyOf(caller: Caller, change: ChangeView): CalendarChange {
  return {
    ...change,
    setting: partBodyOf(change.setting),
    own: change.proposedBy.id === actorOf(caller),
    proposedAt: change.proposedAt.toISOString(),
    decidedAt: change.decidedAt?.toISOString() ?? null,
  };
}

export function exceptionBodyOf(view: ExceptionView): HourException {
  return {
    ...view,
    askedAt: view.askedAt.toISOString(),
    withdrawnAt: view.withdrawnAt?.toISOString() ?? null,
    agreements: view.agreements.map((side) => ({ ...side, decidedAt: side.decidedAt?.toISOString() ?? null })),
  };
}

/** @throws ProblemError INVALID_INPUT for dates that are none, without holidays, or too far apart */
export function requirePeriod({ from, to }: { from: string; to: string }): void {
  const problems = findPeriodProblems(from, to);
  if (problems.length > 0) throw invalidInput(problems);
}

function findPeriodProblems(from: string, to: string): FieldProblem[] {
  const problems = Object.entries({ from, to }).flatMap(([field, date]): FieldProblem[] => {
    if (!isCalendarDate(date)) return [{ field, rule: 'NOT_A_CALENDAR_DATE' }];
    const [year] = partsOf(date);
    return year < holidayYears.first || year > holidayYears.last ? [{ field, rule: 'YEAR_WITHOUT_HOLIDAYS' }] : [];
  });
  if (problems.length > 0) return problems;
  const days = dayNumberOf(to) - dayNumberOf(from);
  return days < 0 || days >= longestPeriodDays ? [{ field: 'to', rule: 'OUT_OF_RANGE' }] : [];
}
