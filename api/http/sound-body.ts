/**
 * Checks every JSON body, whatever its route's shape, before anything is read or written: no key twice in one object,
 * no text that PostgreSQL cannot store, no personal number in free text.
 */
import { createMiddleware } from 'hono/factory';
import type { FieldProblem } from '../../domain/checked-transfer.ts';
import { mostSigns, parseStrictly, TooManySigns, type StrictJson } from '../../domain/strict-json.ts';
import { hasPersonalNumber } from '../../domain/values/personal-number.ts';
import type { ApiEnv } from '../context.ts';
import { fieldOf } from './field-names.ts';
import { invalidInput, ProblemError } from './problem.ts';
import { takeTurn } from './turns.ts';
import { findUnstorable } from './unstorable-text.ts';

/** Characters up to which a body is parsed at once; a longer one waits for its turn. */
const shortBody = 16 * 1024;

/**
 * Fields that hold numbers, not free text: the personal number where a route asks for it, and others that may have
 * twelve digits and pass as one.
 */
export const fieldsOfNumbers: ReadonlySet<PropertyKey> = new Set([
  'personalNumber',
  'addressNumber',
  'integratedAddressNumber',
]);

export const refuseUnsoundBody = createBodyCheck((text, path) => {
  const rule = findUnstorable(text);
  if (rule !== null) return rule;
  if (fieldsOfNumbers.has(path.at(-1) ?? '')) return null;
  return hasPersonalNumber(removeIds(text)) ? 'PERSONAL_NUMBER_INSIDE' : null;
});

/** For bodies of which no free text is kept, such as sign-ins: they are not searched for personal numbers. */
export const refuseUnstorableBody = createBodyCheck(findUnstorable);
export const refuseUnstorableUpTo = (most: number) => createBodyCheck(findUnstorable, most);

/** Removes fugo's own ids: they are hexadecimal, and digits inside them are nobody's number. */
export function removeIds(text: string): string {
  return text.replaceAll(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/giu, '');
}

export const tooManySigns = sentencesOf(mostSigns);
function sentencesOf(most: number) {
  return {
    ja: `JSONの「:」「,」「[」「{」は合わせて${most}個までです。`,
    en: `JSON has at most ${most} colons, commas and opening brackets all in all.`,
  };
}

type TextCheck = (text: string, path: readonly PropertyKey[]) => FieldProblem['rule'] | null;

function createBodyCheck(check: TextCheck, most = mostSigns) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const text = await c.req.text();
    if (text.length > shortBody) await takeTurn();
    const json = parseBody(text, most);
    if (json) {
      const repeated = json.repeated.map((path): FieldProblem => ({ field: fieldOf(path), rule: 'REPEATED_FIELD' }));
      const problems = [...repeated, ...findProblems(json.value, check)];
      if (problems.length > 0) throw invalidInput(problems);
    }
    await next();
  });
}

/** Undefined if the text is not JSON; whoever reads the body says so. */
function parseBody(text: string, most: number): StrictJson | undefined {
  try {
    return parseStrictly(text, most);
  } catch (err) {
    if (err instanceof TooManySigns) throw new ProblemError('TOO_LARGE', { detail: sentencesOf(most) });
    return undefined;
  }
}

/** Works without recursion, because a body may be nested as deep as it is long. */
function findProblems(body: unknown, check: TextCheck): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const queue: { value: unknown; path: readonly PropertyKey[] }[] = [{ value: body, path: [] }];
  for (let each = queue.pop(); each; each = queue.pop()) {
    const { value, path } = each;
    if (typeof value === 'string') {
      const rule = check(value, path);
      if (rule !== null) problems.push({ field: fieldOf(path), rule });
    } else if (typeof value === 'object' && value !== null) {
      // No shape is deeper than this, so the reported path ends here.
      const at = path.length < 8 ? path : path.slice(0, 8);
      for (const [key, inner] of Object.entries(value)) {
        const rule = findUnstorable(key);
        if (rule !== null) problems.push({ field: fieldOf(at), rule });
        queue.push({ value: inner, path: [...at, Array.isArray(value) ? Number(key) : key] });
      }
    }
  }
  return problems;
}
