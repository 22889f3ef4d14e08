import type { LoadEncoding } from '../contracts/load-file.ts';
import { findCp932Code } from './cp932.ts';

/** The bytes of a text, or the first code point that the encoding cannot hold; nothing is ever written in its stead. */
export type Encoded = { isWhole: true; bytes: Uint8Array } | { isWhole: false; codePoint: number };

export function encode(text: string, encoding: LoadEncoding): Encoded {
  return encoding === 'utf-8' ? encodeUtf8(text) : encodeCp932(text);
}

function encodeUtf8(text: string): Encoded {
  // Half of a surrogate pair is no character.
  const half = /\p{Cs}/u.exec(text);
  return half
    ? { isWhole: false, codePoint: text.charCodeAt(half.index) }
    : { isWhole: true, bytes: Buffer.from(text) };
}

function encodeCp932(text: string): Encoded {
  const bytes = new Uint8Array(text.length * 2);
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = findCp932Code(text.charCodeAt(index));
    if (code === undefined) return { isWhole: false, codePoint: text.codePointAt(index) ?? 0 };
    if (code > 0xff) {
      bytes[length] = code >> 8;
      length += 1;
    }
    bytes[length] = code & 0xff;
    length += 1;
  }
  return { isWhole: true, bytes: bytes.subarray(0, length) };
}
