/**
 * Text that PostgreSQL cannot keep: U+0000, and half of a surrogate pair. Refused before anything is asked of it, as the
 * fault of the input that it is.
 */
import { createMiddleware } from 'hono/factory';
import type { ApiEnv } from '../context.ts';
import { fieldOf } from './field-names.ts';
import { invalidInput, ProblemError } from './problem.ts';

/** The rule that it breaks. */
export function unstorable(text: string): 'CONTROL_CHARACTER' | 'BROKEN_CHARACTER' | null {
  if (text.includes('\0')) return 'CONTROL_CHARACTER';
  return /\p{Surrogate}/u.test(text) ? 'BROKEN_CHARACTER' : null;
}

/** In an address, of whatever route. Its other broken characters are replaced when it is decoded. */
export const refuseUnstorableAddress = createMiddleware<ApiEnv>(async (c, next) => {
  if (c.req.url.includes('%00')) {
    if (new URL(c.req.url).pathname.includes('%00')) throw new ProblemError('NOT_FOUND');
    const problems = Object.entries(c.req.queries()).flatMap(([name, values]) => {
      const rule = unstorable(values.join('')) ?? unstorable(name);
      return rule === null ? [] : [{ field: fieldOf([name]), rule }];
    });
    throw invalidInput(problems);
  }
  await next();
});
