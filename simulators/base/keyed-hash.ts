import { hash } from 'node:crypto';

/**
 * HMAC-SHA-256 (RFC 2104) of short texts. Node's own Hmac makes a native object for each text; two calls of `hash` take
 * half its time, which counts when a line needs ten of them.
 */
export type KeyedHash = (text: string, encoding?: 'base64url' | 'hex') => string;

const blockLength = 64;
const hashLength = 32;

/** `key`: at most a block, 64 bytes. */
export function createKeyedHash(key: Buffer): KeyedHash {
  const outer = Buffer.concat([padKey(key, 0x5c), Buffer.alloc(hashLength)]);
  let inner = Buffer.concat([padKey(key, 0x36), Buffer.alloc(512)]);
  return (text, encoding = 'base64url') => {
    // A UTF-16 unit has at most three bytes.
    const needed = blockLength + 3 * text.length;
    if (inner.length < needed) inner = Buffer.concat([inner.subarray(0, blockLength), Buffer.alloc(needed)]);
    const end = blockLength + inner.write(text, blockLength);
    hash('sha256', inner.subarray(0, end), 'buffer').copy(outer, blockLength);
    return hash('sha256', outer, encoding);
  };
}

function padKey(key: Buffer, pad: number): Buffer {
  return Buffer.from(Array.from({ length: blockLength }, (_, index) => (key[index] ?? 0) ^ pad));
}
