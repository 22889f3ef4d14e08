import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import { randomUUID } from 'node:crypto';
import { auditedAs } from './audit/write.ts';
import type { ApiContext, ApiEnv } from './context.ts';

/**
 * One line a request: the route's pattern and never the path, since a caller may have put anything there. The request
 * id is ours, for the same reason; it goes back in a header.
 */
export function accessLog({ log, metrics }: Pick<ApiContext, 'log' | 'metrics'>) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const started = performance.now();
    const requestId = randomUUID();
    c.set('requestId', requestId);
    await next();
    c.res.headers.set('x-request-id', requestId);
    const millis = performance.now() - started;
    // The last of the matched ones: those before it are middleware.
    const pattern = routePath(c, -1);
    const route = pattern.includes('*') ? 'unmatched' : pattern;
    const { method } = c.req;
    const { status } = c.res;
    metrics.request({ method: knownMethod(method), route, status }, millis / 1_000);
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
  return caller ? auditedAs(caller).clientId : null;
}

function knownMethod(method: string): string {
  return ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH'].includes(method) ? method : 'OTHER';
}
