/** Translates the findings of the zod shapes in contracts/ into fields and rules of fugo's catalogue. */
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import type { z } from 'zod';
import type { FieldProblem, ShapeRuleCode, TransferRule } from '../../domain/checked-transfer.ts';
import type { ApiEnv } from '../context.ts';
import { fieldOf } from './field-names.ts';
import { invalidInput, ProblemError } from './problem.ts';
import { refuseUnsoundBody, refuseUnstorableBody, refuseUnstorableUpTo } from './sound-body.ts';

/** The default hook of OpenAPIHono: refuses a request that does not have its route's shape. */
export function refuseInvalid(
  result: { success: true } | { success: false; error: z.core.$ZodError; data?: unknown },
): void {
  if (!result.success) throw invalidInput(result.error.issues.flatMap((issue) => problemsOf(issue, result.data)));
}

function problemsOf(issue: z.core.$ZodIssue, input: unknown): FieldProblem[] {
  const field = fieldOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: fieldOf([...issue.path, key]), rule: 'UNKNOWN_FIELD' }));
  }
  return [{ field, rule: ruleOf(issue, valueAt(input, issue.path)) }];
}

function ruleOf(issue: z.core.$ZodIssue, value: unknown): TransferRule {
  if (value === undefined && issue.code !== 'custom') return 'MISSING';
  switch (issue.code) {
    case 'invalid_type':
      return typeRules[issue.expected] ?? 'WRONG_FORMAT';
    case 'too_big':
      return issue.origin === 'string' ? 'TOO_LONG' : 'OUT_OF_RANGE';
    case 'too_small':
      return issue.origin === 'string' ? 'EMPTY' : 'OUT_OF_RANGE';
    case 'invalid_value':
    case 'invalid_key':
      return 'NOT_LISTED';
    case 'invalid_union':
      return issue.discriminator === undefined ? 'WRONG_FORMAT' : 'NOT_LISTED';
    case 'custom':
      return customRules.find((rule) => rule === issue.params?.['rule']) ?? 'WRONG_FORMAT';
    default:
      return 'WRONG_FORMAT';
  }
}

/** Rules that the shapes name themselves. */
const customRules = [
  'EMPTY',
  'TOO_LONG',
  'CONTROL_CHARACTER',
  'PERSONAL_NUMBER_INSIDE',
] as const satisfies readonly TransferRule[];

const typeRules: Record<string, ShapeRuleCode> = {
  string: 'NOT_TEXT',
  number: 'NOT_A_NUMBER',
  int: 'NOT_A_NUMBER',
  boolean: 'NOT_A_BOOLEAN',
  array: 'NOT_A_LIST',
  object: 'NOT_AN_OBJECT',
  record: 'NOT_AN_OBJECT',
};

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, part)?.value;
  }
  return value;
}

/** `largest`: bytes. */
const jsonUpTo = (largest: number) =>
  [
    createMiddleware<ApiEnv>(async (c, next) => {
      if (mediaTypeOf(c.req.header('content-type')) !== 'application/json') {
        throw new ProblemError('UNSUPPORTED_MEDIA_TYPE');
      }
      // Hono reads no body if a space stands before the semicolon of the media type.
      c.req.raw.headers.set('content-type', 'application/json');
      await next();
    }),
    bodyLimit({
      maxSize: largest,
      onError: () => {
        throw new ProblemError('TOO_LARGE');
      },
    }),
  ] as const;

/** Middleware of routes that take a JSON body and nothing else. */
export const jsonBody = [...jsonUpTo(1024 * 1024), refuseUnsoundBody] as const;

/**
 * The same for what another system writes, which nobody can write in another way: a row of digits that could be a personal
 * number is no reason to lose the rest. The route keeps none.
 */
export const foreignJsonBody = [...jsonUpTo(1024 * 1024), refuseUnstorableBody] as const;

/** The same in other limits. `largest`: bytes; `signs`: see domain/strict-json.ts. */
export const foreignJsonUpTo = ({ largest, signs }: { largest: number; signs: number }) =>
  [...jsonUpTo(largest), refuseUnstorableUpTo(signs)] as const;

export function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
