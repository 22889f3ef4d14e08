/**
 * Full-width digits become half-width and surrounding blanks (the ideographic one too) go: clerks' input methods
 * produce both. Nothing inside the text is removed, so a grouped number is refused and not guessed at.
 */
export function normaliseDigits(text: string): string {
  return text.trim().replace(/[０-９]/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
}

/**
 * The remainder by 11 on which the check digits of personal numbers, municipality codes and resident record codes
 * all rest: digits weighted 2, 3, 4, 5, 6, 7, 2, 3, … from the lowest up (domain §5.1–5.3).
 */
export function remainderBy11(digits: string): number {
  const fromLowest = Array.from(digits, Number).toReversed();
  return fromLowest.reduce((sum, digit, index) => sum + digit * (2 + (index % 6)), 0) % 11;
}

/** The check digit of ministerial ordinance 85 of 2014, art. 5: remainders 0 and 1 share the digit 0. */
export function checkDigitOf(digits: string): string {
  const remainder = remainderBy11(digits);
  return String(remainder <= 1 ? 0 : 11 - remainder);
}

/** Whether the last digit is the check digit, by {@link checkDigitOf}, of those before it. */
export function hasCheckDigit(digits: string): boolean {
  return digits.slice(-1) === checkDigitOf(digits.slice(0, -1));
}

export function isAllZero(digits: string): boolean {
  return /^0+$/u.test(digits);
}
