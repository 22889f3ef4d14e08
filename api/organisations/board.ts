/** The board of an organisation, once and as a stream of changes. */
import { createRoute } from '@hono/zod-openapi';
import { Board } from '../../contracts/api/board.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { commonProblems, describeOrganisationNotFound, json, organisationParam, securedBy } from '../http/openapi.ts';
import { createWatchedStream } from '../sign-in/watched-stream.ts';
import { comparisonKeyOf, createBoardFeed } from './board-feed.ts';

export function addBoardRoutes(app: ApiApp, context: ApiContext): void {
  const feed = createBoardFeed(context);
  const stream = createWatchedStream(context);
  const path = '/v1/organisations/{organisation}/board';
  const common = {
    ...securedBy('servers:read'),
    tags: ['organisations'],
    method: 'get' as const,
    middleware: organisationGuard(context, 'servers:read'),
    request: { params: organisationParam },
  };

  app.openapi(
    createRoute({
      ...common,
      path,
      operationId: 'getBoard',
      summary: '監視盤 / The servers around an organisation, incidents and silences',
      description: 'As far as the caller sees the organisations: never a neighbour.',
      responses: {
        200: { description: 'As of this moment.', content: json(Board) },
        ...commonProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => c.json(await feed.get(c.get('acting'), c.get('organisation').organisation), 200),
  );

  app.openapi(
    createRoute({
      ...common,
      path: `${path}/events`,
      operationId: 'watchBoard',
      summary: '監視盤の変化 / The board whenever it changes',
      description:
        'Server-sent events: `board` with a `Board`, at first and at every change; as those of the overview.',
      responses: {
        200: { description: 'Events.', content: { 'text/event-stream': { schema: { type: 'string' } as const } } },
        ...commonProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    (c) => {
      const [acting, { organisation }] = [c.get('acting'), c.get('organisation')];
      return stream(c, {
        organisation: acting,
        right: 'servers:read',
        event: 'board',
        read: () => feed.get(acting, organisation),
        keyOf: comparisonKeyOf,
      });
    },
  );
}
