/** Client secrets: 256 random bits, stored as scrypt hashes and compared in constant time. */
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

const cost = { N: 2 ** 14, r: 8, p: 1 } as const;
const hashLength = 32;

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** `scrypt$N$r$p$salt$hash`: the hash carries its own cost, so that a later version can raise it. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(secret, salt, hashLength, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

export async function isSecretOf(stored: string, secret: string): Promise<boolean> {
  const [scheme, N, r, p, salt = '', hash = ''] = stored.split('$');
  if (scheme !== 'scrypt') return false;
  const expected = Buffer.from(hash, 'base64url');
  const options = { N: Number(N), r: Number(r), p: Number(p) };
  const given = await derive(secret, Buffer.from(salt, 'base64url'), expected.length, options);
  return expected.length > 0 && timingSafeEqual(given, expected);
}

/** Takes as long as a comparison, so that the time does not tell which client ids exist. */
export async function pretendToCompare(secret: string): Promise<false> {
  await derive(secret, Buffer.alloc(16), hashLength, cost);
  return false;
}

function derive(secret: string, salt: Buffer, length: number, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, length, options, (err, key) => (err ? reject(err) : resolve(key)));
  });
}
