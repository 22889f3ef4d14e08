import { accept, refuse, type Checked } from './checked.ts';
import { normaliseDigits } from './digits.ts';

/** 番号体系: two digits. Each municipality sets which of them it uses. */
export function checkNumberSystem(text: string): Checked<string> {
  const digits = normaliseDigits(text);
  return /^[0-9]{2}$/u.test(digits) ? accept(digits) : refuse('NOT_2_DIGITS');
}
