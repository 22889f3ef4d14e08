import * as fc from '../../support/fast-check.ts';
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

test('one is found in other groups of one length too, where the same sign parts them', () => {
  const sizes = fc.constantFrom(1, 2, 3, 6);
  const signs = fc.constantFrom(' ', '-', '　', '.', '・', '－');
  fc.assert(
    fc.property(number, sizes, signs, fc.boolean(), (digits, size, by, wide) => {
      const text = (digits.match(new RegExp(`.{${size}}`, 'gu')) ?? []).join(by);
      expect(hasPersonalNumber(`番号 ${wide ? fullWidth(text) : text}。`)).toBe(true);
    }),
  );
});

test('it is none where it is a part of more digits, or its check digit does not agree', () => {
  fc.assert(
    fc.property(number, fc.integer({ min: 0, max: 9 }), (digits, more) => {
      expect(hasPersonalNumber(`${more}${digits}`)).toBe(false);
      expect(hasPersonalNumber(`${digits}${more}`)).toBe(false);
      expect(hasPersonalNumber(digits.slice(0, 11) + String((Number(digits[11]) + 1) % 10))).toBe(false);
    }),
  );
});

test('neither are a telephone number abroad, a moment in a file name and an address of a network', () => {
  const telephones = Array.from({ length: 200 }, (_, at) => `+8190${String(10_000_000 + at)}`);
  const moments = Array.from({ length: 60 }, (_, at) => `20260401-09${String(at).padStart(2, '0')}.csv`);
  const networks = Array.from({ length: 100 }, (_, at) => `192.168.100.${String(100 + at)}`);
  expect([...telephones, ...moments, ...networks].filter(hasPersonalNumber)).toEqual([]);
});

test.each([
  '',
  '0120-123-456 03-1234-5678',
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
