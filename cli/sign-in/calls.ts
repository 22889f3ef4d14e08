import { z } from 'zod';
import { Problem } from '../../contracts/api/problem.ts';
import { Session } from '../../contracts/api/session.ts';
import type { SignInPath } from '../../contracts/api/sign-in.ts';
import { findRetryAfterMs, isProblem, jsonContent } from '../../contracts/http.ts';
import type { Context } from '../terminal/context.ts';
import { cookieHeader, cookiesAfter, type Cookies } from '../client/cookies.ts';
import { parsed, send, type Reply } from '../client/http.ts';
import { ownOrigin } from '../client/staff-identity.ts';

/** What the sign-in's own routes answer: they know no problem documents. */
export type SignInReply =
  | { kind: 'ok'; twoFactorRedirect: boolean; totpUri: string | undefined }
  | { kind: 'wrong'; code: string }
  | { kind: 'locked'; seconds: number }
  | { kind: 'problem'; problem: Problem };

const Answer = z.looseObject({
  twoFactorRedirect: z.boolean().optional(),
  totpURI: z.string().optional(),
  code: z.string().optional(),
});

/** One person on their way in or out, with the cookies that they are given. */
export interface SignIn {
  post: (path: SignInPath, body: object) => Promise<SignInReply>;
  session: () => Promise<Reply<Session>>;
  cookies: () => Cookies;
}

export function createSignIn({ language }: Pick<Context, 'language'>, url: string, given: Cookies = {}): SignIn {
  let cookies = given;
  const ask = async (
    path: string,
    init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> },
  ): Promise<Response> => {
    const response = await send(`${url}${path}`, {
      ...init,
      headers: { ...init.headers, ...ownOrigin, cookie: cookieHeader(cookies), 'accept-language': language },
      signal: AbortSignal.timeout(30_000),
    });
    cookies = cookiesAfter(cookies, response.headers);
    return response;
  };
  return {
    cookies: () => cookies,
    async post(path, body) {
      return replyOf(await ask(`/auth${path}`, { method: 'POST', ...jsonContent(body) }), path);
    },
    async session() {
      const response = await ask('/v1/session', {});
      const text = await response.text();
      if (response.ok) return { kind: 'ok', status: response.status, body: parsed(Session, text, '/v1/session') };
      return { kind: 'problem', problem: parsed(Problem, text, '/v1/session') };
    },
  };
}

async function replyOf(response: Response, path: SignInPath): Promise<SignInReply> {
  const text = await response.text();
  if (isProblem(response)) return { kind: 'problem', problem: parsed(Problem, text, path) };
  const answer = parsed(Answer, text, path);
  if (response.ok) {
    return { kind: 'ok', twoFactorRedirect: answer.twoFactorRedirect === true, totpUri: answer.totpURI };
  }
  if (response.status === 429) return { kind: 'locked', seconds: (findRetryAfterMs(response) ?? 0) / 1_000 };
  return { kind: 'wrong', code: answer.code ?? String(response.status) };
}
