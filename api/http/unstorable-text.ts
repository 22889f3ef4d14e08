/**
 * Text that PostgreSQL cannot store: U+0000, and half of a surrogate pair. It is refused as the caller's fault before
 * the database sees it.
 */
import { createMiddleware } from 'hono/factory';
import type { ApiEnv } from '../context.ts';
import { fieldOf } from './field-names.ts';
import { invalidInput, ProblemError } from './problem.ts';

/** The rule that the text breaks; null if it can be stored. */
export function findUnstorable(text: string): 'CONTROL_CHARACTER' | 'BROKEN_CHARACTER' | null {
  if (text.includes('\0')) return 'CONTROL_CHARACTER';
  return /\p{Surrogate}/u.test(text) ? 'BROKEN_CHARACTER' : null;
}

/** Refuses U+0000 in any address. Other broken characters are replaced when the address is decoded. */
export const refuseUnstorableAddress = createMiddleware<ApiEnv>(async (c, next) => {
  if (c.req.url.includes('%00')) {
    if (new URL(c.req.url).pathname.includes('%00')) throw new ProblemError('NOT_FOUND');
    const problems = Object.entries(c.req.queries()).flatMap(([name, values]) => {
      const rule = findUnstorable(values.join('')) ?? findUnstorable(name);
      return rule === null ? [] : [{ field: fieldOf([name]), rule }];
    });
    throw invalidInput(problems);
  }
  await next();
});
