import { accept, refuse, type Checked } from './checked.ts';
import { normaliseDigits, remainderBy11 } from './digits.ts';

/**
 * 全国地方公共団体コード: 6 digits, the last a check digit (JIS X 0402). Unlike the personal number's rule, the remainder 0 gives
 * 1. This does not say whether the municipality exists.
 */
export function checkMunicipalityCode(text: string): Checked<string> {
  const digits = normaliseDigits(text);
  if (!/^[0-9]{6}$/u.test(digits)) return refuse('NOT_6_DIGITS');
  const checkDigit = (11 - remainderBy11(digits.slice(0, 5))) % 10;
  if (digits.slice(-1) !== String(checkDigit)) return refuse('CHECK_DIGIT');
  return accept(digits);
}
