/**
 * Text that PostgreSQL cannot keep: U+0000, and half of a surrogate pair. Refused before anything is asked of it, as the
 * fault of the input that it is.
 */
import { createMiddleware } from 'hono/factory';
import type { FieldProblem } from '../domain/checked-transfer.ts';
import type { ApiEnv } from './context.ts';
import { invalidInput, ProblemError } from './problem.ts';
import { fieldOf } from './field-names.ts';

type Rule = 'CONTROL_CHARACTER' | 'BROKEN_CHARACTER';

function ruleOf(text: string): Rule | null {
  if (text.includes('\0')) return 'CONTROL_CHARACTER';
  return /\p{Surrogate}/u.test(text) ? 'BROKEN_CHARACTER' : null;
}

/** For a text that is not the body's own, such as one that stands encoded in another. */
export function isStorable(text: string): boolean {
  return ruleOf(text) === null;
}

/** In an address. Its other broken characters are replaced when it is decoded. */
export const refuseUnstorableAddress = createMiddleware<ApiEnv>(async (c, next) => {
  if (c.req.url.includes('%00')) {
    if (new URL(c.req.url).pathname.includes('%00')) throw new ProblemError('NOT_FOUND');
    const problems = Object.entries(c.req.queries()).flatMap(([name, values]) => problemsOf([name], values.join('')));
    throw invalidInput(problems);
  }
  await next();
});

/** In a JSON body, where such a character can only stand as an escape. */
export const refuseUnstorableBody = createMiddleware<ApiEnv>(async (c, next) => {
  const text = await c.req.text();
  if (/\\u(?:0000|d[89a-f])/iu.test(text)) {
    const problems = problemsIn(parsed(text));
    if (problems.length > 0) throw invalidInput(problems);
  }
  await next();
});

/** Undefined where it is no JSON, which is said by what reads the body. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Not by calling itself: a body may be nested as deep as it is long. */
function problemsIn(body: unknown): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const waiting: { value: unknown; path: readonly PropertyKey[] }[] = [{ value: body, path: [] }];
  for (let each = waiting.pop(); each; each = waiting.pop()) {
    const { value, path } = each;
    if (typeof value === 'string') problems.push(...problemsOf(path, value));
    else if (typeof value === 'object' && value !== null) {
      // What lies deeper than any shape has its place told as far as that.
      const at = path.length < 8 ? path : path.slice(0, 8);
      for (const [key, inner] of Object.entries(value)) {
        problems.push(...problemsOf(at, key));
        waiting.push({ value: inner, path: [...at, Array.isArray(value) ? Number(key) : key] });
      }
    }
  }
  return problems;
}

function problemsOf(path: readonly PropertyKey[], text: string): FieldProblem[] {
  const rule = ruleOf(text);
  return rule === null ? [] : [{ field: fieldOf(path), rule }];
}
