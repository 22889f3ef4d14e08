import { accept, refuse, type Checked } from './checked.ts';
import { normaliseDigits } from './digits.ts';

/**
 * 宛名番号: 1 to 15 digits. The backbone system must be answered in its own spelling, so leading zeros stay and `0123` is
 * another number than `123`.
 */
export function checkAddressNumber(text: string): Checked<string> {
  const digits = normaliseDigits(text);
  return /^[0-9]{1,15}$/u.test(digits) ? accept(digits) : refuse('NOT_1_TO_15_DIGITS');
}
