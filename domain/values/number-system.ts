import { accepted, refused, type Checked } from './checked.ts';
import { normaliseDigits } from './digits.ts';

/** 番号体系: two digits (fixed-length layout of domain §4.1). Which of them a municipality uses is its own setting. */
export function checkNumberSystem(text: string): Checked<string> {
  const digits = normaliseDigits(text);
  return /^[0-9]{2}$/u.test(digits) ? accepted(digits) : refused('NOT_2_DIGITS');
}
