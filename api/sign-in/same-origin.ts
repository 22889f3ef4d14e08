import type { Context } from 'hono';
import type { ApiEnv } from '../context.ts';
import { ProblemError } from '../http/problem.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a changing request comes from fugo's own pages: a browser sends the session with whatever another site's page
 * makes it send. Browsers say so in Sec-Fetch-Site; older ones and other programs in Origin.
 */
export function isSameOrigin(c: Context<ApiEnv>, publicUrl: string): boolean {
  if (safeMethods.has(c.req.method)) return true;
  const site = c.req.header('sec-fetch-site');
  return site === undefined ? c.req.header('origin') === new URL(publicUrl).origin : site === 'same-origin';
}

export function requireSameOrigin(c: Context<ApiEnv>, publicUrl: string): void {
  if (!isSameOrigin(c, publicUrl)) throw new ProblemError('FORBIDDEN');
}
