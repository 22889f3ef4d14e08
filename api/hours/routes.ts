/** The operating hours of a municipality: its own part of the calendar, and the days that follow from all parts. */
import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { HoursBody, HoursDays, HoursDaysQuery, hoursRules, MunicipalHours } from '../../contracts/api/hours.ts';
import { counterTimesOf } from '../../domain/calendar/combined.ts';
import { listOperatingDays } from '../../domain/calendar/operating-hours.ts';
import { checkMunicipalCalendar, type MunicipalCalendar } from '../../domain/calendar/parts.ts';
import { inOrganisation } from '../../storage/database/database.ts';
import { readCalendar, type OwnedCalendar } from '../../storage/hours/calendars.ts';
import { changeCalendar } from '../../storage/hours/changes.ts';
import { auditAllowed, auditStaff } from '../audit/write.ts';
import { municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext, ApiEnv } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  describeInvalid,
  describeRefusal,
  json,
  municipalityParam,
  securedBy,
} from '../http/openapi.ts';
import { invalidInput } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import { addCalendarRoutes, listChangedFields, requireChanged } from './calendar.ts';
import { addExceptionRoutes } from './exceptions.ts';
import { addCalendarFileRoutes } from './files.ts';
import { actorOf, requirePeriod } from './views.ts';

export function addHoursRoutes(app: ApiApp, context: ApiContext): void {
  addMunicipalRoutes(app, context);
  addCalendarRoutes(app, context);
  addCalendarFileRoutes(app, context);
  addExceptionRoutes(app, context);
}

function addMunicipalRoutes(app: ApiApp, context: ApiContext): void {
  const secured = { tags: ['hours'] };
  const path = '/v1/municipalities/{code}/hours';
  const setting = { description: 'The municipal part.', content: json(MunicipalHours) };

  app.openapi(
    createRoute({
      ...secured,
      ...securedBy('hours:read'),
      method: 'get',
      path,
      operationId: 'getHours',
      summary: '市区町村の運用時間 / The municipality’s part of the operating hours',
      middleware: municipalityGuard(context, 'hours:read'),
      request: { params: municipalityParam },
      responses: { 200: setting, ...commonProblems },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      await auditStaff(context, c.get('caller'), municipality, { action: 'hours.read', subject: null });
      return c.json(hoursBodyOf(await readOwn(c, context)), 200);
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      ...securedBy('hours:change'),
      method: 'put',
      path,
      operationId: 'putHours',
      summary: '市区町村の運用時間を変える / Change the municipality’s part of the operating hours',
      description:
        'A municipality shortens the common hours; it lengthens them by agreed exceptions alone. Requests that wait for ' +
        'the hours look at the new calendar at once. The audit log says which parts became others, and why.',
      middleware: [municipalityGuard(context, 'hours:change'), ...jsonBody] as const,
      request: { params: municipalityParam, body: { required: true, content: json(HoursBody) } },
      responses: {
        200: setting,
        ...commonProblems,
        ...bodyProblems,
        409: describeRefusal('CALENDAR_CHANGED'),
        422: describeInvalid(hoursRules),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { reason, basedOn, ...hours } = c.req.valid('json');
      const before = await readOwn(c, context);
      const part = partOf(hours, before);
      const problems = checkMunicipalCalendar(part, before.national);
      if (problems.length > 0) throw invalidInput(problems);
      await auditAllowed(context, c.get('caller'), municipality, {
        action: 'hours.put',
        subject: listChangedFields(before.own, part),
        reason,
      });
      const by = actorOf(c.get('caller'));
      const change = { organisation: municipality, setting: part, basedOn, reason, by };
      const outcome = await changeCalendar(c.get('db'), change);
      // To put what stands is no mistake.
      if (outcome.kind !== 'nothing-changed') requireChanged(outcome);
      context.municipalities.forget(municipality);
      return c.json(hoursBodyOf(await readOwn(c, context)), 200);
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      ...securedBy('hours:read'),
      method: 'get',
      path: `${path}/days`,
      operationId: 'listHoursDays',
      summary: '運用日の一覧 / The days on which code requests may be sent',
      middleware: municipalityGuard(context, 'hours:read'),
      request: { params: municipalityParam, query: HoursDaysQuery },
      responses: {
        200: { description: 'From `from` to `to`, both included.', content: json(HoursDays) },
        ...commonProblems,
        422: describeInvalid({ to: ['OUT_OF_RANGE'] }),
      },
    }),
    (c) => {
      const period = c.req.valid('query');
      requirePeriod(period);
      return c.json({ days: listOperatingDays(c.get('municipality').hours, period.from, period.to) }, 200);
    },
  );
}

function readOwn(c: Context<ApiEnv>, { now }: ApiContext): Promise<OwnedCalendar> {
  const { municipality } = c.get('municipality');
  const at = new Date(now());
  return inOrganisation(c.get('db'), municipality, (tx) => readCalendar(tx, municipality, { from: at, to: at }));
}

/** What is like the nation's is left to the nation, also when that changes. */
function partOf(
  { opens, closes, closingMarginMinutes, overrides }: Omit<HoursBody, 'reason' | 'basedOn'>,
  { national }: OwnedCalendar,
): MunicipalCalendar {
  return {
    ...(opens !== national.opens && { opens }),
    ...(closes !== national.closes && { closes }),
    ...(closingMarginMinutes !== national.closingMarginMinutes && { closingMarginMinutes }),
    overrides,
  };
}

function hoursBodyOf({ national, municipal, hours, version }: OwnedCalendar): MunicipalHours {
  return {
    enforced: hours.enforced,
    ...counterTimesOf({ national, municipal }),
    closingMarginMinutes: hours.closingMarginMinutes,
    overrides: (municipal?.overrides ?? []).map((day) => ({ ...day })),
    version,
  };
}
