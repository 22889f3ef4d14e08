import { createMiddleware } from 'hono/factory';
import { hasPersonalNumber } from '../../domain/values/personal-number.ts';
import type { ApiEnv } from '../context.ts';
import { fieldOf } from './field-names.ts';
import { invalidInput } from './problem.ts';
import { fieldsOfNumbers, removeIds } from './sound-body.ts';

/** Refuses a personal number in the query, because queries are audited and kept by browsers and proxies. */
export const refusePersonalNumberInQuery = createMiddleware<ApiEnv>(async (c, next) => {
  if (c.req.url.includes('?')) {
    const problems = Object.entries(c.req.queries()).flatMap(([name, values]) =>
      !isOfNumbers(name) && values.some((value) => hasPersonalNumber(removeIds(value)))
        ? [{ field: fieldOf([name]), rule: 'PERSONAL_NUMBER_INSIDE' as const }]
        : [],
    );
    if (problems.length > 0) throw invalidInput(problems);
  }
  await next();
});

/** Whether the parameter may hold a number; the audit log's `subject` may be a resident's integrated address number. */
const isOfNumbers = (name: string): boolean => fieldsOfNumbers.has(name) || name === 'subject';
