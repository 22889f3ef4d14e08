import type { ZodType } from 'zod';
import { TokenAnswer } from '../contracts/api/administration.ts';
import { Problem } from '../contracts/api/problem.ts';
import type { Language } from '../config/language.ts';
import { FileUnreadable, sendFile, type FileToSend } from './send-file.ts';

/** How a client proves who it is: RFC 6749 §4.4. */
export interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** A yes with its body, or a no in the words of the API. */
export type Reply<Body> = { kind: 'ok'; status: number; body: Body } | { kind: 'problem'; problem: Problem };

export interface Call<Body> {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  query?: Record<string, string | number | undefined>;
  /** A value is sent as JSON; a text as it is, with its media type. */
  body?: unknown;
  text?: { content: string; mediaType: string };
  /** What the answer's body must be. */
  answer: ZodType<Body>;
  timeoutMs?: number;
}

export interface ApiClient {
  call: <Body>(call: Call<Body>) => Promise<Reply<Body>>;
  /** An answer that is text, such as NDJSON, or nothing at all. */
  callText: (call: Omit<Call<never>, 'answer'>) => Promise<Reply<string>>;
  /** A file as the body, from the disk. */
  upload: <Body>(call: Pick<Call<Body>, 'path' | 'query' | 'answer'> & { file: FileToSend }) => Promise<Reply<Body>>;
  /** An answer of any length, as it comes in. */
  download: (
    call: Pick<Call<never>, 'path' | 'query'> & { mediaType: string },
  ) => Promise<Reply<AsyncIterable<Uint8Array>>>;
}

/** Thrown when nothing answers at the address. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Thrown when what answers is not what the contract says; perhaps something else listens there. */
export class StrangeAnswer extends Error {
  override readonly name = 'StrangeAnswer';
}

/** fugo's API with the rights of one client. Tokens are asked for when needed and kept until shortly before their end. */
export function createApiClient(baseUrl: string, credentials: Credentials, language: Language): ApiClient {
  let token: Promise<{ value: string; until: number }> | undefined;

  async function getToken(): Promise<Reply<string>> {
    const asked = (token ??= askToken());
    try {
      const { value, until } = await asked;
      if (until > Date.now()) return { kind: 'ok', status: 200, body: value };
    } catch (error) {
      if (token === asked) token = undefined;
      if (error instanceof Refused) return { kind: 'problem', problem: error.problem };
      throw error;
    }
    if (token === asked) token = undefined;
    return getToken();
  }

  async function askToken(): Promise<{ value: string; until: number }> {
    const { clientId, clientSecret } = credentials;
    const basic = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
    const response = await send(`${baseUrl}/oauth2/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(basic).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
      signal: AbortSignal.timeout(10_000),
    });
    if (response.status === 400 || response.status === 401) throw new Refused(await unauthenticated(response));
    if (!response.ok) throw new StrangeAnswer(`HTTP ${response.status}`);
    const answer = TokenAnswer.safeParse(await response.json());
    if (!answer.success) throw new StrangeAnswer('/oauth2/token');
    return { value: answer.data.access_token, until: Date.now() + (answer.data.expires_in - 30) * 1_000 };
  }

  /** With a token; the server may have been restarted with other keys, so one fresh token, then its word counts. */
  async function authorised<Answer extends Answered>(
    { path, query = {} }: Pick<Call<never>, 'path' | 'query'>,
    ask: (url: URL, headers: Record<string, string>) => Promise<Answer>,
  ): Promise<Reply<Answer>> {
    const url = new URL(`${baseUrl}${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    for (let attempt = 1; ; attempt += 1) {
      const granted = await getToken();
      if (granted.kind === 'problem') return granted;
      const answer = await ask(url, { authorization: `Bearer ${granted.body}`, 'accept-language': language });
      if (answer.ok) return { kind: 'ok', status: answer.status, body: answer };
      if (answer.status === 401 && attempt === 1) token = undefined;
      else return { kind: 'problem', problem: parsed(Problem, await answer.text(), path) };
    }
  }

  async function request(call: Omit<Call<never>, 'answer'>): Promise<Reply<string>> {
    const { method = 'GET', text, body, timeoutMs = 60_000 } = call;
    const mediaType = text?.mediaType ?? (body === undefined ? undefined : 'application/json');
    const content = text?.content ?? (body === undefined ? undefined : JSON.stringify(body));
    return textOf(
      await authorised(call, (url, headers) =>
        send(url, {
          method,
          headers: { ...headers, ...(mediaType === undefined ? {} : { 'content-type': mediaType }) },
          ...(content === undefined ? {} : { body: content }),
          signal: AbortSignal.timeout(timeoutMs),
        }),
      ),
    );
  }

  return {
    callText: request,
    async call<Body>({ answer, ...call }: Call<Body>): Promise<Reply<Body>> {
      return parsedReply({ answer, path: call.path }, await request(call));
    },
    async upload({ file, ...call }) {
      const sent = await authorised(call, (url, headers) =>
        sendFile(url, headers, file).catch((error: unknown) => {
          throw error instanceof FileUnreadable ? error : unreachable(url, error);
        }),
      );
      return parsedReply(call, await textOf(sent));
    },
    async download({ mediaType, ...call }) {
      const reply = await authorised(call, (url, headers) => send(url, { headers: { ...headers, accept: mediaType } }));
      if (reply.kind === 'problem') return reply;
      const stream: AsyncIterable<Uint8Array> = reply.body.body ?? new Blob([]).stream();
      return { kind: 'ok', status: reply.status, body: stream };
    },
  };
}

interface Answered {
  ok: boolean;
  status: number;
  text: () => Promise<string>;
}

function parsedReply<Body>({ answer, path }: Pick<Call<Body>, 'answer' | 'path'>, reply: Reply<string>): Reply<Body> {
  if (reply.kind === 'problem') return reply;
  return { kind: 'ok', status: reply.status, body: parsed(answer, reply.body, path) };
}

async function textOf(reply: Reply<Answered>): Promise<Reply<string>> {
  return reply.kind === 'problem' ? reply : { ...reply, body: await reply.body.text() };
}

class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

async function unauthenticated(response: Response): Promise<Problem> {
  const text = await response.text();
  const title = /"error_description"\s*:\s*"([^"]*)"/u.exec(text)?.[1] ?? 'invalid_client';
  return { type: 'about:blank', title, status: 401, code: 'UNAUTHENTICATED', errorId: crypto.randomUUID() };
}

async function send(url: URL | string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw unreachable(url, error);
  }
}

function unreachable(url: URL | string, cause: unknown): Unreachable {
  return new Unreachable(new URL(url).origin, { cause });
}

function parsed<Body>(schema: ZodType<Body>, text: string, path: string): Body {
  try {
    const result = schema.safeParse(JSON.parse(text));
    if (result.success) return result.data;
  } catch {
    // No JSON at all: not fugo's API.
  }
  throw new StrangeAnswer(path);
}
