/**
 * Decodes bytes. Node uses ICU, whose `shift_jis` agrees with Windows' CP932 on every pair of bytes, as a test checks.
 * A byte order mark is an ordinary character here; only the one at the start of the file is removed elsewhere.
 */
import { TextDecoder } from 'node:util';
import type { LoadEncoding } from '../contracts/load-file.ts';

const labels = { 'utf-8': 'utf-8', cp932: 'shift_jis' } as const satisfies Record<LoadEncoding, string>;

function decodersOf(options: { fatal: boolean }): Record<LoadEncoding, TextDecoder> {
  const decoderOf = (encoding: LoadEncoding): TextDecoder =>
    new TextDecoder(labels[encoding], { ...options, ignoreBOM: true });
  return { 'utf-8': decoderOf('utf-8'), cp932: decoderOf('cp932') };
}
const strict = decodersOf({ fatal: true });
const tolerant = decodersOf({ fatal: false });

/** Null if a byte is not in the encoding. */
export function decode(bytes: Uint8Array, encoding: LoadEncoding): string | null {
  try {
    return strict[encoding].decode(bytes);
  } catch (err) {
    if (err instanceof TypeError) return null;
    throw err;
  }
}

/** Puts U+FFFD for what cannot be read: to find out where that is, never to store it. */
export function decodeTolerantly(bytes: Uint8Array, encoding: LoadEncoding): string {
  return tolerant[encoding].decode(bytes);
}
