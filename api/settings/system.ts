/** For whoever runs fugo: is it alive, is it ready, what does it measure. No token, no personal data. */
import { createRoute, z } from '@hono/zod-openapi';
import { sql } from 'drizzle-orm';
import { Readiness } from '../../contracts/api/administration.ts';
import type { Database } from '../../storage/database/database.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { json } from '../http/openapi.ts';
import { areAllWell } from '../engine/worker-health.ts';

const patienceMs = 2_000;

export function addSystemRoutes(app: ApiApp, { db, engine, metrics, workerHealth }: ApiContext): void {
  const open = { method: 'get' as const, tags: ['system'], security: [] };

  app.openapi(
    createRoute({
      ...open,
      path: '/healthz',
      operationId: 'isAlive',
      summary: '稼働確認 / The process is alive',
      responses: { 200: { description: 'Alive.', content: json(z.object({ state: z.literal('up') })) } },
    }),
    (c) => c.json({ state: 'up' as const }, 200),
  );

  app.openapi(
    createRoute({
      ...open,
      path: '/readyz',
      operationId: 'isReady',
      summary: '準備確認 / Database, engine and workers can be reached',
      description: 'Without engine or worker transfers are still taken, and answered 202 `pending` or `numbered`.',
      responses: {
        200: { description: 'All are up.', content: json(Readiness) },
        503: { description: 'One is down; it is named.', content: json(Readiness) },
      },
    }),
    async (c) => {
      const [database, engineIsUp, workersAreUp] = await Promise.all([
        isAnswering(db),
        engine.isReachable(patienceMs),
        areAllWell(workerHealth, patienceMs),
      ]);
      const ready: Readiness = {
        database: stateOf(database),
        engine: stateOf(engineIsUp),
        ...(workerHealth.length > 0 && { worker: stateOf(workersAreUp) }),
      };
      return c.json(ready, database && engineIsUp && workersAreUp ? 200 : 503);
    },
  );

  app.openapi(
    createRoute({
      ...open,
      path: '/metrics',
      operationId: 'getMetrics',
      summary: '計測値 / Prometheus metrics',
      responses: { 200: { description: 'Text.', content: { 'text/plain': { schema: z.string() } } } },
    }),
    async (c) => c.text(await metrics.readText(), 200, { 'content-type': metrics.contentType }),
  );
}

function stateOf(isUp: boolean): 'up' | 'down' {
  return isUp ? 'up' : 'down';
}

async function isAnswering(db: Database): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  const answer = db.execute(sql`select 1`).then(
    () => true,
    () => false,
  );
  const result = await Promise.race([answer, timeout]);
  clearTimeout(timer);
  return result;
}
