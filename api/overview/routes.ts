/** The figures of the home page, once and as a stream of changes. */
import { createRoute } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { Overview } from '../../contracts/api/overview.ts';
import { rightsOfRoles } from '../../domain/rights.ts';
import { municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext, Caller } from '../context.ts';
import { commonProblems, json, municipalityParam, securedBy } from '../http/openapi.ts';
import { comparisonKeyOf, createOverviewFeed } from './feed.ts';
import { createSessionWatch, type WatchedSession } from '../sign-in/session-watch.ts';

const lookMs = 2_000;
/** Proxies close connections that are silent for a minute. */
const heartbeatMs = 15_000;
/** After this the stream ends; the browser connects again by itself, and its session is checked anew. */
const longestMs = 10 * 60_000;

export function addOverviewRoutes(app: ApiApp, context: ApiContext): void {
  const feed = createOverviewFeed(context);
  const watch = createSessionWatch(context);
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
      const caller = c.get('caller');
      const code = c.get('municipality').municipality;
      const session = c.get('session');
      const endsAt = Math.min(context.now() + longestMs, session?.expiresAt.getTime() ?? Infinity);
      // Tells a proxy not to buffer: it would pass nothing on until the stream ends.
      c.header('x-accel-buffering', 'no');
      return streamSSE(
        c,
        async (stream) => {
          const watchedSession = session && watch(code, session.sessionId);
          try {
            let lastShown = '';
            let lastSentAt = context.now();
            while (!stream.aborted && context.now() < endsAt) {
              const settings = await context.municipalities.get(code);
              if (!settings || !(await mayWatch(context, caller, watchedSession))) return;
              const overview = await feed.get(settings);
              const key = comparisonKeyOf(overview);
              if (key !== lastShown) {
                await stream.writeSSE({ event: 'overview', data: JSON.stringify(overview) });
                [lastShown, lastSentAt] = [key, context.now()];
              } else if (context.now() - lastSentAt >= heartbeatMs) {
                await stream.write(': still here\n\n');
                lastSentAt = context.now();
              }
              await stream.sleep(lookMs);
            }
          } finally {
            watchedSession?.close();
          }
        },
        (err) => {
          context.log.error({ err, requestId: c.get('requestId') }, 'a stream of events broke off');
          return Promise.resolve();
        },
      );
    },
  );
}

/** Whether the caller still may watch, by the current tables: the client is not revoked, the session has the right. */
async function mayWatch(
  { clients }: ApiContext,
  caller: Caller,
  watched: WatchedSession | undefined,
): Promise<boolean> {
  if (caller.kind !== 'staff') return (await clients.get(caller.clientId))?.revokedAt === null;
  const roles = await watched?.roles();
  return rightsOfRoles(roles ?? []).has('counts:read');
}
