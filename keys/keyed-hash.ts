/**
 * HMAC-SHA-256 (RFC 2104) with one key. A load makes two for each resident, and `createHmac` costs several times as
 * much as hashing so few bytes; so the definition is written out with one library call for each half.
 */
import { hash } from 'node:crypto';

const blockLength = 64;
const digestLength = 32;
/** Room for a text of usual length, so that it need not be copied. */
const usualLength = 8_192;

export function createKeyedHash(key: Uint8Array): (text: string) => Uint8Array {
  if (key.length > blockLength) throw new Error('A key longer than a block would have to be hashed first.');
  const inner = Buffer.alloc(blockLength + usualLength);
  const outer = Buffer.alloc(blockLength + digestLength);
  for (let at = 0; at < blockLength; at += 1) {
    const byte = key[at] ?? 0;
    inner[at] = byte ^ 0x36;
    outer[at] = byte ^ 0x5c;
  }
  const innerOf = (text: string): Uint8Array => {
    // A UTF-16 unit becomes at most three bytes.
    if (text.length * 3 > usualLength)
      return Buffer.concat([inner.subarray(0, blockLength), Buffer.from(text, 'utf8')]);
    return inner.subarray(0, blockLength + inner.write(text, blockLength, 'utf8'));
  };
  return (text) => {
    // A binary string, because a buffer allocated by the library costs as much as the hash.
    outer.write(hash('sha256', innerOf(text), 'binary'), blockLength, 'binary');
    return Buffer.from(hash('sha256', outer, 'binary'), 'binary');
  };
}
