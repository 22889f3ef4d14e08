/**
 * One call to a participant. HTTP becomes a small union here, and what was answered is parsed once, at this edge. A
 * description of what is wrong names statuses and fields, never values: it ends in logs and in the error list.
 */
import type { z } from 'zod';

export type Reply<T> =
  | { kind: 'answered'; body: T }
  /**
   * Closed, overloaded, unreachable, or no whole answer within the time limit. Whether it did the work is unknown;
   * whoever sent something asks for its state before sending it again.
   */
  | { kind: 'unavailable'; retryAfterMs?: number }
  /** An answer that is not in the contract. */
  | { kind: 'unexpected'; what: string };

export interface CallOptions {
  /** Cancels the call; it then throws the signal's reason, because that says nothing about the participant. */
  signal?: AbortSignal | undefined;
}

export interface ClientOptions {
  /** For one call, from sending to the last byte of the answer. Milliseconds. */
  timeoutMs: number;
}

interface Call<T> extends CallOptions, ClientOptions {
  baseUrl: string;
  /** Segments of the path; each is encoded. */
  path: readonly string[];
  query?: Record<string, string>;
  /** Given: POST with this as JSON. Not given: GET. */
  body?: unknown;
  schema: z.ZodType<T>;
}

interface CallWithStatuses<T, Status extends number> extends Call<T> {
  /** Statuses without a body that the contract gives a meaning. */
  statuses: readonly Status[];
}

/** The same connections serve all calls: Node's fetch keeps them alive. */
export async function call<T>(request: Call<T>): Promise<Reply<T>> {
  const reply = await callWithStatuses<T, never>({ ...request, statuses: [] });
  return reply.kind === 'status' ? { kind: 'unexpected', what: statusText(reply.status) } : reply;
}

export async function callWithStatuses<T, Status extends number>(
  request: CallWithStatuses<T, Status>,
): Promise<Reply<T> | { kind: 'status'; status: Status; retryAfterMs?: number }> {
  const { signal, timeoutMs, statuses, schema } = request;
  signal?.throwIfAborted();
  const limit = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let text: string;
  try {
    response = await fetch(urlOf(request), {
      ...contentOf(request.body),
      // Followed, a redirection would hand personal numbers to whoever it names.
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    text = await response.text();
  } catch (err) {
    signal?.throwIfAborted();
    if (isOwnMistake(err)) throw err;
    return { kind: 'unavailable' };
  }

  const status = statuses.find((expected) => expected === response.status);
  if (status !== undefined) return { kind: 'status', status, ...retryAfterOf(response) };
  if (response.ok) return parse(text, schema, response.status);
  if (response.status >= 500 || [408, 425, 429].includes(response.status)) {
    return { kind: 'unavailable', ...retryAfterOf(response) };
  }
  return { kind: 'unexpected', what: statusText(response.status) };
}

/** Whether each line that was asked about has exactly one result, and no other line has. */
export function matchLines<T extends { results: readonly { lineId: string }[] }>(
  reply: Reply<T>,
  asked: readonly { lineId: string }[],
): Reply<T> {
  if (reply.kind !== 'answered') return reply;
  const left = new Set(asked.map(({ lineId }) => lineId));
  const foreign = reply.body.results.filter(({ lineId }) => !left.delete(lineId)).length;
  if (foreign === 0 && left.size === 0) return reply;
  const what = `results: ${left.size} of ${asked.length} lines without a result, ${foreign} results of no such line`;
  return { kind: 'unexpected', what };
}

/** Whether the answer is to this request. */
export function matchRequest<T extends { requestId: string }>(reply: Reply<T>, requestId: string): Reply<T> {
  if (reply.kind !== 'answered' || reply.body.requestId === requestId) return reply;
  return { kind: 'unexpected', what: 'requestId: of another request' };
}

function urlOf({ baseUrl, path, query }: { baseUrl: string; path: readonly string[]; query?: Record<string, string> }) {
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}/${path.map(encodeURIComponent).join('/')}`);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  return url;
}

function contentOf(body: unknown): RequestInit {
  const accept = { accept: 'application/json' };
  if (body === undefined) return { headers: accept };
  return {
    method: 'POST',
    headers: { ...accept, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

function parse<T>(text: string, schema: z.ZodType<T>, status: number): Reply<T> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: 'unexpected', what: `${statusText(status)}: the body is not JSON` };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { kind: 'answered', body: parsed.data };
  const [issue] = parsed.error.issues;
  return { kind: 'unexpected', what: `${statusText(status)}: ${issue?.path.join('.') || 'body'} ${issue?.code ?? ''}` };
}

const statusText = (status: number): string => `status ${status}`;

/** `Retry-After` in seconds or as a date; anything else is ignored. */
function retryAfterOf(response: Response): { retryAfterMs?: number } {
  const header = response.headers.get('retry-after')?.trim();
  if (!header) return {};
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? { retryAfterMs: Math.max(0, ms) } : {};
}

/** fetch throws a bare TypeError for what cannot be sent at all, and one with a cause for what happened on the way. */
function isOwnMistake(err: unknown): boolean {
  return err instanceof TypeError && err.cause === undefined && err.message !== 'terminated';
}
