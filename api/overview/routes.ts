/** The figures of the home page, once and as a stream of changes. */
import { createRoute } from '@hono/zod-openapi';
import { Overview } from '../../contracts/api/overview.ts';
import { municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { commonProblems, json, municipalityParam, securedBy } from '../http/openapi.ts';
import { comparisonKeyOf, createOverviewFeed } from './feed.ts';
import { createWatchedStream } from '../sign-in/watched-stream.ts';

export function addOverviewRoutes(app: ApiApp, context: ApiContext): void {
  const feed = createOverviewFeed(context);
  const stream = createWatchedStream(context);
  const common = {
    ...securedBy('counts:read'),
    tags: ['operations'],
    method: 'get' as const,
    middleware: municipalityGuard(context, 'counts:read'),
    request: { params: municipalityParam },
  };

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/municipalities/{code}/overview',
      operationId: 'getOverview',
      summary: '概況 / What waits, what was done today, who answers',
      responses: { 200: { description: 'Figures of this moment.', content: json(Overview) }, ...commonProblems },
    }),
    async (c) => c.json(await feed.get(c.get('municipality')), 200),
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/municipalities/{code}/overview/events',
      operationId: 'watchOverview',
      summary: '概況の変化 / The overview whenever it changes',
      description:
        'Server-sent events: `overview` with an `Overview`, at first and at every change; comments in between. It ends ' +
        'within seconds of the session or the right, and after ten minutes; a browser connects again by itself.',
      responses: {
        200: { description: 'Events.', content: { 'text/event-stream': { schema: { type: 'string' } as const } } },
        ...commonProblems,
      },
    }),
    (c) => {
      const code = c.get('municipality').municipality;
      return stream(c, {
        organisation: code,
        right: 'counts:read',
        event: 'overview',
        async read() {
          const settings = await context.municipalities.get(code);
          return settings && feed.get(settings);
        },
        keyOf: comparisonKeyOf,
      });
    },
  );
}
