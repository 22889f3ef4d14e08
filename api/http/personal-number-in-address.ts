import { createMiddleware } from 'hono/factory';
import { hasPersonalNumber } from '../../domain/values/personal-number.ts';
import type { ApiEnv } from '../context.ts';
import { fieldOf } from './field-names.ts';
import { invalidInput } from './problem.ts';
import { fieldsOfNumbers, withoutIds } from './sound-body.ts';

/** A personal number never belongs in an address: of what stands in its query much is audited or kept. */
export const refusePersonalNumberInQuery = createMiddleware<ApiEnv>(async (c, next) => {
  if (c.req.url.includes('?')) {
    const problems = Object.entries(c.req.queries()).flatMap(([name, values]) =>
      !isOfNumbers(name) && values.some((value) => hasPersonalNumber(withoutIds(value)))
        ? [{ field: fieldOf([name]), rule: 'PERSONAL_NUMBER_INSIDE' as const }]
        : [],
    );
    if (problems.length > 0) throw invalidInput(problems);
  }
  await next();
});

/** The subject of an entry of the audit log may be a resident's number. */
const isOfNumbers = (name: string): boolean => fieldsOfNumbers.has(name) || name === 'subject';
