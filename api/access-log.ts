import { createMiddleware } from 'hono/factory';
import { matchedRoutes } from 'hono/route';
import { randomUUID } from 'node:crypto';
import { auditIdentityOf } from './audit/write.ts';
import type { ApiContext, ApiEnv } from './context.ts';

/**
 * Logs one line for each request: the route's pattern, never the path, because a caller may have written anything
 * there. The request id is made here for the same reason and goes back in the header `x-request-id`.
 */
export function accessLog({ log, metrics }: Pick<ApiContext, 'log' | 'metrics'>) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const started = performance.now();
    const requestId = randomUUID();
    c.set('requestId', requestId);
    await next();
    c.res.headers.set('x-request-id', requestId);
    const millis = performance.now() - started;
    // Middleware is matched before the route, and what serves the pages after it; both are for many addresses.
    const route = matchedRoutes(c).findLast(({ path }) => !path.includes('*'))?.path ?? 'unmatched';
    const { method } = c.req;
    const { status } = c.res;
    metrics.countRequest({ method: knownMethod(method), route, status }, millis / 1_000);
    const problem = c.get('problem');
    log.info(
      {
        requestId,
        method: knownMethod(method),
        route,
        status,
        ms: Math.round(millis * 10) / 10,
        clientId: callerIdOf(c.var),
        ...(problem && { code: problem.code, errorId: problem.errorId }),
      },
      'request',
    );
  });
}

function callerIdOf({ caller }: Partial<ApiEnv['Variables']>): string | null {
  return caller ? auditIdentityOf(caller).clientId : null;
}

function knownMethod(method: string): string {
  return ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH'].includes(method) ? method : 'OTHER';
}
