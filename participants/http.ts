/**
 * One call to a participant (送受信部 35). The HTTP answer becomes a small union and is parsed once, here. A description of
 * a fault names statuses and fields, never values, because it ends in logs and in the error list.
 */
import type { z } from 'zod';
import { findRetryAfterMs, jsonContent, withQuery } from '../contracts/http.ts';

export type Reply<T> =
  | { kind: 'answered'; body: T }
  /**
   * Closed, overloaded, unreachable, or no complete answer in time. Whether the participant did the work is unknown, so
   * senders ask for the request's state before they send again.
   */
  | { kind: 'unavailable'; retryAfterMs?: number }
  /** An answer that breaks the contract. */
  | { kind: 'unexpected'; what: string };

export interface CallOptions {
  /** Cancels the call, which then throws the signal's reason, because that says nothing about the participant. */
  signal?: AbortSignal | undefined;
}

export interface ClientOptions {
  /** The limit of one call, from sending to the last byte of the answer. Milliseconds. */
  timeoutMs: number;
}

interface Call<T> extends CallOptions, ClientOptions {
  baseUrl: string;
  /** Path segments; each is encoded. */
  path: readonly string[];
  query?: Record<string, string>;
  /** When defined, the call is a POST with this as JSON, otherwise a GET. */
  body?: unknown;
  /** Of a call with a body that replaces what is there. */
  method?: 'PUT';
  schema: z.ZodType<T>;
}

interface CallWithStatuses<T, Status extends number> extends Call<T> {
  /** Statuses without a body to which the contract gives a meaning. */
  statuses: readonly Status[];
}

interface CallWithRefusal<T, Refusal> extends Call<T> {
  /** The body of a 409. */
  refusal: z.ZodType<Refusal>;
}

/** Node's fetch keeps connections alive, so calls share them. */
export async function call<T>(request: Call<T>): Promise<Reply<T>> {
  const reply = await callWithStatuses<T, never>({ ...request, statuses: [] });
  return reply.kind === 'status' ? { kind: 'unexpected', what: statusText(reply.status) } : reply;
}

export async function callWithStatuses<T, Status extends number>(
  request: CallWithStatuses<T, Status>,
): Promise<Reply<T> | { kind: 'status'; status: Status; retryAfterMs?: number }> {
  const sent = await send(request);
  if (sent === null) return { kind: 'unavailable' };
  const status = request.statuses.find((expected) => expected === sent.response.status);
  if (status !== undefined) return { kind: 'status', status, ...retryAfterOf(sent.response) };
  return replyOf(sent, request.schema);
}

/** A call to which the participant may answer that it refuses (409), with the reason in the body. */
export async function callWithRefusal<T, Refusal>(
  request: CallWithRefusal<T, Refusal>,
): Promise<Reply<T> | { kind: 'refused'; refusal: Refusal }> {
  const sent = await send(request);
  if (sent === null) return { kind: 'unavailable' };
  if (sent.response.status !== 409) return replyOf(sent, request.schema);
  const reply = parse(sent.text, request.refusal, sent.response.status);
  return reply.kind === 'answered' ? { kind: 'refused', refusal: reply.body } : reply;
}

/** Null if no complete answer came. */
async function send(request: Call<unknown>): Promise<{ response: Response; text: string } | null> {
  const { signal, timeoutMs } = request;
  signal?.throwIfAborted();
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(urlOf(request), {
      ...contentOf(request),
      // Following a redirection would hand personal numbers to whomever it names.
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    return { response, text: await response.text() };
  } catch (err) {
    signal?.throwIfAborted();
    if (isOwnMistake(err)) throw err;
    return null;
  }
}

function replyOf<T>({ response, text }: { response: Response; text: string }, schema: z.ZodType<T>): Reply<T> {
  if (response.ok) return parse(text, schema, response.status);
  if (response.status >= 500 || [408, 425, 429].includes(response.status)) {
    return { kind: 'unavailable', ...retryAfterOf(response) };
  }
  return { kind: 'unexpected', what: statusText(response.status) };
}

/** Checks that each requested line has exactly one result, and that there are no others. */
export function matchLines<T extends { results: readonly { lineId: string }[] }>(
  reply: Reply<T>,
  asked: readonly { lineId: string }[],
): Reply<T> {
  if (reply.kind !== 'answered') return reply;
  const openLines = new Set(asked.map(({ lineId }) => lineId));
  const foreignCount = reply.body.results.filter(({ lineId }) => !openLines.delete(lineId)).length;
  if (foreignCount === 0 && openLines.size === 0) return reply;
  const what = `results: ${openLines.size} of ${asked.length} lines without a result, ${foreignCount} results of no such line`;
  return { kind: 'unexpected', what };
}

/** Checks that the answer belongs to this request. */
export function matchRequest<T extends { requestId: string }>(reply: Reply<T>, requestId: string): Reply<T> {
  if (reply.kind !== 'answered' || reply.body.requestId === requestId) return reply;
  return { kind: 'unexpected', what: 'requestId: of another request' };
}

function urlOf({ baseUrl, path, query }: { baseUrl: string; path: readonly string[]; query?: Record<string, string> }) {
  return new URL(withQuery(`${baseUrl.replace(/\/+$/, '')}/${path.map(encodeURIComponent).join('/')}`, query));
}

function contentOf({ body, method }: Pick<Call<unknown>, 'body' | 'method'>): RequestInit {
  const accept = { accept: 'application/json' };
  const { headers, ...content } = jsonContent(body);
  return { method: body === undefined ? 'GET' : (method ?? 'POST'), headers: { ...accept, ...headers }, ...content };
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

function retryAfterOf(response: Response): { retryAfterMs?: number } {
  const retryAfterMs = findRetryAfterMs(response);
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}

/**
 * fetch throws a TypeError without cause for a request that cannot be sent at all, and with a cause for a failure on
 * the way.
 */
function isOwnMistake(err: unknown): boolean {
  return err instanceof TypeError && err.cause === undefined && err.message !== 'terminated';
}
