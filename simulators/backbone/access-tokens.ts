import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { PeerAway } from '../base/peers.ts';

const Clients = z.object({
  clients: z.array(
    z.object({
      municipality: z.string(),
      numberSystem: z.string(),
      clientId: z.string(),
      clientSecret: z.string(),
      municipalityName: z.string().optional(),
    }),
  ),
});
type Client = z.infer<typeof Clients>['clients'][number];
const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().default(300) });

/** Access tokens by OAuth 2 client credentials (RFC 6749 §4.4), one client for each municipality. */
export type AccessTokens = {
  get: (municipality: string) => Promise<string>;
  /** Forgets a token that was answered 401. */
  drop: (municipality: string) => void;
  /** The municipalities that this backbone has a client for, with their names where the file has them. */
  municipalities: () => { code: string; name: string }[];
};

const answerLimitMs = 5_000;
/** Seconds before its end at which a token is renewed, but not before half its life. */
const marginSeconds = 30;

export function createAccessTokens(
  apiUrl: string,
  clientsFile: string | undefined,
  numberSystem: string,
): AccessTokens {
  const tokens = new Map<string, { token: Promise<string>; until: number }>();
  let clients: Client[] = [];
  let readAt = -1;

  function readClients(): Client[] {
    if (clientsFile === undefined) return [];
    const changedAt = statSync(clientsFile, { throwIfNoEntry: false })?.mtimeMs;
    if (changedAt !== undefined && changedAt !== readAt) {
      const parsed = Clients.safeParse(JSON.parse(readFileSync(clientsFile, 'utf8')));
      if (parsed.success) {
        clients = parsed.data.clients;
        readAt = changedAt;
      }
    }
    return clients.filter((client) => client.numberSystem === numberSystem);
  }

  async function fetchToken(municipality: string): Promise<string> {
    const client = readClients().find((each) => each.municipality === municipality);
    if (!client) throw new PeerAway('NO_CLIENT');
    // RFC 6749 §2.3.1 form-encodes both parts before they are joined.
    const pair = `${encodeURIComponent(client.clientId)}:${encodeURIComponent(client.clientSecret)}`;
    const response = await fetch(new URL('/oauth2/token', apiUrl), {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials&scope=transfers%3Awrite',
      signal: AbortSignal.timeout(answerLimitMs),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new PeerAway(`TOKEN_HTTP_${response.status}`);
    }
    const { access_token, expires_in } = TokenAnswer.parse(await response.json());
    const known = tokens.get(municipality);
    if (known) known.until = Date.now() + Math.max(expires_in - marginSeconds, expires_in / 2) * 1000;
    return access_token;
  }
  return {
    get(municipality) {
      const known = tokens.get(municipality);
      if (known && known.until > Date.now()) return known.token;
      // Stored before it has arrived, so that many transfers at once ask only once.
      const token = fetchToken(municipality);
      tokens.set(municipality, { token, until: Date.now() + answerLimitMs });
      token.catch(() => tokens.delete(municipality));
      return token;
    },
    drop: (municipality) => void tokens.delete(municipality),
    municipalities: () =>
      readClients().map(({ municipality, municipalityName }) => ({
        code: municipality,
        name: municipalityName ?? municipality,
      })),
  };
}
