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
 * Whether a text for people has a number in it that could be somebody's, in one piece or in fours, whatever stands
 * between them. Not in other groups: so are written a moment, and a telephone number abroad.
 */
export function hasPersonalNumber(text: string): boolean {
  const seen = text.normalize('NFKC').replaceAll(/\p{Cf}/gu, '');
  const written = seen.matchAll(/(?<![0-9])(?=([0-9]{4}(?:[^0-9\p{Lo}\p{Lu}\p{Ll}]{0,3}[0-9]{4}){2})(?![0-9]))/gu);
  return [...written].some(([, digits = '']) => checkPersonalNumber(digits.replaceAll(/[^0-9]/gu, '')).valid);
}

/** A valid number from its first eleven digits, for test data and simulators made at run time from a seed. */
export function personalNumberFrom(elevenDigits: string): string {
  if (!/^[0-9]{11}$/u.test(elevenDigits) || isAllZero(elevenDigits)) {
    throw new RangeError('a personal number is made from eleven digits that are not all zero');
  }
  return elevenDigits + checkDigitOf(elevenDigits);
}
