import { accept, refuse, type Checked } from './checked.ts';
import { hasCheckDigit, isAllZero, normaliseDigits } from './digits.ts';

/**
 * 住民票コード: 11 digits, 10 random ones and a check digit. The official formula is not public; the one in common use is the
 * personal number's rule over ten digits. The default applies it, for people who look for typing errors; use `ignore`
 * where a resident would be turned away for it.
 */
export function checkResidentRecordCode(
  text: string,
  { checkDigit }: { checkDigit: 'error' | 'ignore' } = { checkDigit: 'error' },
): Checked<string> {
  const digits = normaliseDigits(text);
  if (!/^[0-9]{11}$/u.test(digits)) return refuse('NOT_11_DIGITS');
  if (isAllZero(digits)) return refuse('ALL_ZERO');
  if (checkDigit === 'error' && !hasCheckDigit(digits)) return refuse('UNOFFICIAL_CHECK_DIGIT');
  return accept(digits);
}
