/** Problem documents (RFC 9457), worded by the failure catalogue. They never repeat anything that was sent. */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { FieldError, Problem } from '../../contracts/api/problem.ts';
import { problemMediaType } from '../../contracts/http.ts';
import type { Language } from '../../config/language.ts';
import { transferRules, type FieldProblem } from '../../domain/checked-transfer.ts';
import { failures, type RequestFailureCode } from '../../domain/failures.ts';
import { hasGone } from './connection.ts';
import { sqlStateOf } from '../../storage/database/database.ts';
import { databaseTroubleOf } from '../../storage/database/trouble.ts';
import type { ApiContext, ApiEnv } from '../context.ts';
import { chooseLanguage } from './language.ts';

interface ProblemDetails {
  errors?: FieldProblem[];
  detail?: { ja: string; en: string };
  loadId?: string;
  present?: { version: number; hash: string };
  /** Members of the document besides, such as both sides of a change that came too late. */
  more?: Record<string, unknown>;
  headers?: Record<string, string>;
  cause?: unknown;
}

export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: RequestFailureCode;
  readonly details: ProblemDetails;

  constructor(code: RequestFailureCode, details: ProblemDetails = {}) {
    super(failures[code].en, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.details = details;
  }
}

export function invalidInput(errors: FieldProblem[]): ProblemError {
  return new ProblemError('INVALID_INPUT', { errors });
}

/** Limits the answer's length: a body may break a rule at every few bytes. */
const mostFieldErrors = 100;

export function problemOf(error: ProblemError, language: Language): Problem {
  const { ja, en, status } = failures[error.code];
  const { errors, detail, loadId, present } = error.details;
  return {
    type: `urn:fugo:problem:${error.code}`,
    title: language === 'ja' ? ja : en,
    status,
    ...(detail && { detail: detail[language] }),
    code: error.code,
    errorId: randomUUID(),
    ...(loadId !== undefined && { loadId }),
    ...(present && { present }),
    ...(errors && { errors: errors.slice(0, mostFieldErrors).map(fieldErrorOf) }),
  };
}

function fieldErrorOf({ field, rule }: FieldProblem): FieldError {
  return { field, rule, message: transferRules[rule] };
}

/** Maps any error to a problem of the catalogue; the caller learns nothing about an unforeseen one. */
export function toProblemError(err: unknown): ProblemError {
  if (err instanceof ProblemError) return err;
  // Hono throws this for a body that is not JSON.
  if (err instanceof HTTPException && err.status === 400) return new ProblemError('MALFORMED');
  const trouble = databaseTroubleOf(err);
  if (trouble) return new ProblemError(databaseProblems[trouble], { cause: err, headers: { 'retry-after': '5' } });
  return new ProblemError('UNEXPECTED', { cause: err });
}

/** Both are answered with Retry-After 5: the pool reconnects within five seconds of the database's return. */
const databaseProblems = { away: 'DATABASE_AWAY', busy: 'DATABASE_BUSY' } as const;

/** Answers a request that ended in `err`; an unforeseen error is logged under the answer's error id. */
export function answerProblem(c: Context<ApiEnv>, { log }: Pick<ApiContext, 'log'>, err: unknown): Response {
  const error = hasGone(c.env) ? new ProblemError('NOT_IN_TIME') : toProblemError(err);
  const language = chooseLanguage(c.req.header('accept-language'));
  const problem = problemOf(error, language);
  c.set('problem', { code: problem.code, errorId: problem.errorId });
  logUnforeseen(log, error, problem.errorId, c.get('requestId'));
  return c.body(JSON.stringify({ ...problem, ...error.details.more }), failures[error.code].status, {
    'content-type': problemMediaType,
    'content-language': language,
    vary: 'Accept-Language',
    ...error.details.headers,
  });
}

/**
 * Expects a log of temporal/logging's createLogger, which leaves out the values that libraries quote in their errors.
 */
export function logUnforeseen(log: ApiContext['log'], error: ProblemError, errorId: string, requestId: string): void {
  const { cause } = error.details;
  if (cause === undefined) return;
  // While the database is away every request ends here; a stack trace each would fill the disk and say nothing more.
  const trouble = databaseTroubleOf(cause);
  if (trouble) log.warn({ errorId, requestId, trouble, code: sqlStateOf(cause) }, 'the database did not answer');
  else log.error({ errorId, requestId, err: cause }, 'problem with a cause');
}
