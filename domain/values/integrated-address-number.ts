import { accept, refuse, type Checked } from './checked.ts';
import { checkDigitOf, isAllZero, normaliseDigits } from './digits.ts';

const lastSequence = 99_999_999_999_999n;

/**
 * 団体内統合宛名番号 as fugo assigns it (S25): a 14-digit sequence and a check digit by the personal number's rule, 15 digits.
 * It comes from a counter, never from a personal number, and tells nothing about the person.
 */
export function integratedAddressNumberFrom(sequence: bigint | number): string {
  if (typeof sequence === 'number' && !Number.isSafeInteger(sequence)) {
    throw new RangeError('the sequence of an integrated address number is an integer');
  }
  const exact = BigInt(sequence);
  if (exact < 1n || exact > lastSequence) {
    throw new RangeError('the sequence of an integrated address number is from 1 to 99999999999999');
  }
  const digits = exact.toString().padStart(14, '0');
  return digits + checkDigitOf(digits);
}

/**
 * Checks a number that an earlier system assigned. It is imported and never renumbered, so any 1 to 15 digits count,
 * with leading zeros and any check digit.
 */
export function checkImportedIntegratedAddressNumber(text: string): Checked<string> {
  const digits = normaliseDigits(text);
  if (!/^[0-9]{1,15}$/u.test(digits)) return refuse('NOT_1_TO_15_DIGITS');
  if (isAllZero(digits)) return refuse('ALL_ZERO');
  return accept(digits);
}
