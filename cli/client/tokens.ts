import { TokenAnswer } from '../../contracts/api/administration.ts';
import type { Problem } from '../../contracts/api/problem.ts';
import { send, StrangeAnswer, type Authentication, type Reply } from './http.ts';

/** A client proves who it is with these (RFC 6749 §4.4). */
export interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** Asks for a token when one is needed, and keeps it until shortly before its end. */
export function clientTokens(baseUrl: string, credentials: Credentials): Authentication {
  let token: Promise<{ value: string; until: number }> | undefined;

  async function getToken(): Promise<Reply<string>> {
    const asked = (token ??= askToken(baseUrl, credentials));
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

  return {
    async headers() {
      const granted = await getToken();
      if (granted.kind === 'problem') return granted;
      return { ...granted, body: { authorization: `Bearer ${granted.body}` } };
    },
    // A restarted server may have other keys, so a fresh token is tried once.
    renew() {
      token = undefined;
    },
  };
}

async function askToken(
  baseUrl: string,
  { clientId, clientSecret }: Credentials,
): Promise<{ value: string; until: number }> {
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
  if (response.status === 400 || response.status === 401) throw new Refused(await readRefusal(response));
  if (!response.ok) throw new StrangeAnswer(`HTTP ${response.status}`);
  const answer = TokenAnswer.safeParse(await response.json());
  if (!answer.success) throw new StrangeAnswer('/oauth2/token');
  return { value: answer.data.access_token, until: Date.now() + (answer.data.expires_in - 30) * 1_000 };
}

class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

async function readRefusal(response: Response): Promise<Problem> {
  const text = await response.text();
  const title = /"error_description"\s*:\s*"([^"]*)"/u.exec(text)?.[1] ?? 'invalid_client';
  return { type: 'about:blank', title, status: 401, code: 'UNAUTHENTICATED', errorId: crypto.randomUUID() };
}
