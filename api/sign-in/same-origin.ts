import type { Context } from 'hono';
import type { ApiEnv } from '../context.ts';
import { ProblemError } from '../http/problem.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A browser sends the session with whatever a page of anybody makes it send, so what changes something must come from
 * fugo's own pages. Browsers of today say so themselves (Sec-Fetch-Site); others, and other programs, by Origin.
 */
export function isSameOrigin(c: Context<ApiEnv>, publicUrl: string): boolean {
  if (safeMethods.has(c.req.method)) return true;
  const site = c.req.header('sec-fetch-site');
  return site === undefined ? c.req.header('origin') === new URL(publicUrl).origin : site === 'same-origin';
}

export function requireSameOrigin(c: Context<ApiEnv>, publicUrl: string): void {
  if (!isSameOrigin(c, publicUrl)) throw new ProblemError('FORBIDDEN');
}
