/** fetch for the pages: JSON in and out, and one kind of error. */
import type { Problem } from '../../contracts/api/problem.ts';
import {
  findRetryAfterMs,
  isProblem,
  jsonContent,
  problemMediaType,
  withQuery as addressOf,
  type Query,
} from '../../contracts/http.ts';

export { below, ofOrganisation } from '../../contracts/http.ts';

/** What the pages take as an answer. */
export const accepted = `application/json, ${problemMediaType}`;

/** Thrown when the server refuses or does not answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** 0 when there was no answer. */
  readonly status: number;
  /** Null when the answer was no problem document. */
  readonly problem: Problem | null;
  /** The code of a sign-in route, such as INVALID_CODE. */
  readonly code: string | null;
  /** Seconds to wait before the next try; null when the server did not say. */
  readonly retryAfter: number | null;

  constructor(
    status: number,
    problem: Problem | null,
    code: string | null,
    { retryAfter = null, ...options }: ErrorOptions & { retryAfter?: number | null } = {},
  ) {
    super(`${String(status)} ${code ?? ''}`.trim(), options);
    this.retryAfter = retryAfter;
    this.status = status;
    this.problem = problem;
    this.code = code;
  }
}

/** Adds a query to a path, without values that are undefined or empty. */
export function withQuery(path: string, query: Query): string {
  return addressOf(path, Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '')));
}

/** Spread into an infinite query: the answer's `next` is the cursor of the page after it. */
export const pageByPage = {
  initialPageParam: '',
  getNextPageParam: ({ next }: { next: string | null }): string | undefined => next ?? undefined,
};

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Query;
  json?: unknown;
  body?: Blob;
  signal?: AbortSignal;
}

/** Gives the answer's body. The caller names its type by the contract of the address. */
export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await fetchAnswer(path, options);
  // The server's tests check its answers against the contracts. A check here would send every schema to the browser.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the contract of the address says
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

export async function requestFile(path: string, options: RequestOptions = {}): Promise<Blob> {
  return (await fetchAnswer(path, options)).blob();
}

async function fetchAnswer(
  path: string,
  { method, query = {}, json, body, signal }: RequestOptions,
): Promise<Response> {
  const { headers, ...content } = jsonContent(json);
  let response: Response;
  try {
    response = await fetch(withQuery(path, query), {
      method: method ?? 'GET',
      credentials: 'same-origin',
      headers: {
        accept: accepted,
        ...headers,
        ...(body && { 'content-type': 'application/octet-stream' }),
      },
      ...content,
      ...(body && { body }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiError(0, null, null, { cause: error });
  }
  if (!response.ok) throw await readError(response);
  return response;
}

/** Makes an error of an answer that is no success. */
export async function readError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const code = codeIn(body);
  const retryAfter = (findRetryAfterMs(response) ?? 0) / 1_000 || null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its media type says what it is
  return new ApiError(response.status, isProblem(response) ? (body as Problem) : null, code, { retryAfter });
}

function codeIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('code' in body)) return null;
  return typeof body.code === 'string' ? body.code : null;
}
