/**
 * Encrypts files that hold personal numbers as a stream: never in clear on disk, never whole in memory.
 *
 * Format: `[version 1][length of key id][key id][salt 32]`, then frames of 64 KiB, each followed by its tag of 16
 * bytes; the last may be shorter. AES-256-GCM with a key of this file alone (HKDF of the ring's data key and the salt),
 * so the frame number serves as nonce. Each frame authenticates the context, its number, and whether it is the last. So
 * a file that was cut off, reordered or given to another load is detected at the frame concerned.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing } from './key-ring.ts';

const version = 1;
const saltLength = 32;
const frameLength = 64 * 1024;
const tagLength = 16;

/** Thrown when a sealed file is not what was sealed. The bytes returned before were genuine. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';

  constructor(cause?: unknown) {
    super(
      'A sealed file was changed or cut off, or is another one than was asked for.',
      cause === undefined ? {} : { cause },
    );
  }
}

export async function* sealStream(
  keys: KeyRing,
  source: AsyncIterable<Uint8Array>,
  context: string,
): AsyncGenerator<Uint8Array> {
  const id = Buffer.from(keys.currentKeyId, 'utf8');
  const salt = randomBytes(saltLength);
  yield Buffer.concat([Buffer.from([version, id.length]), id, salt]);
  const frames = createFrames(keys.fileKey(salt), context);
  for await (const { bytes, last } of splitIntoPieces(source, frameLength)) yield frames.seal(bytes, last);
}

export async function* openSealedStream(
  keys: KeyRing,
  source: AsyncIterable<Uint8Array>,
  context: string,
): AsyncGenerator<Uint8Array> {
  const { keyId, salt, rest } = await readHead(source);
  const frames = createFrames(keys.fileKey(salt, keyId), context);
  for await (const { bytes, last } of splitIntoPieces(rest, frameLength + tagLength)) yield frames.open(bytes, last);
}

interface Frames {
  seal: (bytes: Uint8Array, last: boolean) => Uint8Array;
  open: (bytes: Uint8Array, last: boolean) => Uint8Array;
}

/** Seals or opens the frames of one file in order. */
function createFrames(key: Uint8Array, context: string): Frames {
  const nonce = Buffer.alloc(12);
  const additional = Buffer.concat([Buffer.from(context, 'utf8'), Buffer.alloc(9)]);
  const numberAt = additional.length - 9;
  let number = 0n;
  const turnTo = (last: boolean): void => {
    nonce.writeBigUInt64BE(number, 4);
    additional.writeBigUInt64BE(number, numberAt);
    additional.writeUInt8(last ? 1 : 0, numberAt + 8);
    number += 1n;
  };
  return {
    seal(bytes, last) {
      turnTo(last);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(additional);
      const body = cipher.update(bytes);
      cipher.final();
      return Buffer.concat([body, cipher.getAuthTag()]);
    },
    open(bytes, last) {
      if (bytes.length < tagLength) throw new SealBroken();
      turnTo(last);
      const bodyLength = bytes.length - tagLength;
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
      decipher.setAAD(additional);
      decipher.setAuthTag(bytes.subarray(bodyLength));
      const plain = decipher.update(bytes.subarray(0, bodyLength));
      try {
        decipher.final();
      } catch (err) {
        throw new SealBroken(err);
      }
      return plain;
    },
  };
}

/**
 * Splits the bytes into pieces of equal length; only the last may be shorter, and it is empty only when there are no
 * bytes. Each piece is valid until the next is requested, because its memory is reused.
 */
async function* splitIntoPieces(
  source: AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<{ bytes: Uint8Array; last: boolean }> {
  const piece = Buffer.alloc(length);
  let filled = 0;
  for await (const chunk of source) {
    let from = 0;
    while (from < chunk.length) {
      // The piece is full and more bytes follow, so it is not the last.
      if (filled === length) {
        yield { bytes: piece, last: false };
        filled = 0;
      }
      const part = chunk.subarray(from, from + length - filled);
      piece.set(part, filled);
      filled += part.length;
      from += part.length;
    }
  }
  yield { bytes: piece.subarray(0, filled), last: true };
}

interface Head {
  keyId: string;
  salt: Uint8Array;
  rest: AsyncIterable<Uint8Array>;
}

async function readHead(source: AsyncIterable<Uint8Array>): Promise<Head> {
  const chunks = source[Symbol.asyncIterator]();
  try {
    let read: Buffer = Buffer.alloc(0);
    for (;;) {
      const idEnd = 2 + (read[1] ?? 0);
      if (read.length >= 2 && read[0] !== version) break;
      if (read.length >= 2 && read.length >= idEnd + saltLength) {
        const rest = resume(read.subarray(idEnd + saltLength), chunks);
        return { keyId: read.toString('utf8', 2, idEnd), salt: read.subarray(idEnd, idEnd + saltLength), rest };
      }
      const next = await chunks.next();
      if (next.done === true) break;
      read = Buffer.concat([read, next.value]);
    }
    throw new SealBroken();
  } catch (err) {
    await chunks.return?.();
    throw err;
  }
}

async function* resume(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
