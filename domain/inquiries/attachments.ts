/** 添付: what a file is, as its first bytes show, whatever it calls itself; and whether a number hides in its text. */
import { hasPersonalNumber } from '../values/personal-number.ts';
import type { AttachmentType } from './names.ts';

const signatures: readonly { type: AttachmentType; is: (bytes: Uint8Array) => boolean }[] = [
  { type: 'application/pdf', is: (bytes) => startsWith(bytes, '%PDF-') },
  { type: 'image/png', is: (bytes) => startsWith(bytes, '\u{89}PNG\r\n\u{1a}\n') },
  { type: 'image/jpeg', is: (bytes) => startsWith(bytes, '\u{ff}\u{d8}\u{ff}') },
  { type: 'image/gif', is: (bytes) => startsWith(bytes, 'GIF87a') || startsWith(bytes, 'GIF89a') },
  { type: 'image/webp', is: (bytes) => startsWith(bytes, 'RIFF') && startsWith(bytes.subarray(8), 'WEBP') },
];

export type JudgedAttachment =
  | { kind: 'taken'; type: AttachmentType }
  /** Nothing that the list names: a program, an archive, an office file, an unknown one. */
  | { kind: 'refused'; rule: 'EMPTY' | 'NOT_LISTED' | 'PERSONAL_NUMBER_INSIDE' };

/**
 * @param decode every text that the bytes may be, in the encodings in use; none when they are no text. Of two encodings
 *   often both can be read, and a number must not hide in the other.
 */
export function judgeAttachment(bytes: Uint8Array, decode: (bytes: Uint8Array) => string[]): JudgedAttachment {
  if (bytes.length === 0) return { kind: 'refused', rule: 'EMPTY' };
  const known = signatures.find(({ is }) => is(bytes));
  // What a picture or a PDF shows nobody reads here; whoever attaches it answers for that.
  if (known) return { kind: 'taken', type: known.type };
  const texts = decode(bytes).filter((text) => !hasControls(text));
  // HTML and SVG are texts that a browser would run.
  if (texts.length === 0 || texts.some((text) => /^\s*(?:<\?xml|<!doctype|<html|<svg|#!)/iu.test(text))) {
    return { kind: 'refused', rule: 'NOT_LISTED' };
  }
  if (texts.some(hasPersonalNumber)) return { kind: 'refused', rule: 'PERSONAL_NUMBER_INSIDE' };
  return { kind: 'taken', type: 'text/plain' };
}

function startsWith(bytes: Uint8Array, signature: string): boolean {
  return Array.from(signature).every((sign, index) => bytes[index] === sign.codePointAt(0));
}

/** A text with other control characters than tabs and line ends is a program or data. */
function hasControls(text: string): boolean {
  return /[^\P{Cc}\t\n\r\f]/u.test(text);
}
