import { accept, refuse, type Checked } from './checked.ts';
import { checkDigitOf, hasCheckDigit, isAllZero, normaliseDigits } from './digits.ts';

/**
 * 個人番号: 12 digits, the last a check digit (ministerial ordinance 85 of 2014, art. 5). Zeros only would pass the check
 * digit and are a usual placeholder, so they are refused. The check digit misses 1.7 % of wrong single digits: a valid
 * number need not be the right one. In fours, as cards print it, with the same blank or hyphen twice, it is taken too.
 */
export function checkPersonalNumber(text: string): Checked<string> {
  const digits = normaliseDigits(text).replace(printed, '$1$3$4');
  if (!/^[0-9]{12}$/u.test(digits)) return refuse('NOT_12_DIGITS');
  if (isAllZero(digits)) return refuse('ALL_ZERO');
  if (!hasCheckDigit(digits)) return refuse('CHECK_DIGIT');
  return accept(digits);
}

const printed = /^([0-9]{4})([ \u00a0\u3000\-‐‑‒–—―−ー－])([0-9]{4})\2([0-9]{4})$/u;

/**
 * Whether a text contains what could be somebody's personal number: twelve digits of any width with the right check
 * digit that are not part of a longer row of digits,
 * - in one piece or in fours, with up to three signs (no letters) between them,
 * - or in other groups of equal length with the same sign between them: 123-456-789-018, 1 2 3 4 ….
 * Unequal groups are times and telephone numbers and do not count; nor does a foreign telephone number, which begins
 * with a plus, or twelve digits that are a moment of this century (202604010930). One in eleven other numbers of twelve
 * digits has the right check digit by chance; such a text must be written in another way.
 */
export function hasPersonalNumber(text: string): boolean {
  if (!mayHaveTwelveDigits(text)) return false;
  const plain = text.normalize('NFKC').replaceAll(/\p{Cf}/gu, '');
  return [...plain.matchAll(inFours), ...plain.matchAll(inLikeGroups)].some(([, written = '']) => {
    const digits = written.replaceAll(/[^0-9]/gu, '');
    return !ipAddress.test(written) && !moment.test(digits) && checkPersonalNumber(digits).valid;
  });
}

const sign = String.raw`[^0-9\p{Lo}\p{Lu}\p{Ll}]`;
/** Searches from each position, so that overlapping candidates are found too. */
const buildPattern = (digits: string): RegExp => new RegExp(`(?<![0-9+])(?=(${digits})(?![0-9]))`, 'gu');
const inFours = buildPattern(`[0-9]{4}(?:${sign}{0,3}[0-9]{4}){2}`);
const inLikeGroups = buildPattern(
  [1, 2, 3, 6].map((size) => `[0-9]{${size}}(?<by${size}>${sign}{1,3})[0-9]{${size}}${restOf(size)}`).join('|'),
);
function restOf(size: number): string {
  return `(?:\\k<by${size}>[0-9]{${size}}){${12 / size - 2}}`;
}
const moment = /^20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9]$/u;
const ipAddress = /^(?:(?:[01][0-9]{2}|2[0-4][0-9]|25[0-5])(?:\.(?!$)|$)){4}$/u;

/** Rules out nearly every text quickly: a file of residents has millions. */
function mayHaveTwelveDigits(text: string): boolean {
  let digits = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if ((unit >= 0x30 && unit <= 0x39) || (unit >= 0xff10 && unit <= 0xff19)) digits += 1;
    // ⑫ counts as two digits; kana, kanji and punctuation as none.
    else if (unit > 0xff && !(unit >= 0x3000 && unit < 0x3200) && !(unit >= 0x3400 && unit < 0xa000)) digits += 2;
  }
  return digits >= 12;
}

/** Makes a valid number from its first eleven digits, for test data and simulators. */
export function personalNumberFrom(elevenDigits: string): string {
  if (!/^[0-9]{11}$/u.test(elevenDigits) || isAllZero(elevenDigits)) {
    throw new RangeError('a personal number is made from eleven digits that are not all zero');
  }
  return elevenDigits + checkDigitOf(elevenDigits);
}
