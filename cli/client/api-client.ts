import type { ZodType } from 'zod';
import { Problem } from '../../contracts/api/problem.ts';
import { jsonContent, withQuery, type Query } from '../../contracts/http.ts';
import type { Language } from '../../config/language.ts';
import { clientTokens, type Credentials } from './tokens.ts';
import { parsed, send, unreachable, type Authentication, type Reply } from './http.ts';
import { FileUnreadable, sendFile, type FileToSend } from './send-file.ts';

export type { Reply } from './http.ts';

export interface Call<Body> {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  query?: Query;
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

/** fugo's API with the rights of one client. */
export function createApiClient(baseUrl: string, credentials: Credentials, language: Language): ApiClient {
  return createCaller(baseUrl, clientTokens(baseUrl, credentials), language);
}

/** fugo's API with somebody's rights. */
export function createCaller(baseUrl: string, authentication: Authentication, language: Language): ApiClient {
  async function authorised<Answer extends Answered>(
    { path, query }: Pick<Call<never>, 'path' | 'query'>,
    ask: (url: URL, headers: Record<string, string>) => Promise<Answer>,
  ): Promise<Reply<Answer>> {
    const url = new URL(withQuery(`${baseUrl}${path}`, query));
    for (let attempt = 1; ; attempt += 1) {
      const granted = await authentication.headers();
      if (granted.kind === 'problem') return granted;
      const answer = await ask(url, { ...granted.body, 'accept-language': language });
      if (answer.headers) authentication.answered?.(answer.headers);
      if (answer.ok) return { kind: 'ok', status: answer.status, body: answer };
      if (answer.status === 401 && attempt === 1) authentication.renew();
      else return { kind: 'problem', problem: parsed(Problem, await answer.text(), path) };
    }
  }

  async function request(call: Omit<Call<never>, 'answer'>): Promise<Reply<string>> {
    const { method = 'GET', text, body, timeoutMs = 60_000 } = call;
    const { headers: kind, ...content } = text
      ? { headers: { 'content-type': text.mediaType }, body: text.content }
      : jsonContent(body);
    return textOf(
      await authorised(call, (url, headers) =>
        send(url, {
          method,
          headers: { ...headers, ...kind },
          ...content,
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
  headers?: Headers;
  text: () => Promise<string>;
}

function parsedReply<Body>({ answer, path }: Pick<Call<Body>, 'answer' | 'path'>, reply: Reply<string>): Reply<Body> {
  if (reply.kind === 'problem') return reply;
  return { kind: 'ok', status: reply.status, body: parsed(answer, reply.body, path) };
}

async function textOf(reply: Reply<Answered>): Promise<Reply<string>> {
  return reply.kind === 'problem' ? reply : { ...reply, body: await reply.body.text() };
}
