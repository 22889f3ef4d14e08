/** Operating hours of a municipality: the setting, and the calendar that follows from it. */
import { createRoute } from '@hono/zod-openapi';
import {
  HoursBody,
  HoursDays,
  HoursDaysQuery,
  hoursRules,
  HoursSetting,
  hoursSettingOf,
} from '../../contracts/api/hours.ts';
import { dayNumberOf, isCalendarDate, partsOf } from '../../domain/calendar/civil-date.ts';
import { holidayYears } from '../../domain/calendar/holidays.ts';
import {
  checkHoursSetting,
  listOperatingDays,
  type HoursSetting as Hours,
} from '../../domain/calendar/operating-hours.ts';
import type { FieldProblem } from '../../domain/checked-transfer.ts';
import { putHours } from '../../storage/settings/municipalities.ts';
import { auditAllowed, auditStaff } from '../audit/write.ts';
import { municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { bodyProblems, commonProblems, describeInvalid, json, municipalityParam, securedBy } from '../http/openapi.ts';
import { invalidInput } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';

const longestCalendarDays = 800;

export function addHoursRoutes(app: ApiApp, context: ApiContext): void {
  const secured = { tags: ['hours'] };
  const path = '/v1/municipalities/{code}/hours';
  const setting = { description: 'The setting.', content: json(HoursSetting) };

  app.openapi(
    createRoute({
      ...secured,
      ...securedBy('hours:read'),
      method: 'get',
      path,
      operationId: 'getHours',
      summary: '運用時間の設定 / The operating hours',
      middleware: municipalityGuard(context, 'hours:read'),
      request: { params: municipalityParam },
      responses: { 200: setting, ...commonProblems },
    }),
    async (c) => {
      const { municipality, hours } = c.get('municipality');
      await auditStaff(context, c.get('caller'), municipality, { action: 'hours.read', subject: null });
      return c.json(hoursBodyOf(hours), 200);
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      ...securedBy('hours:change'),
      method: 'put',
      path,
      operationId: 'putHours',
      summary: '運用時間を変える / Change the operating hours',
      description:
        'Requests that wait for the hours look at the new calendar at once. The audit log says which parts of the ' +
        'setting became others, and why.',
      middleware: [municipalityGuard(context, 'hours:change'), ...jsonBody] as const,
      request: { params: municipalityParam, body: { required: true, content: json(HoursBody) } },
      responses: { 200: setting, ...commonProblems, ...bodyProblems, 422: describeInvalid(hoursRules) },
    }),
    async (c) => {
      const { municipality, hours: before } = c.get('municipality');
      const { reason, ...body } = c.req.valid('json');
      const hours = requireValidHours(hoursSettingOf(body));
      await auditAllowed(context, c.get('caller'), municipality, {
        action: 'hours.put',
        subject: listChangedFields(before, hours),
        ...(reason !== undefined && { reason }),
      });
      await putHours(c.get('db'), municipality, hours);
      context.municipalities.forget(municipality);
      return c.json(hoursBodyOf(hours), 200);
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      ...securedBy('hours:read'),
      method: 'get',
      path: `${path}/days`,
      operationId: 'listHoursDays',
      summary: '運用日の一覧 / The calendar, one entry a day',
      middleware: municipalityGuard(context, 'hours:read'),
      request: { params: municipalityParam, query: HoursDaysQuery },
      responses: {
        200: { description: 'From `from` to `to`, both included.', content: json(HoursDays) },
        ...commonProblems,
        422: describeInvalid({ to: ['OUT_OF_RANGE'] }),
      },
    }),
    (c) => {
      const { from, to } = c.req.valid('query');
      const problems = findCalendarProblems(from, to);
      if (problems.length > 0) throw invalidInput(problems);
      return c.json({ days: listOperatingDays(c.get('municipality').hours, from, to) }, 200);
    },
  );
}

export function requireValidHours(hours: Hours, field = ''): Hours {
  const problems = checkHoursSetting(hours);
  if (problems.length > 0) {
    throw invalidInput(problems.map((each) => ({ ...each, field: `${field}${each.field}` })));
  }
  return hours;
}

/** The names of the fields that differ, joined by commas; null if none does. */
function listChangedFields(before: Hours, after: Hours): string | null {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const changed = fields.filter((field) => JSON.stringify(was.get(field)) !== JSON.stringify(is.get(field)));
  return changed.length === 0 ? null : changed.toSorted().join(',');
}

/** Copies the arrays, because the wire's type wants mutable ones. */
export function hoursBodyOf({ overrides, exceptions, ...rest }: Hours) {
  return { ...rest, overrides: [...overrides], exceptions: [...exceptions] };
}

function findCalendarProblems(from: string, to: string): FieldProblem[] {
  const dates = Object.entries({ from, to });
  const problems = dates.flatMap(([field, date]): FieldProblem[] => {
    if (!isCalendarDate(date)) return [{ field, rule: 'NOT_A_CALENDAR_DATE' }];
    const [year] = partsOf(date);
    return year < holidayYears.first || year > holidayYears.last ? [{ field, rule: 'YEAR_WITHOUT_HOLIDAYS' }] : [];
  });
  if (problems.length > 0) return problems;
  const days = dayNumberOf(to) - dayNumberOf(from);
  return days < 0 || days >= longestCalendarDays ? [{ field: 'to', rule: 'OUT_OF_RANGE' }] : [];
}
