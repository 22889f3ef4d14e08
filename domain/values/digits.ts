/**
 * Makes full-width digits half-width and trims blanks, since input methods produce both. Inner characters stay, so a
 * grouped number is refused rather than guessed.
 */
export function normaliseDigits(text: string): string {
  if (/^[0-9]+$/u.test(text)) return text;
  return text.trim().replace(/[０-９]/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
}

/**
 * The remainder by 11 behind the check digits of personal numbers, municipality codes and resident record codes: digits
 * weighted 2, 3, 4, 5, 6, 7, 2, 3, … from the lowest up.
 */
export function remainderBy11(digits: string): number {
  return remainderOfFirst(digits, digits.length);
}

function remainderOfFirst(digits: string, length: number): number {
  let sum = 0;
  for (let index = 0; index < length; index += 1) {
    sum += (digits.charCodeAt(length - 1 - index) - codeOfZero) * (2 + (index % 6));
  }
  return sum % 11;
}
const codeOfZero = 0x30;

/** The check digit of ministerial ordinance 85 of 2014, art. 5; the remainders 0 and 1 share the digit 0. */
export function checkDigitOf(digits: string): string {
  return String(checkDigitFor(remainderBy11(digits)));
}

function checkDigitFor(remainder: number): number {
  return remainder <= 1 ? 0 : 11 - remainder;
}

/** Whether the last digit is the check digit ({@link checkDigitOf}) of those before it. */
export function hasCheckDigit(digits: string): boolean {
  const last = digits.length - 1;
  return digits.charCodeAt(last) - codeOfZero === checkDigitFor(remainderOfFirst(digits, last));
}

export function isAllZero(digits: string): boolean {
  return /^0+$/u.test(digits);
}
