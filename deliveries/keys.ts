/**
 * The signing keys: one file each, whose secret part is sealed with the key ring. Of `root` there are three, of which two
 * sign: a copy of the files of one or two may be kept elsewhere, since they are needed only to replace keys.
 */
import { createHash, createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Key, Signature } from '@tufjs/models';
import { z } from 'zod';
import { keyDays } from '../domain/deliveries/expiry.ts';
import { keyRoles, type KeyRole } from '../domain/deliveries/names.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { makeFolders, realDisk, writeWhole, type Disk } from './disk.ts';

const KeyFile = z.object({
  keyId: z.string().regex(/^[0-9a-f]{64}$/u),
  role: z.enum(keyRoles),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  /** Ed25519, hexadecimal. */
  publicKey: z.string().regex(/^[0-9a-f]{64}$/u),
  /** PKCS #8, sealed with the key ring, base64. */
  sealed: z.base64(),
});
type KeyFile = z.infer<typeof KeyFile>;

export interface SigningKey {
  keyId: string;
  role: KeyRole;
  createdAt: string;
  expiresAt: string;
  /** As it stands in the root metadata, with the times, so that whoever reads those knows them. */
  key: Key;
  sign: (data: Buffer) => Signature;
}

export interface KeyVault {
  /** By role, the oldest first. */
  list: () => Promise<SigningKey[]>;
  make: (role: KeyRole, now: number) => Promise<SigningKey>;
  /** A replaced key is of no more use. */
  forget: (key: SigningKey) => Promise<void>;
}

export const createdField = 'x-fugo-created';
export const expiresField = 'x-fugo-expires';

const contextOf = (keyId: string): string => `delivery-key/${keyId}`;

export function openKeyVault(folder: string, ring: KeyRing, disk: Disk = realDisk): KeyVault {
  const fileOf = ({ role, keyId }: Pick<SigningKey, 'role' | 'keyId'>): string =>
    join(folder, `${role}-${keyId.slice(0, 16)}.json`);

  function open(file: KeyFile): SigningKey {
    const der = Buffer.from(ring.decrypt('data', Buffer.from(file.sealed, 'base64'), contextOf(file.keyId)));
    return signingKeyOf(file, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  }

  return {
    async list() {
      await makeFolders(folder);
      const names = (await readdir(folder)).filter((name) => /^[a-z]+-[0-9a-f]{16}\.json$/u.test(name));
      const files = await Promise.all(names.map((name) => readKeyFile(join(folder, name))));
      return files.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1)).map(open);
    },
    async make(role, now) {
      await makeFolders(folder);
      const { publicKey, privateKey } = generateKeyPairSync('ed25519');
      // The last 32 bytes of the SPKI are the key itself.
      const hex = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
      const keyId = keyIdOf(hex);
      const der = privateKey.export({ format: 'der', type: 'pkcs8' });
      const file: KeyFile = {
        keyId,
        role,
        createdAt: new Date(now).toISOString(),
        expiresAt: new Date(now + keyDays[role] * 86_400_000).toISOString(),
        publicKey: hex,
        sealed: Buffer.from(ring.encrypt('data', der, contextOf(keyId))).toString('base64'),
      };
      await writeWhole(disk, fileOf(file), Buffer.from(`${JSON.stringify(file, null, 2)}\n`), { mode: 0o600 });
      return signingKeyOf(file, privateKey);
    },
    forget: (key) => disk.remove(fileOf(key)),
  };
}

async function readKeyFile(path: string): Promise<KeyFile> {
  try {
    return KeyFile.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new Error(`配信の署名鍵 ${path} を読めません / The signing key ${path} cannot be read.`, { cause });
  }
}

function signingKeyOf({ keyId, role, createdAt, expiresAt, publicKey }: KeyFile, secret: KeyObject): SigningKey {
  return {
    keyId,
    role,
    createdAt,
    expiresAt,
    key: new Key({
      keyID: keyId,
      keyType: 'ed25519',
      scheme: 'ed25519',
      keyVal: { public: publicKey },
      unrecognizedFields: { [createdField]: createdAt, [expiresField]: expiresAt },
    }),
    sign: (data) => new Signature({ keyID: keyId, sig: sign(null, data, secret).toString('hex') }),
  };
}

/** SHA-256 of the key's canonical JSON, as other clients of The Update Framework count it. */
function keyIdOf(publicKey: string): string {
  const canonical = JSON.stringify({ keytype: 'ed25519', keyval: { public: publicKey }, scheme: 'ed25519' });
  return createHash('sha256').update(canonical).digest('hex');
}
