/** The calendar of an organisation: its own part, what counts for it, its days, and its changes. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  AgreementBody,
  CalendarChange,
  CalendarChangeBody,
  CalendarChanges,
  CalendarDays,
  CalendarPeriod,
  MunicipalCalendar,
  OrganisationCalendar,
  RefusalBody,
} from '../../contracts/api/calendars.ts';
import { HoursSetting } from '../../contracts/api/hours.ts';
import { listBands } from '../../domain/calendar/bands.ts';
import { addDays, tokyoStartOf } from '../../domain/calendar/civil-date.ts';
import type { RequestFailureCode } from '../../domain/failures.ts';
import { inOrganisation } from '../../storage/database/database.ts';
import { readCalendar, type OwnedCalendar } from '../../storage/hours/calendars.ts';
import { findChange, findWaitingChange, listChanges } from '../../storage/hours/change-views.ts';
import {
  approveChange,
  changeCalendar,
  rejectChange,
  withdrawChange,
  type ChangeOutcome,
  type DecisionInput,
  type DecisionOutcome,
} from '../../storage/hours/changes.ts';
import { auditAllowed, auditRefused, auditStaff } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext, ApiEnv } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  describeInvalid,
  describeOrganisationNotFound,
  describeRefusal,
  json,
  organisationParam,
  securedBy,
} from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import { actorOf, changeBodyOf, readPart, requirePeriod } from './views.ts';

const path = '/v1/organisations/{organisation}/calendar';
const tags = ['hours'];
const changeParams = organisationParam.extend({ changeId: z.uuid() });
const problems = { ...commonProblems, 404: describeOrganisationNotFound() };
const changeProblems = {
  ...problems,
  ...bodyProblems,
  404: describeOrganisationNotFound('UNKNOWN_CALENDAR_CHANGE'),
};
const latestChanges = 100;

/** What no shape says of a part; a body of any tier. */
const partRules = {
  setting: ['PART_OF_ANOTHER_TIER'],
  'setting.opens': ['OUTSIDE_COMMON_HOURS'],
  'setting.closes': ['CLOSES_BEFORE_OPENING', 'OUTSIDE_COMMON_HOURS'],
  'setting.closingMarginMinutes': ['MARGIN_OUT_OF_RANGE', 'MARGIN_BELOW_COMMON'],
  'setting.startLeadMinutes': ['NO_ROOM_BEFORE_START'],
  'setting.dailyProcessingMinutes': ['NO_ROOM_BEFORE_START'],
  'setting.onlineCloses': ['BEFORE_COMMON_CLOSE'],
  'setting.onlineEnds[].closes': ['CLOSES_BEFORE_OPENING'],
  'setting.onlineEnds[].date': ['REPEATED_DATE'],
  'setting.overrides[].date': ['REPEATED_DATE'],
} as const;

export function addCalendarRoutes(app: ApiApp, context: ApiContext): void {
  addReadRoutes(app, context);
  addChangeRoute(app, context);
  addDecisionRoutes(app, context);
}

function addReadRoutes(app: ApiApp, context: ApiContext): void {
  const common = { ...securedBy('hours:read'), tags, method: 'get' as const };
  const guard = organisationGuard(context, 'hours:read');

  app.openapi(
    createRoute({
      ...common,
      path,
      operationId: 'getCalendar',
      summary: '団体の暦 / The calendar of an organisation',
      description: 'Its own part, and what its owners come to: the nation, its prefecture, itself.',
      middleware: guard,
      request: { params: organisationParam },
      responses: { 200: { description: 'The calendar.', content: json(OrganisationCalendar) }, ...problems },
    }),
    async (c) => {
      const { organisation, tier } = c.get('organisation');
      await auditRead(c, context, 'calendar.read');
      const now = context.now();
      const span = { from: new Date(now), to: new Date(now + 400 * 86_400_000) };
      const { calendar, waiting } = await inOrganisation(c.get('db'), c.get('acting'), async (tx) => ({
        calendar: await readCalendar(tx, organisation, span),
        waiting: await findWaitingChange(tx, organisation),
      }));
      const { national, prefectural, municipal, version, own, hours } = calendar;
      return c.json(
        OrganisationCalendar.parse({
          organisation,
          tier,
          version,
          setting: own,
          waiting: waiting ? changeBodyOf(c.get('caller'), waiting) : null,
          combined: {
            national,
            prefectural,
            municipal: municipal && MunicipalCalendar.parse(municipal),
            hours: HoursSetting.parse(hours),
          },
        }),
        200,
      );
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: `${path}/days`,
      operationId: 'listCalendarDays',
      summary: '運用日と3つの時間帯 / The days and their three bands',
      description: 'Online operation, counter acceptance and daily processing of each day, and whose word each end is.',
      middleware: guard,
      request: { params: organisationParam, query: CalendarPeriod },
      responses: {
        200: { description: 'From `from` to `to`, both included.', content: json(CalendarDays) },
        ...problems,
        422: describeInvalid({ to: ['OUT_OF_RANGE'] }),
      },
    }),
    async (c) => {
      const period = c.req.valid('query');
      requirePeriod(period);
      const calendar = await readPeriod(c, period);
      return c.json({ days: listBands(calendar, period.from, period.to) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: `${path}/changes`,
      operationId: 'listCalendarChanges',
      summary: '暦の変更の履歴 / The changes of a part of the calendar',
      middleware: guard,
      request: { params: organisationParam },
      responses: {
        200: { description: `The latest ${String(latestChanges)}, the newest first.`, content: json(CalendarChanges) },
        ...problems,
      },
    }),
    async (c) => {
      await auditRead(c, context, 'calendar.changes.read');
      const changes = await listChanges(c.get('db'), {
        acting: c.get('acting'),
        organisation: c.get('organisation').organisation,
        limit: latestChanges,
      });
      return c.json({ changes: changes.map((change) => changeBodyOf(c.get('caller'), change)) }, 200);
    },
  );
}

/** The calendar of the organisation asked about, with the exceptions near a period. */
export function readPeriod(c: Context<ApiEnv>, { from, to }: { from: string; to: string }): Promise<OwnedCalendar> {
  // What begins the day before may reach into the period, and the end of the last day into the day after.
  const span = { from: new Date(tokyoStartOf(addDays(from, -1))), to: new Date(tokyoStartOf(addDays(to, 3))) };
  return inOrganisation(c.get('db'), c.get('acting'), (tx) =>
    readCalendar(tx, c.get('organisation').organisation, span),
  );
}

export function auditRead(c: Context<ApiEnv>, context: ApiContext, action: string): Promise<void> {
  const subject = c.get('organisation').organisation;
  return auditStaff(context, c.get('caller'), c.get('acting'), { action, subject });
}

function addChangeRoute(app: ApiApp, context: ApiContext): void {
  app.openapi(
    createRoute({
      ...securedBy('hours:change'),
      tags,
      method: 'post',
      path: `${path}/changes`,
      operationId: 'changeCalendar',
      summary: '暦を変える / Change the own part of the calendar',
      description:
        'A change of the nation’s waits for a second person; those of others take effect at once, and whoever waits ' +
        'for the hours looks at the new calendar.',
      middleware: [organisationGuard(context, 'hours:change'), ...jsonBody] as const,
      request: { params: organisationParam, body: { required: true, content: json(CalendarChangeBody) } },
      responses: {
        200: { description: 'In effect.', content: json(CalendarChange) },
        202: { description: 'Waits for approval.', content: json(CalendarChange) },
        ...problems,
        ...bodyProblems,
        409: describeRefusal('CALENDAR_CHANGED', 'CALENDAR_UNCHANGED', 'CALENDAR_CHANGE_WAITING'),
        422: describeInvalid(partRules),
      },
    }),
    async (c) => {
      const { organisation, tier } = c.get('organisation');
      const { setting, basedOn, reason } = c.req.valid('json');
      const { national, own } = await readNow(c, context);
      const part = readPart(tier, setting, national);
      await auditAllowed(context, c.get('caller'), organisation, {
        action: tier === 'nation' ? 'calendar.propose' : 'calendar.change',
        subject: listChangedFields(own, part),
        reason,
      });
      const by = actorOf(c.get('caller'));
      const outcome = await changeCalendar(c.get('db'), { organisation, setting: part, basedOn, reason, by });
      const { kind, changeId } = requireChanged(outcome);
      context.municipalities.forget(organisation);
      const change = await findChange(c.get('db'), { acting: c.get('acting'), changeId });
      if (!change) throw new ProblemError('UNKNOWN_CALENDAR_CHANGE');
      return c.json(changeBodyOf(c.get('caller'), change), kind === 'applied' ? 200 : 202);
    },
  );
}

function readNow(c: Context<ApiEnv>, { now }: ApiContext): Promise<OwnedCalendar> {
  const at = new Date(now());
  return inOrganisation(c.get('db'), c.get('acting'), (tx) =>
    readCalendar(tx, c.get('organisation').organisation, { from: at, to: at }),
  );
}

const changeRefusals = {
  'changed-meanwhile': 'CALENDAR_CHANGED',
  'nothing-changed': 'CALENDAR_UNCHANGED',
  'waiting-already': 'CALENDAR_CHANGE_WAITING',
} as const satisfies Record<string, RequestFailureCode>;

export function requireChanged(outcome: ChangeOutcome): Extract<ChangeOutcome, { changeId: string }> {
  if (!('changeId' in outcome)) throw new ProblemError(changeRefusals[outcome.kind]);
  return outcome;
}

/** The names of the fields that differ, joined by commas; null if none does. */
export function listChangedFields(before: object, after: object): string | null {
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const fields = [...new Set([...was.keys(), ...is.keys()])];
  const changed = fields.filter((field) => JSON.stringify(was.get(field)) !== JSON.stringify(is.get(field)));
  return changed.length === 0 ? null : changed.toSorted().join(',');
}

function addDecisionRoutes(app: ApiApp, context: ApiContext): void {
  const common = { tags, method: 'post' as const };
  const approves = securedBy('hours:approve');
  const responses = {
    200: { description: 'Decided.', content: json(CalendarChange) },
    ...changeProblems,
    403: describeRefusal('FORBIDDEN', 'OWN_UPDATE'),
    409: describeRefusal('CALENDAR_CHANGE_DECIDED', 'CALENDAR_CHANGED'),
  };

  app.openapi(
    createRoute({
      ...common,
      ...approves,
      path: `${path}/changes/{changeId}/approve`,
      operationId: 'approveCalendarChange',
      summary: '暦の変更を承認する / Approve a change of the national calendar',
      description: 'By somebody other than who proposed it. The calendar is the new one at once.',
      middleware: [organisationGuard(context, 'hours:approve'), ...jsonBody] as const,
      request: { params: changeParams, body: { required: true, content: json(AgreementBody) } },
      responses,
    }),
    async (c) => c.json(await decide(c, 'approve', c.req.valid('json').reason), 200),
  );

  app.openapi(
    createRoute({
      ...common,
      ...approves,
      path: `${path}/changes/{changeId}/reject`,
      operationId: 'rejectCalendarChange',
      summary: '暦の変更を却下する / Reject a change of the national calendar',
      middleware: [organisationGuard(context, 'hours:approve'), ...jsonBody] as const,
      request: { params: changeParams, body: { required: true, content: json(RefusalBody) } },
      responses,
    }),
    async (c) => c.json(await decide(c, 'reject', c.req.valid('json').reason), 200),
  );

  app.openapi(
    createRoute({
      ...common,
      ...securedBy('hours:change'),
      path: `${path}/changes/{changeId}/withdraw`,
      operationId: 'withdrawCalendarChange',
      summary: '暦の変更を取り下げる / Take back the own change of the national calendar',
      middleware: [organisationGuard(context, 'hours:change'), ...jsonBody] as const,
      request: { params: changeParams, body: { required: true, content: json(AgreementBody) } },
      responses: { ...responses, 403: describeRefusal('FORBIDDEN') },
    }),
    async (c) => c.json(await decide(c, 'withdraw', c.req.valid('json').reason), 200),
  );

  async function decide(c: Context<ApiEnv>, what: 'approve' | 'reject' | 'withdraw', reason: string | undefined) {
    const { organisation } = c.get('organisation');
    const [caller, db] = [c.get('caller'), c.get('db')];
    const changeId = c.req.param('changeId') ?? '';
    const entry = { action: `calendar.${what}`, subject: changeId };
    const input: DecisionInput = { organisation, changeId, by: actorOf(caller), reason: reason ?? null };
    await auditAllowed(context, caller, organisation, { ...entry, ...(reason !== undefined && { reason }) });
    const outcome = await decisions[what](db, input);
    if (outcome.kind === 'own' || outcome.kind === 'not-own') await auditRefused(context, caller, organisation, entry);
    requireDecided(outcome);
    const change = await findChange(db, { acting: c.get('acting'), changeId });
    if (!change) throw new ProblemError('UNKNOWN_CALENDAR_CHANGE');
    return changeBodyOf(caller, change);
  }
}

const decisions = { approve: approveChange, reject: rejectChange, withdraw: withdrawChange } as const;
const decisionRefusals = {
  unknown: 'UNKNOWN_CALENDAR_CHANGE',
  decided: 'CALENDAR_CHANGE_DECIDED',
  own: 'OWN_UPDATE',
  'not-own': 'FORBIDDEN',
  'changed-meanwhile': 'CALENDAR_CHANGED',
} as const satisfies Record<string, RequestFailureCode>;

function requireDecided(outcome: DecisionOutcome): void {
  if (outcome.kind !== 'done') throw new ProblemError(decisionRefusals[outcome.kind]);
}
