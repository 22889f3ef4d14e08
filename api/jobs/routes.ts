/** ジョブスケジューラ: the nets of an organisation with what stands now, and what is planned for them. */
import { createRoute } from '@hono/zod-openapi';
import { JobBoard } from '../../contracts/api/job-board.ts';
import { JobSkips, NextRuns, NextRunsQuery } from '../../contracts/api/jobs.ts';
import { tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { listNextRuns } from '../../storage/jobs/next-runs.ts';
import { listSkips } from '../../storage/jobs/nets.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { commonProblems, describeOrganisationNotFound, json, organisationParam, securedBy } from '../http/openapi.ts';
import { createWatchedStream } from '../sign-in/watched-stream.ts';
import { comparisonKeyOf, createJobBoardFeed } from './board-feed.ts';
import { addJobDayRoutes } from './days.ts';
import { addJobDefinitionRoutes } from './definition.ts';
import { addJobOrderRoutes } from './orders.ts';
import { isoOf, isoOrNull, seesServer } from './views.ts';

export function addJobRoutes(app: ApiApp, context: ApiContext): void {
  const feed = createJobBoardFeed(context);
  const stream = createWatchedStream(context);
  const path = '/v1/organisations/{organisation}/jobs';
  const common = {
    ...securedBy('jobs:read'),
    tags: ['jobs'],
    method: 'get' as const,
    middleware: organisationGuard(context, 'jobs:read'),
  };
  const problems = { ...commonProblems, 404: describeOrganisationNotFound() } as const;

  app.openapi(
    createRoute({
      ...common,
      path,
      operationId: 'getJobBoard',
      summary: 'ジョブネットの状況 / Job nets on their servers',
      description: 'As far as the caller sees the servers: never a neighbour’s.',
      request: { params: organisationParam },
      responses: { 200: { description: 'As of this moment.', content: json(JobBoard) }, ...problems },
    }),
    async (c) => c.json(await feed.get(c.get('acting'), c.get('organisation').organisation), 200),
  );

  app.openapi(
    createRoute({
      ...common,
      path: `${path}/events`,
      operationId: 'watchJobs',
      summary: 'ジョブネットの状況の変化 / Job nets whenever they change',
      description:
        'Server-sent events: `jobs` with a `JobBoard`, at first and at every change; as those of the overview.',
      request: { params: organisationParam },
      responses: {
        200: { description: 'Events.', content: { 'text/event-stream': { schema: { type: 'string' } as const } } },
        ...problems,
      },
    }),
    (c) => {
      const [acting, { organisation }] = [c.get('acting'), c.get('organisation')];
      return stream(c, {
        organisation: acting,
        right: 'jobs:read',
        event: 'jobs',
        read: () => feed.get(acting, organisation),
        keyOf: comparisonKeyOf,
      });
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: `${path}/next`,
      operationId: 'listNextJobRuns',
      summary: 'これからの予定 / The days to come, and why some are not run',
      description: 'From today on. Also the days that are skipped or moved, each with the reason.',
      request: { params: organisationParam, query: NextRunsQuery },
      responses: { 200: { description: 'By day.', content: json(NextRuns) }, ...problems },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const query = c.req.valid('query');
      const runs = await listNextRuns(context.db, { organisation, ...query, now: context.now() });
      const days = runs
        .filter(({ server }) => seesServer(c.get('acting'), server))
        .map(({ plannedAt, movedFrom, ...run }) => ({
          ...run,
          plannedAt: isoOrNull(plannedAt),
          movedFrom: [...movedFrom],
        }));
      return c.json({ days }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: `${path}/skips`,
      operationId: 'listJobSkips',
      summary: '実行しない日 / The days that staff have taken out of the plans',
      request: { params: organisationParam },
      responses: { 200: { description: 'From today on.', content: json(JobSkips) }, ...problems },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const from = tokyoDateOf(context.now());
      const skips = await listSkips(c.get('db'), c.get('acting'), organisation, from);
      const seen = skips.filter(({ server }) => seesServer(c.get('acting'), server));
      return c.json({ skips: seen.map(({ skippedAt, ...skip }) => ({ ...skip, skippedAt: isoOf(skippedAt) })) }, 200);
    },
  );

  addJobDefinitionRoutes(app, context, feed);
  addJobDayRoutes(app, context);
  addJobOrderRoutes(app, context, feed);
}
