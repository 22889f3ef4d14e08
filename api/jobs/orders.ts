/** What staff order of a net or of one of its days; each with a reason that the audit log keeps. */
import { createRoute } from '@hono/zod-openapi';
import { JobDay, JobReasonBody, RunNowBody, SkipBody } from '../../contracts/api/jobs.ts';
import { dayRules, Day } from '../../contracts/api/moment.ts';
import { tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { jobOrders, type JobOrder } from '../../domain/jobs/names.ts';
import type { RequestFailureCode } from '../../domain/failures.ts';
import { askForRun, findJobDay, orderJobDay, type JobOrderResult } from '../../storage/jobs/days.ts';
import { pauseNet, skipDay, unskipDay } from '../../storage/jobs/nets.ts';
import { auditAllowed, auditIdentityOf } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  describeInvalid,
  describeOrganisationNotFound,
  describeRefusal,
  json,
  securedBy,
} from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import type { JobBoardFeed } from './board-feed.ts';
import { jobDayParams, netParams, netPath } from './days.ts';
import { dayOf } from './views.ts';

export function addJobOrderRoutes(app: ApiApp, context: ApiContext, feed: JobBoardFeed): void {
  const common = {
    ...securedBy('jobs:run'),
    tags: ['jobs'],
    method: 'post' as const,
  };
  const guard = organisationGuard(context, 'jobs:run');
  const problems = {
    ...commonProblems,
    ...bodyProblems,
    404: describeOrganisationNotFound('UNKNOWN_JOB_NET'),
  } as const;

  app.openapi(
    createRoute({
      ...common,
      middleware: [guard, ...jsonBody] as const,
      path: `${netPath}/run`,
      operationId: 'runJobNet',
      summary: '今すぐ実行 / Run a net besides its plan',
      description:
        'It begins as soon as no other day of the net runs on that server. Each call asks for a run of its own.',
      request: { params: netParams, body: { required: true, content: json(RunNowBody) } },
      responses: {
        202: { description: 'Asked for; its workflow begins it at once.', content: json(JobDay) },
        ...problems,
        422: describeInvalid({ day: dayRules }),
      },
    }),
    async (c) => {
      const { net, server } = c.req.valid('param');
      const { organisation } = c.get('organisation');
      const { reason, day = tokyoDateOf(context.now()) } = c.req.valid('json');
      const [caller, db, acting] = [c.get('caller'), c.get('db'), c.get('acting')];
      await auditAllowed(context, caller, organisation, {
        action: 'jobs.run',
        subject: `${net} ${server} ${day}`,
        reason,
      });
      const { staffId, clientId } = auditIdentityOf(caller);
      const asked = await askForRun(
        db,
        acting,
        { organisation, net, server },
        { day, reason, askedBy: staffId ?? clientId },
      );
      if (asked.kind === 'unknown') throw new ProblemError('UNKNOWN_JOB_NET');
      feed.forget(acting, organisation);
      // The row keeps what is asked for, so nothing is lost while the engine is away.
      context.background.run('nudge of a job net', () => context.engine.nudgeJobDay(asked.key));
      const found = await findJobDay(db, acting, asked.key);
      if (!found) throw new ProblemError('UNKNOWN_JOB_NET');
      return c.json(dayOf(found.day), 202);
    },
  );

  addPauseRoute('pause', {
    operationId: 'pauseJobNet',
    summary: '一時停止 / Pause a net on a server',
    description:
      'It does not begin at its times until it is resumed. What runs goes on, and it may still be run by hand.',
  });
  addPauseRoute('resume', {
    operationId: 'resumeJobNet',
    summary: '一時停止を解く / End the pause of a net on a server',
    description: 'It begins at the next of its times.',
  });

  app.openapi(
    createRoute({
      ...common,
      middleware: [guard, ...jsonBody] as const,
      path: `${netPath}/skips`,
      operationId: 'skipJobDay',
      summary: '実行しない日にする / Take a day out of the plan',
      description: 'The net is not run on that day alone, and on no other in its place.',
      request: { params: netParams, body: { required: true, content: json(SkipBody) } },
      responses: {
        204: { description: 'Taken out, now or before.' },
        ...problems,
        409: describeRefusal('JOB_DAY_BEGUN'),
        422: describeInvalid({ day: dayRules }),
      },
    }),
    async (c) => {
      const { net, server } = c.req.valid('param');
      const { organisation } = c.get('organisation');
      const { day, reason } = c.req.valid('json');
      const [caller, acting] = [c.get('caller'), c.get('acting')];
      const subject = `${net} ${server} ${day}`;
      await auditAllowed(context, caller, organisation, { action: 'jobs.skip', subject, reason });
      const { staffId, clientId } = auditIdentityOf(caller);
      const skipped = { day, reason, skippedBy: staffId ?? clientId };
      const { kind } = await skipDay(c.get('db'), acting, { organisation, net, server }, skipped);
      if (kind === 'unknown') throw new ProblemError('UNKNOWN_JOB_NET');
      if (kind === 'begun') throw new ProblemError('JOB_DAY_BEGUN');
      planChanged(acting, organisation);
      return c.body(null, 204);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      middleware: [guard, ...jsonBody] as const,
      path: `${netPath}/skips/{day}/withdraw`,
      operationId: 'unskipJobDay',
      summary: '予定に戻す / Put a day back into the plan',
      request: {
        params: netParams.extend({ day: Day.meta({ param: { name: 'day', in: 'path' }, example: '2026-12-01' }) }),
        body: { required: true, content: json(JobReasonBody) },
      },
      responses: {
        204: { description: 'Put back, now or before.' },
        ...problems,
        422: describeInvalid({ day: dayRules }),
      },
    }),
    async (c) => {
      const { net, server, day } = c.req.valid('param');
      const { organisation } = c.get('organisation');
      const { reason } = c.req.valid('json');
      const acting = c.get('acting');
      const subject = `${net} ${server} ${day}`;
      await auditAllowed(context, c.get('caller'), organisation, { action: 'jobs.unskip', subject, reason });
      const { kind } = await unskipDay(c.get('db'), acting, { organisation, net, server }, day);
      if (kind === 'unknown') throw new ProblemError('UNKNOWN_JOB_NET');
      planChanged(acting, organisation);
      return c.body(null, 204);
    },
  );

  for (const order of jobOrders) addDayRoute(order, orderWords[order]);

  function addPauseRoute(
    what: 'pause' | 'resume',
    words: { operationId: string; summary: string; description: string },
  ): void {
    app.openapi(
      createRoute({
        ...common,
        ...words,
        middleware: [guard, ...jsonBody] as const,
        path: `${netPath}/${what}`,
        request: { params: netParams, body: { required: true, content: json(JobReasonBody) } },
        responses: { 204: { description: 'It is so, now or before.' }, ...problems },
      }),
      async (c) => {
        const { net, server } = c.req.valid('param');
        const { organisation } = c.get('organisation');
        const { reason } = c.req.valid('json');
        const [caller, acting] = [c.get('caller'), c.get('acting')];
        const subject = `${net} ${server}`;
        await auditAllowed(context, caller, organisation, { action: `jobs.${what}`, subject, reason });
        const { staffId, clientId } = auditIdentityOf(caller);
        const change = { paused: what === 'pause', reason, changedBy: staffId ?? clientId };
        const { kind } = await pauseNet(c.get('db'), acting, { organisation, net, server }, change);
        if (kind === 'unknown') throw new ProblemError('UNKNOWN_JOB_NET');
        planChanged(acting, organisation);
        return c.body(null, 204);
      },
    );
  }

  function addDayRoute(order: JobOrder, words: (typeof orderWords)[JobOrder]): void {
    app.openapi(
      createRoute({
        ...common,
        ...words,
        middleware: [guard, ...jsonBody] as const,
        path: `${netPath}/days/{day}/runs/{no}/${order}`,
        request: { params: jobDayParams, body: { required: true, content: json(JobReasonBody) } },
        responses: {
          202: { description: 'Ordered; the day’s workflow does it at once.', content: json(JobDay) },
          ...commonProblems,
          ...bodyProblems,
          404: describeOrganisationNotFound('UNKNOWN_JOB_DAY'),
          409: describeRefusal('JOB_DAY_NOT_HALTED', 'JOB_ORDER_PENDING'),
          422: describeInvalid({ day: dayRules, no: ['NOT_A_NUMBER'] }),
        },
      }),
      async (c) => {
        const { organisation } = c.get('organisation');
        const { net, server, day, no } = c.req.valid('param');
        const { reason } = c.req.valid('json');
        const [caller, db, acting] = [c.get('caller'), c.get('db'), c.get('acting')];
        const subject = [net, server, day, ...(no === 0 ? [] : [no])].join(' ');
        await auditAllowed(context, caller, organisation, { action: `jobs.days.${order}`, subject, reason });
        const { staffId, clientId } = auditIdentityOf(caller);
        const key = { organisation, net, server, day, no };
        const result = await orderJobDay(db, acting, key, { order, orderedBy: staffId ?? clientId, reason });
        if (result.kind !== 'ordered') throw new ProblemError(orderRefusals[result.kind]);
        feed.forget(acting, organisation);
        context.background.run('nudge of a job net', () => context.engine.nudgeJobDay(key));
        const found = await findJobDay(db, acting, key);
        if (!found) throw new ProblemError('UNKNOWN_JOB_DAY');
        return c.json(dayOf(found.day), 202);
      },
    );
  }

  function planChanged(acting: string, organisation: string): void {
    feed.forget(acting, organisation);
    context.background.run('schedules of jobs', () => context.engine.lookAfterJobs());
  }
}

const orderWords = {
  resume: {
    operationId: 'resumeJobDay',
    summary: '止まった運用日を再開する / Resume a day that stands still',
    description: 'Begins again at the jobs that failed. What is done is not done again.',
  },
  abandon: {
    operationId: 'abandonJobDay',
    summary: '止まった運用日を打ち切る / Abandon a day that stands still',
    description: 'The rest of its jobs is not run.',
  },
} as const satisfies Record<JobOrder, object>;

const orderRefusals = {
  unknown: 'UNKNOWN_JOB_DAY',
  notHalted: 'JOB_DAY_NOT_HALTED',
  pending: 'JOB_ORDER_PENDING',
} as const satisfies Record<Exclude<JobOrderResult['kind'], 'ordered'>, RequestFailureCode>;
