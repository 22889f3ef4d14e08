/** The days of job nets as they were and are. */
import { createRoute, z } from '@hono/zod-openapi';
import { JobDays, JobDaysQuery, JobDayWithRuns, NetName, readJobCursor, ServerName } from '../../contracts/api/jobs.ts';
import { dayRules, Day } from '../../contracts/api/moment.ts';
import { addDays } from '../../domain/calendar/civil-date.ts';
import { findJobDay, listJobDays } from '../../storage/jobs/days.ts';
import { auditStaff } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import {
  commonProblems,
  describeInvalid,
  describeOrganisationNotFound,
  json,
  organisationParam,
  securedBy,
} from '../http/openapi.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';
import { dayOf, isoOf, isoOrNull, seesServer } from './views.ts';

/** As long as a plan is made ahead. */
const longestPeriodDays = 400;

export const netParams = organisationParam.extend({
  net: NetName.meta({ param: { name: 'net', in: 'path' } }),
  server: ServerName.meta({ param: { name: 'server', in: 'path' } }),
});
export const jobDayParams = netParams.extend({
  day: Day.meta({ param: { name: 'day', in: 'path' }, description: 'The operating day.', example: '2026-12-01' }),
  no: z.coerce
    .number()
    .int()
    .min(0)
    .max(32_767)
    .meta({ param: { name: 'no', in: 'path' }, description: '0 for the planned run.' }),
});
export const netPath = '/v1/organisations/{organisation}/jobs/nets/{net}/servers/{server}';

export function addJobDayRoutes(app: ApiApp, context: ApiContext): void {
  const common = {
    ...securedBy('jobs:read'),
    tags: ['jobs'],
    method: 'get' as const,
    middleware: organisationGuard(context, 'jobs:read'),
  };

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/organisations/{organisation}/jobs/days',
      operationId: 'listJobDays',
      summary: 'ジョブの実行の履歴 / The days of job nets, also those on which they were not run',
      request: { params: organisationParam, query: JobDaysQuery },
      responses: {
        200: { description: 'The latest first, both dates included.', content: json(JobDays) },
        ...commonProblems,
        404: describeOrganisationNotFound(),
        422: describeInvalid({ from: dayRules, to: [...dayRules, 'OUT_OF_RANGE'], before: ['WRONG_FORMAT'] }),
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const { before, limit, ...filter } = c.req.valid('query');
      if (filter.to < filter.from || filter.to > addDays(filter.from, longestPeriodDays)) {
        throw invalidInput([{ field: 'to', rule: 'OUT_OF_RANGE' }]);
      }
      const subject = [filter.net, filter.server, `${filter.from}/${filter.to}`].filter(Boolean).join(' ');
      await auditStaff(context, c.get('caller'), organisation, { action: 'jobs.days.list', subject });
      const acting = c.get('acting');
      const days = await listJobDays(c.get('db'), acting, {
        organisation,
        ...filter,
        before: before === undefined ? null : readJobCursor(before),
        limit: limit + 1,
      });
      const shown = days.slice(0, limit);
      const last = shown.at(-1);
      const next = last && days.length > limit ? [last.day, last.no, last.net, last.server].join('~') : null;
      return c.json({ days: shown.map(dayOf), next }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: `${netPath}/days/{day}/runs/{no}`,
      operationId: 'getJobDay',
      summary: '運用日のジョブ / A day of a job net with its jobs and every try',
      request: { params: jobDayParams },
      responses: {
        200: { description: 'The day.', content: json(JobDayWithRuns) },
        ...commonProblems,
        404: describeOrganisationNotFound('UNKNOWN_JOB_DAY'),
        422: describeInvalid({ day: dayRules, no: ['NOT_A_NUMBER'] }),
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const { net, server, day, no } = c.req.valid('param');
      const subject = [net, server, day, ...(no === 0 ? [] : [no])].join(' ');
      await auditStaff(context, c.get('caller'), organisation, { action: 'jobs.days.read', subject });
      const acting = c.get('acting');
      const key = { organisation, net, server, day, no };
      const found = seesServer(acting, server) ? await findJobDay(c.get('db'), acting, key) : undefined;
      if (!found) throw new ProblemError('UNKNOWN_JOB_DAY');
      return c.json(
        {
          ...dayOf(found.day),
          jobs: found.jobs.map(({ job, command, after, when, state }) => ({
            job,
            command,
            after: [...after],
            when,
            state,
          })),
          runs: found.runs.map(({ startedAt, endedAt, ...run }) => ({
            ...run,
            startedAt: isoOf(startedAt),
            endedAt: isoOrNull(endedAt),
          })),
        },
        200,
      );
    },
  );
}
