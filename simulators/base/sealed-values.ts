import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { errorCodeOf } from './error-code.ts';
import { createKeyedHash, type KeyedHash } from './keyed-hash.ts';

/**
 * Personal numbers at rest: AES-256-GCM with a random nonce and the purpose as additional data. The simulators have
 * encryption of their own on purpose: a mistake shared with fugo would cancel itself out.
 */
export type SealedValues = {
  seal: (value: string) => string;
  open: (sealed: string) => string;
  /** HMAC-SHA-256 for lookup: the same for the same value. */
  fingerprint: KeyedHash;
  /** HMAC-SHA-256 for the ledger: with a key, so that a personal number cannot be found by trying. */
  payloadHash: KeyedHash;
  /** A separate key for one purpose, such as the linkage codes. */
  deriveKey: (purpose: string) => Buffer;
};

const KeyFile = z.object({ key: z.base64().transform((text) => Buffer.from(text, 'base64')) });
const nonceLength = 12;
const tagLength = 16;
const version = 'v1.';

export function openSealedValues(keyFile: string, owner: string): SealedValues {
  const root = getRootKey(keyFile);
  const deriveKey = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', root, '', `${owner}/${purpose}`, 32));
  const sealKey = deriveKey('seal');
  const boundTo = Buffer.from(owner);

  function seal(value: string): string {
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv('aes-256-gcm', sealKey, nonce).setAAD(boundTo);
    const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
    return version + Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64');
  }
  function open(sealed: string): string {
    const bytes = Buffer.from(sealed.slice(version.length), 'base64');
    const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, nonceLength)).setAAD(boundTo);
    decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
    return decipher.update(bytes.subarray(nonceLength + tagLength), undefined, 'utf8') + decipher.final('utf8');
  }
  return {
    seal,
    open,
    fingerprint: createKeyedHash(deriveKey('fingerprint')),
    payloadHash: createKeyedHash(deriveKey('payload')),
    deriveKey,
  };
}

function getRootKey(keyFile: string): Buffer {
  try {
    return readRootKey(keyFile);
  } catch (error) {
    if (errorCodeOf(error) !== 'ENOENT') throw error;
  }
  // Ten programs may start at once: only one of them makes the link, and never to a half-written file.
  const draft = `${keyFile}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, JSON.stringify({ key: randomBytes(32).toString('base64') }), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, keyFile);
  } catch (error) {
    if (errorCodeOf(error) !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  return readRootKey(keyFile);
}

function readRootKey(keyFile: string): Buffer {
  const parsed = KeyFile.safeParse(JSON.parse(readFileSync(keyFile, 'utf8')));
  if (!parsed.success || parsed.data.key.length !== 32) {
    throw new Error('The simulators’ key file must be {"key": "32 bytes in base64"}.');
  }
  return parsed.data.key;
}
