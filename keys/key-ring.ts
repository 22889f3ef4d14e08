/**
 * The key ring: one file with three keys for each key id. `data` encrypts personal numbers, `index` makes their blind
 * index, `payload` encrypts what passes through Temporal. Values name their key id, so old ones stay readable when a
 * new key becomes current.
 */
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createKeyedHash } from './keyed-hash.ts';
import { createNonces } from './nonces.ts';

export type KeyPurpose = 'data' | 'payload';

interface KeySet {
  data: KeyObject;
  index: KeyObject;
  payload: KeyObject;
}

/** The content of a ring, in a form that can be sent to another thread without exposing the bytes. */
export interface Keys {
  current: string;
  /** By key id, in the ring's order. */
  sets: ReadonlyMap<string, KeySet>;
  /** The name of the file, for messages. */
  name: string;
}

export interface KeyRing {
  /** AES-256-GCM: `[length of key id][key id][nonce 12][tag 16][ciphertext]`. `context` is authenticated with it. */
  encrypt: (purpose: KeyPurpose, plain: Uint8Array, context: string) => Uint8Array;
  /** Throws when the key is unknown, the context differs, or a bit was changed. */
  decrypt: (purpose: KeyPurpose, sealed: Uint8Array, context: string) => Uint8Array;
  /**
   * HMAC-SHA-256 with the index key, 32 bytes: equal values in one scope give equal results, which are of no use
   * without the key.
   */
  blindIndex: (scope: string, value: string) => Uint8Array;
  /**
   * A key for a single file: HKDF-SHA-256 of the data key and the file's random salt. `keyId` names the key of an
   * existing file.
   */
  fileKey: (salt: Uint8Array, keyId?: string) => Uint8Array;
  currentKeyId: string;
  /** For building the same ring in another thread with {@link keyRingOf}. */
  keys: Keys;
}

const nonceLength = 12;
const tagLength = 16;

/** Reads the ring. Throws a sentence with the file and the rule when it is invalid or others may read it. */
export function readKeyRing(file: string): KeyRing {
  return keyRingFrom(parseFile(file), file);
}

function parseFile(file: string): unknown {
  const createError = createRingError(file);
  let text: string;
  try {
    // Windows has no such modes.
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
      throw createError('所有者以外も読めます(chmod 600)', 'others than its owner may read it (chmod 600)');
    }
    text = readFileSync(file, 'utf8');
  } catch (err) {
    const code = err instanceof Error && 'code' in err ? String(err.code) : undefined;
    if (code === undefined) throw err;
    throw code === 'ENOENT'
      ? createError('ファイルがありません。控えから戻してください', 'there is no such file; put it back from its copy')
      : createError(`読めません(${code})`, `it cannot be read (${code})`);
  }
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message would quote the file's content.
    throw createError('JSONではありません', 'it is not JSON');
  }
}

/** Makes error messages about one ring, which never contain a key. */
const createRingError =
  (name: string) =>
  (ja: string, en: string): Error =>
    new Error(`鍵リング ${name} を使えません: ${ja} / The key ring ${name} is not usable: ${en}.`);

export function keyRingFrom(parsed: unknown, name: string): KeyRing {
  return keyRingOf(checkRing(parsed, name));
}

export function keyRingOf(keys: Keys): KeyRing {
  const { current, sets, name } = keys;
  const setFor = (id: string): KeySet => {
    const set = sets.get(id);
    if (!set) throw new Error(`Key ${id} is not in the key ring ${name}.`);
    return set;
  };
  // The blind index must stay equal over key rotations, so it always uses the ring's first key.
  const [firstId] = sets.keys();
  const indexHash = createKeyedHash(setFor(firstId ?? current).index.export());
  const head = Buffer.from([current.length, ...Buffer.from(current, 'utf8')]);
  const nextNonce = createNonces();

  return {
    currentKeyId: current,
    keys,
    encrypt(purpose, plain, context) {
      const nonce = nextNonce();
      const cipher = createCipheriv('aes-256-gcm', setFor(current)[purpose], nonce);
      cipher.setAAD(Buffer.from(context, 'utf8'));
      // GCM is a stream cipher, so `update` returns everything.
      const body = cipher.update(plain);
      cipher.final();
      return Buffer.concat([head, nonce, cipher.getAuthTag(), body]);
    },
    decrypt(purpose, sealed, context) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      const idEnd = 1 + (bytes[0] ?? 0);
      const bodyStart = idEnd + nonceLength + tagLength;
      if (bytes.length < bodyStart) throw new Error('An encrypted value is shorter than its header.');
      const key = setFor(bytes.toString('utf8', 1, idEnd))[purpose];
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(idEnd, idEnd + nonceLength));
      decipher.setAAD(Buffer.from(context, 'utf8'));
      decipher.setAuthTag(bytes.subarray(idEnd + nonceLength, bodyStart));
      return Buffer.concat([decipher.update(bytes.subarray(bodyStart)), decipher.final()]);
    },
    blindIndex: (scope, value) => indexHash(`${scope}\0${value}`),
    fileKey: (salt, keyId = current) =>
      new Uint8Array(hkdfSync('sha256', setFor(keyId).data, salt, 'fugo/sealed-file', 32)),
  };
}

function checkRing(parsed: unknown, name: string): Keys {
  const createError = createRingError(name);
  if (!isRecord(parsed)) throw createError('オブジェクトではありません', 'it is not an object');
  const { current, keys } = parsed;
  if (typeof current !== 'string') throw createError('"current" が鍵の名前ではありません', '"current" is not a key id');
  if (!isRecord(keys)) throw createError('"keys" がオブジェクトではありません', '"keys" is not an object');
  const sets = new Map<string, KeySet>();
  for (const [id, set] of Object.entries(keys)) {
    // Ids of digits alone would be sorted to the front by JSON.parse, and the blind index uses the first key.
    if (!/^[A-Za-z][A-Za-z0-9._-]{0,63}$/.test(id)) {
      throw createError(
        '鍵の名前は英字で始まり、英数字と . _ - だけにしてください',
        'a key id does not begin with a letter, or has other characters than letters, digits, . _ -',
      );
    }
    if (!isRecord(set)) throw createError(`鍵 ${id} がオブジェクトではありません`, `key ${id} is not an object`);
    const key = (purpose: string): KeyObject => {
      const text = set[purpose];
      const bytes = typeof text === 'string' ? Buffer.from(text, 'base64') : Buffer.alloc(0);
      if (bytes.length !== 32) {
        throw createError(
          `鍵 ${id} の "${purpose}" がBase64の32バイトではありません`,
          `"${purpose}" of key ${id} is not 32 bytes in base64`,
        );
      }
      return createSecretKey(bytes);
    };
    sets.set(id, { data: key('data'), index: key('index'), payload: key('payload') });
  }
  if (!sets.has(current)) throw createError('"current" の鍵がありません', '"current" names a key that is not there');
  return { current, sets, name };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
