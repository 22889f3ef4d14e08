import { accepted, refused, type Checked } from './checked.ts';
import { checkDigitOf, hasCheckDigit, isAllZero, normaliseDigits } from './digits.ts';

/**
 * 個人番号: 12 digits, the last a check digit (ministerial ordinance 85 of 2014, art. 5; domain §5.1). Zeros only
 * would pass the check digit and is the usual placeholder, so it is refused by name. A check digit misses 1.7 % of
 * wrong single digits: a valid number need not be the right one.
 */
export function checkPersonalNumber(text: string): Checked<string> {
  const digits = normaliseDigits(text);
  if (!/^[0-9]{12}$/u.test(digits)) return refused('NOT_12_DIGITS');
  if (isAllZero(digits)) return refused('ALL_ZERO');
  if (!hasCheckDigit(digits)) return refused('CHECK_DIGIT');
  return accepted(digits);
}

/**
 * Whether a text for people has a number in it that could be somebody's: twelve digits of any width whose check digit
 * agrees, and which are no part of a longer row of digits,
 * - in one piece or in fours, whatever stands between these (up to three signs that are no letters),
 * - or in other groups of one length, parted by the same sign each: 123-456-789-018, 1 2 3 4 ….
 * Not in unlike groups: so are written a moment and a telephone number. Nor is a telephone number abroad one, which
 * begins with a plus, nor twelve digits that are a moment of this century (202604010930). One in eleven other numbers of
 * twelve digits passes for one; a text with such a number has to be written in another way.
 */
export function hasPersonalNumber(text: string): boolean {
  if (!mayHaveTwelveDigits(text)) return false;
  const seen = text.normalize('NFKC').replaceAll(/\p{Cf}/gu, '');
  return [...seen.matchAll(inFours), ...seen.matchAll(inLikeGroups)].some(([, written = '']) => {
    const digits = written.replaceAll(/[^0-9]/gu, '');
    return !ipAddress.test(written) && !moment.test(digits) && checkPersonalNumber(digits).valid;
  });
}

const sign = String.raw`[^0-9\p{Lo}\p{Lu}\p{Ll}]`;
/** Looked for from each place on, so that one that stands in another is found too. */
const alone = (digits: string): RegExp => new RegExp(`(?<![0-9+])(?=(${digits})(?![0-9]))`, 'gu');
const inFours = alone(`[0-9]{4}(?:${sign}{0,3}[0-9]{4}){2}`);
const inLikeGroups = alone(
  [1, 2, 3, 6].map((size) => `[0-9]{${size}}(?<by${size}>${sign}{1,3})[0-9]{${size}}${restOf(size)}`).join('|'),
);
function restOf(size: number): string {
  return `(?:\\k<by${size}>[0-9]{${size}}){${12 / size - 2}}`;
}
const moment = /^20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9]$/u;
const ipAddress = /^(?:(?:[01][0-9]{2}|2[0-4][0-9]|25[0-5])(?:\.(?!$)|$)){4}$/u;

/** Said quickly of nearly every text: a file of residents has millions of them. */
function mayHaveTwelveDigits(text: string): boolean {
  let digits = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if ((unit >= 0x30 && unit <= 0x39) || (unit >= 0xff10 && unit <= 0xff19)) digits += 1;
    // ⑫ is two of them; kana, kanji and what stands between words are none.
    else if (unit > 0xff && !(unit >= 0x3000 && unit < 0x3200) && !(unit >= 0x3400 && unit < 0xa000)) digits += 2;
  }
  return digits >= 12;
}

/** A valid number from its first eleven digits, for test data and simulators made at run time from a seed. */
export function personalNumberFrom(elevenDigits: string): string {
  if (!/^[0-9]{11}$/u.test(elevenDigits) || isAllZero(elevenDigits)) {
    throw new RangeError('a personal number is made from eleven digits that are not all zero');
  }
  return elevenDigits + checkDigitOf(elevenDigits);
}
