/** Access tokens: short-lived JWTs (RFC 9068) that the API verifies by itself, without a round trip. */
import { createHash, randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { scopes, type Scope } from '../../contracts/api/administration.ts';
import { signingAlgorithm, type SigningKeys } from './signing-keys.ts';

export const tokenLifeSeconds = 10 * 60;
const maxTokens = 10_000;

export interface VerifiedToken {
  clientId: string;
  scopes: Scope[];
  /** Epoch milliseconds. */
  expiresAt: number;
}

export interface AccessTokens {
  issue: (clientId: string, scopes: readonly Scope[]) => Promise<string>;
  /** Undefined for anything but a token of this installation that is valid now. */
  verify: (token: string) => Promise<VerifiedToken | undefined>;
}

/** `issuer` is also the audience: only fugo accepts fugo's tokens. */
export function createAccessTokens(
  keys: SigningKeys,
  { issuer, now }: { issuer: string; now: () => number },
): AccessTokens {
  /** Keyed by hash, so that no token stays in memory longer than its request. */
  const verifiedTokens = new LRUCache<string, VerifiedToken>({ max: maxTokens });

  const verifySignature = async (token: string): Promise<VerifiedToken> => {
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        const key = await keys.findPublicKey(kid ?? '');
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key;
      },
      {
        issuer,
        audience: issuer,
        typ: 'at+jwt',
        algorithms: [signingAlgorithm],
        requiredClaims: ['sub', 'exp', 'scope'],
        currentDate: new Date(now()),
      },
    );
    const granted = typeof payload['scope'] === 'string' ? payload['scope'].split(' ') : [];
    return {
      clientId: payload.sub ?? '',
      scopes: scopes.filter((scope) => granted.includes(scope)),
      expiresAt: (payload.exp ?? 0) * 1_000,
    };
  };

  return {
    async issue(clientId, granted) {
      const { kid, privateKey } = await keys.getCurrent();
      const issuedAt = Math.floor(now() / 1_000);
      return new SignJWT({ client_id: clientId, scope: granted.join(' ') })
        .setProtectedHeader({ alg: signingAlgorithm, typ: 'at+jwt', kid })
        .setIssuer(issuer)
        .setAudience(issuer)
        .setSubject(clientId)
        .setJti(randomUUID())
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + tokenLifeSeconds)
        .sign(privateKey);
    },
    async verify(token) {
      const id = createHash('sha256').update(token).digest('base64');
      const known = verifiedTokens.get(id);
      if (known && known.expiresAt > now()) return known;
      verifiedTokens.delete(id);
      try {
        const result = await verifySignature(token);
        verifiedTokens.set(id, result);
        return result;
      } catch (err) {
        if (err instanceof errors.JOSEError) return undefined;
        throw err;
      }
    },
  };
}
