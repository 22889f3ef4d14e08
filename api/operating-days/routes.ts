/** The operating days of an organisation, and what its staff order when one stands still. */
import { createRoute, z } from '@hono/zod-openapi';
import { dayRules, Day } from '../../contracts/api/moment.ts';
import {
  DayOrderBody,
  OperatingDay,
  OperatingDays,
  OperatingDayWithSteps,
  PeriodQuery,
  Rehearsal,
  RehearsalBody,
} from '../../contracts/api/operating-days.ts';
import type { DayOrder } from '../../domain/operating-day.ts';
import { nation } from '../../domain/organisations.ts';
import { findDay, listDays, orderDay, type ShownDay, type ShownStep } from '../../storage/operating-days/days.ts';
import { auditAllowed, auditIdentityOf, auditStaff } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { callEngine } from '../engine/call.ts';
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
import { invalidInput, ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import { requirePeriod } from './period.ts';

const dayParams = organisationParam.extend({
  day: Day.meta({ param: { name: 'day', in: 'path' }, description: 'The operating day.', example: '2026-12-01' }),
});

export function addOperatingDayRoutes(app: ApiApp, context: ApiContext): void {
  const path = '/v1/organisations/{organisation}/operating-days';
  const tags = ['organisations'];

  app.openapi(
    createRoute({
      ...securedBy('servers:read'),
      tags,
      method: 'get',
      path,
      operationId: 'listOperatingDays',
      summary: '運用日の一覧 / The operating days of an organisation',
      middleware: organisationGuard(context, 'servers:read'),
      request: { params: organisationParam, query: PeriodQuery },
      responses: {
        200: { description: 'The latest first, both dates included.', content: json(OperatingDays) },
        ...commonProblems,
        404: describeOrganisationNotFound(),
        422: describeInvalid({ from: dayRules, to: [...dayRules, 'OUT_OF_RANGE'] }),
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const period = requirePeriod(c.req.valid('query'));
      const action = { action: 'operating-days.list', subject: `${period.from}/${period.to}` };
      await auditStaff(context, c.get('caller'), organisation, action);
      const days = await listDays(c.get('db'), { acting: c.get('acting'), organisation, ...period });
      return c.json({ days: days.map(viewOf) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('servers:read'),
      tags,
      method: 'get',
      path: `${path}/{day}`,
      operationId: 'getOperatingDay',
      summary: '運用日とその手順 / An operating day with its steps',
      middleware: organisationGuard(context, 'servers:read'),
      request: { params: dayParams },
      responses: {
        200: { description: 'The day.', content: json(OperatingDayWithSteps) },
        ...commonProblems,
        404: describeOrganisationNotFound('UNKNOWN_OPERATING_DAY'),
        422: describeInvalid({ day: dayRules }),
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const { day } = c.req.valid('param');
      await auditStaff(context, c.get('caller'), organisation, { action: 'operating-days.read', subject: day });
      const found = await findDay(c.get('db'), c.get('acting'), { organisation, day });
      if (!found) throw new ProblemError('UNKNOWN_OPERATING_DAY');
      return c.json({ ...viewOf(found.day), steps: found.steps.map(stepViewOf) }, 200);
    },
  );

  addOrderRoute('resume', {
    operationId: 'resumeOperatingDay',
    summary: '止まった運用日を再開する / Resume a day that stands still',
    description: 'Begins again at the step that failed. A day that was abandoned may be resumed too.',
  });
  addOrderRoute('abandon', {
    operationId: 'abandonOperatingDay',
    summary: '止まった運用日を打ち切る / Abandon a day that stands still',
    description: 'The rest of its steps is not made; its server stays as it is.',
  });

  function addOrderRoute(order: DayOrder, words: { operationId: string; summary: string; description: string }): void {
    app.openapi(
      createRoute({
        ...securedBy('servers:operate'),
        ...words,
        tags,
        method: 'post',
        path: `${path}/{day}/${order}`,
        middleware: [organisationGuard(context, 'servers:operate'), ...jsonBody] as const,
        request: { params: dayParams, body: { required: true, content: json(DayOrderBody) } },
        responses: {
          202: { description: 'Ordered; the day’s workflow does it at once.', content: json(OperatingDay) },
          ...commonProblems,
          ...bodyProblems,
          404: describeOrganisationNotFound('UNKNOWN_OPERATING_DAY'),
          409: describeRefusal('DAY_NOT_HALTED', 'DAY_ORDER_PENDING', 'DAY_OVERTAKEN'),
          422: describeInvalid({ day: dayRules }),
        },
      }),
      async (c) => {
        const { organisation } = c.get('organisation');
        const { day } = c.req.valid('param');
        const { reason } = c.req.valid('json');
        const caller = c.get('caller');
        await auditAllowed(context, caller, organisation, { action: `operating-days.${order}`, subject: day, reason });
        const { staffId, clientId } = auditIdentityOf(caller);
        const [db, acting, key] = [c.get('db'), c.get('acting'), { organisation, day }];
        const result = await orderDay(db, acting, key, { order, orderedBy: staffId ?? clientId, reason });
        if (result.kind === 'unknown') throw new ProblemError('UNKNOWN_OPERATING_DAY');
        if (result.kind === 'pending') throw new ProblemError('DAY_ORDER_PENDING');
        if (result.kind === 'overtaken') throw new ProblemError('DAY_OVERTAKEN');
        if (result.kind === 'notHalted') throw new ProblemError('DAY_NOT_HALTED');
        // The row keeps the order, so nothing is lost while the engine is away.
        context.background.run('nudge of a day', () => context.engine.nudgeDay(key));
        const found = await findDay(db, acting, key);
        if (!found) throw new ProblemError('UNKNOWN_OPERATING_DAY');
        return c.json(viewOf(found.day), 202);
      },
    );
  }

  app.openapi(
    createRoute({
      ...securedBy('servers:operate'),
      tags,
      method: 'post',
      path: '/v1/organisations/{organisation}/rehearsals',
      operationId: 'rehearseOperatingDay',
      summary: '運用日を試しに通す / Rehearse an operating day',
      description:
        'Of the national body alone: a whole day of the country in minutes, beside the calendar, while the calendar is ' +
        'not kept. Its date is today, or the latest before that has no day yet. At its end the servers are stopped.',
      middleware: [organisationGuard(context, 'servers:operate'), ...jsonBody] as const,
      request: { params: organisationParam, body: { required: true, content: json(RehearsalBody) } },
      responses: {
        202: { description: 'Planned.', content: json(Rehearsal) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound(),
        409: describeRefusal('DAYS_ARE_KEPT', 'REHEARSAL_UNDER_WAY'),
        422: describeInvalid({ organisation: ['NATION_ONLY'] }),
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const body = c.req.valid('json');
      await auditAllowed(context, c.get('caller'), organisation, { action: 'operating-days.rehearse', subject: null });
      if (organisation !== nation) throw invalidInput([{ field: 'organisation', rule: 'NATION_ONLY' }]);
      const startsAt = context.now() + body.beginSeconds * 1_000;
      const opensAt = startsAt + body.startSeconds * 1_000;
      const closesAt = opensAt + body.openSeconds * 1_000;
      const dailyEndsAt = closesAt + body.dailySeconds * 1_000;
      const outcome = await callEngine(() => context.engine.rehearseDay({ startsAt, opensAt, closesAt, dailyEndsAt }));
      if (outcome.kind === 'kept') throw new ProblemError('DAYS_ARE_KEPT');
      if (outcome.kind === 'underWay') throw new ProblemError('REHEARSAL_UNDER_WAY');
      return c.json({ day: outcome.day }, 202);
    },
  );
}

function viewOf({ organisation, day, state, rehearsal, moments, order, orderedBy, orderedAt, orderReason }: ShownDay) {
  const { startsAt, opensAt, closesAt, dailyEndsAt } = moments;
  const isOrdered = orderedAt !== null || orderReason !== null;
  return {
    organisation,
    day,
    state,
    rehearsal,
    startsAt: isoOf(startsAt),
    opensAt: isoOf(opensAt),
    closesAt: isoOf(closesAt),
    dailyEndsAt: isoOrNull(dailyEndsAt),
    order: isOrdered ? { order, by: orderedBy, at: isoOrNull(orderedAt), reason: orderReason } : null,
  };
}

function stepViewOf({ dueAt, deadlineAt, commandedAt, verifiedAt, ...step }: ShownStep) {
  return {
    stepNo: step.stepNo,
    step: step.step,
    state: step.state,
    attempt: step.attempt,
    dueAt: isoOf(dueAt),
    deadlineAt: isoOf(deadlineAt),
    commandedAt: isoOrNull(commandedAt),
    verifiedAt: isoOrNull(verifiedAt),
    error: step.error,
    awaits: [...step.awaits],
    counts: Counts.safeParse(step.result).data ?? null,
  };
}

const Counts = z.record(z.string(), z.number());

const isoOf = (millis: number): string => new Date(millis).toISOString();
const isoOrNull = (millis: number | null): string | null => (millis === null ? null : isoOf(millis));
