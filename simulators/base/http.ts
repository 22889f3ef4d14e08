import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import type { z } from 'zod';
import { MunicipalityCode, RequestId, type Unavailable } from '../../contracts/participants/common.ts';
import { describeError, type Logger } from './log.ts';

export type App = Hono<{ Bindings: HttpBindings }>;
export type AppContext = Context<{ Bindings: HttpBindings }>;

/** Ten thousand lines are about two megabytes. */
const largestBody = 32 * 1024 * 1024;

export function createApp(log: Logger): App {
  const app: App = new Hono();
  app.use(bodyLimit({ maxSize: largestBody, onError: (c) => c.json({ error: 'tooLarge' }, 413) }));
  if (log.isLevelEnabled('debug')) {
    app.use(async (c, next) => {
      const started = performance.now();
      await next();
      const ms = Math.round((performance.now() - started) * 10) / 10;
      log.info({ method: c.req.method, path: c.req.path, status: c.res.status, ms }, 'request');
    });
  }
  app.notFound((c) => c.json({ error: 'notFound' }, 404));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    if (error instanceof Unready) return unavailable(c, error.reason, error.retryAfter);
    log.warn({ method: c.req.method, path: c.req.path, ...describeError(error) }, 'request failed');
    return c.json({ error: 'internal' }, 500);
  });
  return app;
}

/** Thrown if a participant cannot take a request now; answered with 503. */
export class Unready extends Error {
  readonly reason: Unavailable['error'];
  readonly retryAfter: number | null;
  constructor(reason: Unavailable['error'], retryAfter: number | null = null) {
    super(`Not now: ${reason}.`);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }
}

const sentences: Record<Unavailable['error'], string> = {
  closed: 'This system is closed. 業務時間外または停止中です。',
  fault: 'This system is out of order. 障害が発生しています。',
  busy: 'This system cannot take the request now. 現在受け付けられません。',
};

export function unavailable(c: AppContext, error: Unavailable['error'], retryAfter: number | null): Response {
  const headers = retryAfter === null ? undefined : { 'retry-after': String(retryAfter) };
  return c.json({ error, message: sentences[error] } satisfies Unavailable, 503, headers);
}

/** Reads the body by its contract. Answers 400 with the field and the rule, but never repeats the value. */
export async function parseBody<S extends z.ZodType>(c: AppContext, schema: S): Promise<z.output<S>> {
  let body: unknown;
  try {
    body = await c.req.json();
  } catch {
    throw createRefusal({ error: 'malformed', field: '', rule: 'json' });
  }
  return parseValue(body, schema);
}

export function parseValue<S extends z.ZodType>(value: unknown, schema: S, field = ''): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = [field, ...(issue?.path.map(String) ?? [])].filter((part) => part !== '').join('.');
  throw createRefusal({ error: 'invalid', field: path, rule: issue?.code ?? 'unknown' });
}

export function municipalityOf(c: AppContext): string {
  return parseValue(c.req.param('municipality'), MunicipalityCode, 'municipality');
}

export function requestIdOf(c: AppContext): string {
  return parseValue(c.req.query('requestId'), RequestId, 'requestId');
}

/** A 400 that names field and rule. */
export function refuseField(field: string, rule: string): HTTPException {
  return createRefusal({ error: 'invalid', field, rule });
}

function createRefusal(problem: { error: string; field: string; rule: string }): HTTPException {
  return new HTTPException(400, { res: Response.json(problem, { status: 400 }) });
}
