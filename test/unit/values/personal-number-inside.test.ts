import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasPersonalNumber, personalNumberFrom } from '../../../domain/values/personal-number.ts';

const number = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 10, maxLength: 10 })
  .map((digits) => personalNumberFrom(`9${digits.join('')}`));
const fullWidth = (digits: string) =>
  digits.replaceAll(/[0-9]/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

const gaps = ['', ' ', '-', '　', ' - ', '‐', '–', '−', 'ー', '・', '/', '.', '、', '\n', '\u200b'];

test('a personal number is found in a text, however its digits are written and set apart', () => {
  const written = fc.tuple(number, fc.constantFrom(...gaps), fc.boolean()).map(([digits, gap, wide]) => {
    const text = [digits.slice(0, 4), digits.slice(4, 8), digits.slice(8)].join(gap);
    return wide ? fullWidth(text) : text;
  });
  fc.assert(
    fc.property(
      written,
      fc.constantFrom('', '番号は', 'No.'),
      fc.constantFrom('', 'です。', ' と'),
      (text, before, after) => {
        expect(hasPersonalNumber(`${before}${text}${after}`)).toBe(true);
      },
    ),
  );
});

test.each([
  '',
  '本籍地に照会中',
  '000000000000019',
  '03-1234-5678',
  '2026-04-01 09:30',
  '+81 90 1234 5678',
  '123456789012',
  '000000000000',
])('%s is none', (text) => {
  expect(hasPersonalNumber(text)).toBe(false);
});
