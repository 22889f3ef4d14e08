import type { LoadEncoding, WholeFileRule } from '../contracts/load-file.ts';
import { decodeTolerantly } from './decode.ts';
import { LoadFileProblem } from './problem.ts';

/** How many bytes of the beginning are examined. */
export const examinedBytes = 65_536;

/**
 * Refuses a file whose beginning is clearly not in the stated encoding. It never chooses an encoding; it saves staff
 * from a file of which every line is bad, or all characters are wrong (UTF-8 often reads as CP932 without an error). A
 * few broken characters in a file of the right encoding are reported with their lines.
 *
 * @throws LoadFileProblem
 */
export function checkEncoding(beginning: Uint8Array, encoding: LoadEncoding): void {
  const rule = ruleOfWrongEncoding[encoding];
  const bytes = cutToLastLine(beginning.subarray(0, examinedBytes));
  const other = findOtherEncoding(bytes);
  if (other) throw new LoadFileProblem({ field: '', rule: other });
  const asUtf8 = countCharacters(bytes, 'utf-8');
  const asCp932 = countCharacters(bytes, 'cp932');
  const isWrong =
    encoding === 'cp932'
      ? hasMarkOfUtf8(bytes) || (asUtf8.japanese > 0 && isNearlyAllJapanese(asUtf8))
      : // Half-width kana alone may look like UTF-8; UTF-8 with a broken character still has more whole ones.
        asUtf8.broken > asUtf8.japanese && isNearlyAllJapanese(asCp932);
  if (isWrong) throw new LoadFileProblem({ field: '', rule });
}

const ruleOfWrongEncoding = { 'utf-8': 'NOT_UTF_8', cp932: 'NOT_CP932' } as const satisfies Record<
  LoadEncoding,
  WholeFileRule
>;

/** Encodings that fugo does not read, by what no file in UTF-8 or CP932 has. */
function findOtherEncoding(bytes: Uint8Array): WholeFileRule | null {
  if (hasMarkOfUtf16(bytes) || hasZerosOfUtf16(bytes)) return 'IS_UTF_16';
  const isOfSevenBits = bytes.every((byte) => byte < 0x80);
  // The escapes to JIS X 0208 and back.
  const latin = isOfSevenBits ? Buffer.from(bytes).toString('latin1') : '';
  if (latin.includes('\u001b$B') || latin.includes('\u001b$@')) return 'IS_ISO_2022_JP';
  if (isOfSevenBits || !bytes.every((byte) => byte < 0x80 || byte >= 0xa1 || byte === 0x8e || byte === 0x8f))
    return null;
  if (countCharacters(bytes, 'utf-8').broken === 0) return null;
  const text = new TextDecoder('euc-jp').decode(bytes);
  // Half-width kana in CP932 may be read as kanji of EUC-JP, but as no kana.
  return !text.includes('\ufffd') && /[ぁ-んァ-ン]|氏名|住所/u.test(text) ? 'IS_EUC_JP' : null;
}

/** Commas, digits and line ends have a zero byte in UTF-16, always on the same side. */
function hasZerosOfUtf16(bytes: Uint8Array): boolean {
  const zeros = [0, 0];
  for (const [at, byte] of bytes.subarray(0, 4_096).entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  return Math.max(even, odd) >= 4 && Math.min(even, odd) * 4 <= Math.max(even, odd);
}

interface Counts {
  broken: number;
  /** Kana, kanji and full-width forms: three bytes each in UTF-8, which text in CP932 never resembles for long. */
  japanese: number;
  /** Other characters beyond ASCII. */
  other: number;
}

const isNearlyAllJapanese = ({ broken, japanese, other }: Counts): boolean => (broken + other) * 10 <= japanese;

function countCharacters(bytes: Uint8Array, encoding: LoadEncoding): Counts {
  const counts: Counts = { broken: 0, japanese: 0, other: 0 };
  for (const character of decodeTolerantly(bytes, encoding).replace(/[\0-\u007f]+/gu, '')) {
    if (character === '\ufffd') counts.broken += 1;
    else if (/[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]/u.test(character)) counts.japanese += 1;
    else counts.other += 1;
  }
  return counts;
}

const hasMarkOfUtf8 = ([one, two, three]: Uint8Array): boolean => one === 0xef && two === 0xbb && three === 0xbf;

/** Excel writes this mark in files of the type "Unicode text". */
const hasMarkOfUtf16 = ([one, two]: Uint8Array): boolean =>
  (one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff);

/** Cuts at the last line end, so that half a character at the end does not count as broken. */
function cutToLastLine(bytes: Uint8Array): Uint8Array {
  const end = bytes.lastIndexOf(0x0a);
  return end < 0 ? bytes : bytes.subarray(0, end);
}
