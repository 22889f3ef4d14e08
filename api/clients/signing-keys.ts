/**
 * The keys that sign access tokens: stored in the database, encrypted with the key ring, shared by all API processes.
 */
import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { KeyRing } from '../../keys/key-ring.ts';
import type { Database } from '../../storage/database/database.ts';
import { keepOnce, listState } from '../../storage/clients/token-state.ts';

export const signingAlgorithm = 'ES256';
const millisOfDay = 24 * 60 * 60_000;
/** A key signs in the first half of its life; in the second it still verifies, far longer than any token lives. */
const lifeMs = 180 * millisOfDay;

interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
}

export interface SigningKeys {
  /** The key to sign with. It is renewed in time, so that a process started now knows it too. */
  getCurrent: () => Promise<SigningKey>;
  /**
   * Undefined for an unknown key. Keys that other processes made are looked up in the database, every 10 seconds at
   * most.
   */
  findPublicKey: (kid: string) => Promise<CryptoKey | undefined>;
}

export async function loadSigningKeys(
  { db, keys }: { db: Database; keys: KeyRing },
  now: () => number,
): Promise<SigningKeys> {
  let storedKeys: StoredSigningKey[] = [];
  let readAt = 0;
  const read = async (): Promise<void> => {
    readAt = now();
    storedKeys = await readKeys(db, keys);
  };
  const isDue = (): boolean => !storedKeys.some(({ expiresAt }) => expiresAt > now() + lifeMs / 2);
  /** Makes a new key unless another process just has. */
  const renew = async (): Promise<void> => {
    await read();
    if (!isDue()) return;
    await makeKey(db, keys, now());
    await read();
  };
  let renewing: Promise<void> | undefined;
  await renew();
  return {
    async getCurrent() {
      if (isDue()) {
        renewing ??= renew().finally(() => (renewing = undefined));
        // While the database is unreachable the old key goes on signing, in the second half of its life.
        await renewing.catch((err: unknown) => {
          if (!storedKeys.some(({ expiresAt }) => expiresAt > now() + lifeMs / 4)) throw err;
        });
      }
      const [newest] = storedKeys;
      if (!newest) throw new Error('There is no signing key');
      return newest.key;
    },
    async findPublicKey(kid) {
      const find = (): CryptoKey | undefined => storedKeys.find(({ key }) => key.kid === kid)?.key.publicKey;
      if (!find() && now() - readAt > 10_000) await read();
      return find();
    },
  };
}

interface StoredSigningKey {
  key: SigningKey;
  /** Epoch milliseconds. */
  expiresAt: number;
}

async function makeKey(db: Database, keys: KeyRing, now: number): Promise<void> {
  const kid = randomUUID();
  const { privateKey } = await generateKeyPair(signingAlgorithm, { extractable: true });
  const jwk = Buffer.from(JSON.stringify(await exportJWK(privateKey)), 'utf8');
  const sealed = Buffer.from(keys.encrypt('data', jwk, contextOf(kid))).toString('base64');
  const expiresAt = new Date(now + lifeMs);
  await keepOnce(db, 'signing-key', kid, { sealed, expiresAt: expiresAt.getTime() }, expiresAt);
}

/** The key that lives longest comes first. */
async function readKeys(db: Database, keys: KeyRing): Promise<StoredSigningKey[]> {
  const rows = await listState(db, 'signing-key');
  return Promise.all(
    rows.map(async ({ id, value }) => {
      const { sealed, expiresAt } = StoredKey.parse(value);
      const jwk = parseJwk(keys.decrypt('data', Buffer.from(sealed, 'base64'), contextOf(id)));
      const { d: _private, ...publicJwk } = jwk;
      return { expiresAt, key: { kid: id, privateKey: await importKey(jwk), publicKey: await importKey(publicJwk) } };
    }),
  );
}

const StoredKey = z.object({ sealed: z.string(), expiresAt: z.number() });
const Jwk = z.looseObject({ kty: z.string(), d: z.string() });

function parseJwk(plain: Uint8Array): z.infer<typeof Jwk> {
  return Jwk.parse(JSON.parse(Buffer.from(plain).toString('utf8')));
}

async function importKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, signingAlgorithm);
  if (key instanceof Uint8Array) throw new Error('A signing key is not a key pair');
  return key;
}

const contextOf = (kid: string): string => `oauth-signing-key/${kid}`;
