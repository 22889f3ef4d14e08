/** Authenticates clients by RFC 6749 §2.3.1 (Basic or in the body) and RFC 7523 §2.2 (private_key_jwt). */
import { createHash } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import type { StoredClient } from '../../storage/clients/clients.ts';
import { findUnstorable } from '../http/unstorable-text.ts';
import { isSecretOf, pretendToCompare } from './secrets.ts';

export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const assertionAlgorithms = ['ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'EdDSA'];
/** An assertion is made for one request; a longer one would have to be remembered for as long. */
const longestAssertionSeconds = 10 * 60;
const clockToleranceSeconds = 30;

export type Credentials =
  { kind: 'secret'; clientId: string; secret: string } | { kind: 'assertion'; clientId: string; assertion: string };
export type RequestCredentials = Credentials | { kind: 'none' } | { kind: 'malformed' };

/** No client has a longer id, so longer ones are refused without a look at the database. */
const longestClientId = 100;

/**
 * Reads the client's credentials from the request. Malformed are two ways at once (RFC 6749 §2.3), and an id that no
 * client can have, however it was encoded.
 */
export function readCredentials(authorization: string | undefined, form: URLSearchParams): RequestCredentials {
  const credentials = parseCredentials(authorization, form);
  if (credentials.kind !== 'secret' && credentials.kind !== 'assertion') return credentials;
  const { clientId } = credentials;
  return clientId.length <= longestClientId && findUnstorable(clientId) === null ? credentials : { kind: 'malformed' };
}

function parseCredentials(authorization: string | undefined, form: URLSearchParams): RequestCredentials {
  const assertion = form.get('client_assertion');
  const secret = form.get('client_secret');
  const ways = [authorization, assertion, secret].filter((each) => each !== null && each !== undefined);
  if (ways.length > 1) return { kind: 'malformed' };
  const clientId = form.get('client_id');
  if (authorization !== undefined) return parseBasicCredentials(authorization, clientId);
  if (secret !== null) return clientId === null ? { kind: 'malformed' } : { kind: 'secret', clientId, secret };
  if (assertion === null) return { kind: 'none' };
  if (form.get('client_assertion_type') !== assertionType) return { kind: 'malformed' };
  const subject = subjectOf(assertion);
  if (subject === undefined || (clientId !== null && clientId !== subject)) return { kind: 'malformed' };
  return { kind: 'assertion', clientId: subject, assertion };
}

function parseBasicCredentials(authorization: string, clientIdOfForm: string | null): RequestCredentials {
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2})$/iu.exec(authorization)?.[1];
  if (encoded === undefined) return { kind: 'malformed' };
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const clientId = decodeFormValue(id);
  const decoded = decodeFormValue(secret.join(':'));
  if (clientId === undefined || decoded === undefined || secret.length === 0) return { kind: 'malformed' };
  if (clientIdOfForm !== null && clientIdOfForm !== clientId) return { kind: 'malformed' };
  return { kind: 'secret', clientId, secret: decoded };
}

/** Decodes half of Basic credentials; RFC 6749 §2.3.1 form-encodes both halves before they are joined. */
function decodeFormValue(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch {
    return undefined;
  }
}

function subjectOf(assertion: string): string | undefined {
  try {
    return decodeJwt(assertion).sub;
  } catch {
    return undefined;
  }
}

export interface AssertionRules {
  /** What the assertion's audience may be: the issuer or the address of the token endpoint. */
  audiences: string[];
  now: () => number;
  /** Tells whether the assertion is new, and remembers it until `expiresAt`. */
  isFirstUse: (id: string, expiresAt: Date) => Promise<boolean>;
}

/**
 * Tells whether the credentials belong to `client`. An unknown or revoked client takes as long to refuse as a known
 * one.
 */
export async function isAuthentic(
  client: StoredClient | undefined,
  credentials: Credentials,
  rules: AssertionRules,
): Promise<boolean> {
  const active = client?.revokedAt === null ? client : undefined;
  switch (credentials.kind) {
    case 'secret':
      return active?.secretHash != null
        ? isSecretOf(active.secretHash, credentials.secret)
        : pretendToCompare(credentials.secret);
    case 'assertion':
      return active?.jwks != null && isAuthenticAssertion(active.clientId, active.jwks, credentials.assertion, rules);
  }
}

async function isAuthenticAssertion(
  clientId: string,
  jwks: NonNullable<StoredClient['jwks']>,
  assertion: string,
  { audiences, now, isFirstUse }: AssertionRules,
): Promise<boolean> {
  let payload: JWTPayload;
  try {
    const keySet = createLocalJWKSet(jwks);
    ({ payload } = await jwtVerify(assertion, keySet, {
      issuer: clientId,
      subject: clientId,
      audience: audiences,
      algorithms: assertionAlgorithms,
      requiredClaims: ['jti', 'exp'],
      clockTolerance: clockToleranceSeconds,
      currentDate: new Date(now()),
    }));
  } catch (err) {
    if (err instanceof errors.JOSEError || err instanceof TypeError) return false;
    throw err;
  }
  const { jti, exp } = payload;
  if (typeof jti !== 'string' || jti.length > 256 || exp === undefined) return false;
  if (exp > now() / 1_000 + longestAssertionSeconds) return false;
  const id = createHash('sha256')
    .update(JSON.stringify([clientId, jti]))
    .digest('base64url');
  return isFirstUse(id, new Date((exp + clockToleranceSeconds + 1) * 1_000));
}
