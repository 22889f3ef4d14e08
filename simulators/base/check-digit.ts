/**
 * The ordinance's check digit (domain §5.1), from the lowest digit upwards with the weights 2–7, 2–…; resident record
 * codes are assumed to follow the same rule (domain §5.3). Written independently of fugo's own code on purpose.
 */
export function checkDigitOf(digits: string): number {
  let sum = 0;
  for (let n = 1; n <= digits.length; n += 1) {
    sum += Number(digits[digits.length - n]) * (n <= 6 ? n + 1 : n - 5);
  }
  const rest = sum % 11;
  return rest <= 1 ? 0 : 11 - rest;
}

export function isPersonalNumber(text: string): boolean {
  return /^\d{12}$/.test(text) && text !== '000000000000' && checkDigitOf(text.slice(0, 11)) === Number(text[11]);
}
