import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { checkAddressNumber } from '../../../domain/values/address-number.ts';
import { rules } from '../../../domain/values/checked.ts';
import { hasCheckDigit } from '../../../domain/values/digits.ts';
import {
  checkImportedIntegratedAddressNumber,
  integratedAddressNumberFrom,
} from '../../../domain/values/integrated-address-number.ts';
import { checkMunicipalityCode } from '../../../domain/values/municipality-code.ts';
import { checkNumberSystem } from '../../../domain/values/number-system.ts';
import { checkPersonalNumber, personalNumberFrom } from '../../../domain/values/personal-number.ts';
import { checkResidentRecordCode } from '../../../domain/values/resident-record-code.ts';

const digitsOf = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((digits) => digits.join(''));
const fullWidth = (digits: string) =>
  digits.replace(/[0-9]/gu, (digit) => '０１２３４５６７８９'.charAt(Number(digit)));

/** The weights of domain §5.1–5.3 as written from the left, beside the product's loop from the right. */
function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0) % 11;
}

/** Article 5 to the letter: Pn counted from the lowest digit, Qn = n + 1 up to 6 and n − 5 after. */
function byOrdinance(elevenDigits: string): string {
  let sum = 0;
  for (let n = 1; n <= 11; n += 1) sum += Number(elevenDigits.charAt(11 - n)) * (n <= 6 ? n + 1 : n - 5);
  return sum % 11 <= 1 ? '0' : String(11 - (sum % 11));
}

describe('the personal number', () => {
  test.each([
    ['621498320257'],
    ['983205673214'],
    ['123456789018'],
    ['100000633520'], // remainder 0
    ['100000871090'], // remainder 1
    ['100000079191'], // remainder 10
  ])('%s is valid', (text) => {
    expect(checkPersonalNumber(text)).toEqual({ valid: true, value: text });
  });

  test.each([
    ['621498320258', 'CHECK_DIGIT'],
    ['983205673210', 'CHECK_DIGIT'],
    ['123456789012', 'CHECK_DIGIT'],
    ['111111111111', 'CHECK_DIGIT'],
    ['000000000000', 'ALL_ZERO'],
    ['００００００００００００', 'ALL_ZERO'],
    ['', 'NOT_12_DIGITS'],
    ['62149832025', 'NOT_12_DIGITS'],
    ['6214983202570', 'NOT_12_DIGITS'],
    ['621498 320257', 'NOT_12_DIGITS'],
    ['62149832025七', 'NOT_12_DIGITS'],
    ['٦٢١٤٩٨٣٢٠٢٥٧', 'NOT_12_DIGITS'],
    ['621498320257\u0000', 'NOT_12_DIGITS'],
  ])('%j is refused by the rule %s', (text, rule) => {
    expect(checkPersonalNumber(text)).toEqual({ valid: false, rule });
  });

  test('full-width digits and surrounding blanks are normalised', () => {
    expect(checkPersonalNumber('　６２１４９８３２０２５７ \r\n')).toEqual({ valid: true, value: '621498320257' });
  });

  test('the check digit agrees with the words of the ordinance and with its weights from the left', () => {
    fc.assert(
      fc.property(digitsOf(11), (eleven) => {
        fc.pre(Number(eleven) > 0);
        const remainder = weighted(eleven, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
        expect(byOrdinance(eleven)).toBe(remainder <= 1 ? '0' : String(11 - remainder));
        expect(personalNumberFrom(eleven)).toBe(eleven + byOrdinance(eleven));
      }),
      { numRuns: 2000 },
    );
  });

  test('of the ten numbers that differ in the last digit, one is valid', () => {
    fc.assert(
      fc.property(digitsOf(11), (eleven) => {
        fc.pre(Number(eleven) > 0);
        const valid = Array.from('0123456789').filter((last) => checkPersonalNumber(eleven + last).valid);
        expect(valid).toEqual([byOrdinance(eleven)]);
      }),
    );
  });

  test.each(['', '1', '000000000000', '00000000000', '1234567890x'])('no number is made from %j', (text) => {
    expect(() => personalNumberFrom(text)).toThrow(RangeError);
  });
});

describe('the municipality code', () => {
  test.each(['010006', '130001', '131016', '141003', '011002', '202011', '372030', '462187', '１３１０１６'])(
    '%s is valid',
    (text) => {
      expect(checkMunicipalityCode(text)).toMatchObject({ valid: true });
    },
  );

  test.each([
    ['131011', 'CHECK_DIGIT'],
    ['202010', 'CHECK_DIGIT'],
    ['000000', 'CHECK_DIGIT'],
    ['13101', 'NOT_6_DIGITS'],
    ['1310160', 'NOT_6_DIGITS'],
    ['', 'NOT_6_DIGITS'],
  ])('%j is refused by the rule %s', (text, rule) => {
    expect(checkMunicipalityCode(text)).toEqual({ valid: false, rule });
  });

  test('one last digit is valid: 1 for the remainder 0, 0 for the remainder 1', () => {
    fc.assert(
      fc.property(digitsOf(5), (five) => {
        const valid = Array.from('0123456789').filter((last) => checkMunicipalityCode(five + last).valid);
        const remainder = weighted(five, [6, 5, 4, 3, 2]);
        expect(valid).toEqual([remainder === 0 ? '1' : remainder === 1 ? '0' : String(11 - remainder)]);
      }),
    );
  });
});

describe('the resident record code', () => {
  test.each(['12345678903', '00000000019', '98765432103', '１２３４５６７８９０３'])('%s is valid', (text) => {
    expect(checkResidentRecordCode(text)).toMatchObject({ valid: true });
  });

  test.each([
    ['12345678901', 'UNOFFICIAL_CHECK_DIGIT'],
    ['00000000000', 'ALL_ZERO'],
    ['1234567890', 'NOT_11_DIGITS'],
    ['123456789030', 'NOT_11_DIGITS'],
  ])('%j is refused by the rule %s', (text, rule) => {
    expect(checkResidentRecordCode(text)).toEqual({ valid: false, rule });
  });

  test('where the check digit is to be ignored, length and digits still count', () => {
    expect(checkResidentRecordCode('12345678901', { checkDigit: 'ignore' })).toMatchObject({ valid: true });
    expect(checkResidentRecordCode('1234567890x', { checkDigit: 'ignore' })).toMatchObject({ rule: 'NOT_11_DIGITS' });
  });

  test('one last digit is valid, by the weights from the left', () => {
    fc.assert(
      fc.property(digitsOf(10), (ten) => {
        fc.pre(Number(ten) > 0);
        const valid = Array.from('0123456789').filter((last) => checkResidentRecordCode(ten + last).valid);
        const remainder = weighted(ten, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
        expect(valid).toEqual([remainder <= 1 ? '0' : String(11 - remainder)]);
      }),
    );
  });
});

describe('the integrated address number', () => {
  test.each([
    [1, '000000000000019'],
    [2n, '000000000000027'],
    [99_999_999_999_999n, '999999999999998'],
  ])('the sequence %s gives %s', (sequence, number) => {
    expect(integratedAddressNumberFrom(sequence)).toBe(number);
  });

  test('every sequence gives 15 digits that pass the check and lead back to it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 99_999_999_999_999n }), (sequence) => {
        const number = integratedAddressNumberFrom(sequence);
        expect(number).toMatch(/^[0-9]{15}$/u);
        expect(BigInt(number.slice(0, 14))).toBe(sequence);
        expect(hasCheckDigit(number)).toBe(true);
        expect(weighted(number, [3, 2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11).toBeOneOf([0, 1]);
      }),
    );
  });

  test('two sequences never give one number', () => {
    const numbers = Array.from({ length: 2000 }, (_, index) => integratedAddressNumberFrom(index + 1));
    expect(new Set(numbers).size).toBe(2000);
  });

  test.each([0, -1, 1.5, Number.NaN, 100_000_000_000_000, 100_000_000_000_000n])('%s is no sequence', (sequence) => {
    expect(() => integratedAddressNumberFrom(sequence)).toThrow(RangeError);
  });

  test('a number of the system before fugo is taken as it is', () => {
    expect(checkImportedIntegratedAddressNumber('000000000000018')).toMatchObject({ value: '000000000000018' });
    expect(checkImportedIntegratedAddressNumber('7')).toMatchObject({ value: '7' });
    expect(checkImportedIntegratedAddressNumber('0')).toMatchObject({ rule: 'ALL_ZERO' });
    expect(checkImportedIntegratedAddressNumber('1234567890123456')).toMatchObject({ rule: 'NOT_1_TO_15_DIGITS' });
  });
});

describe('number system and address number', () => {
  test('a number system is two digits', () => {
    expect(checkNumberSystem('01')).toEqual({ valid: true, value: '01' });
    expect(checkNumberSystem('０１')).toEqual({ valid: true, value: '01' });
    for (const text of ['1', '001', 'A1', '']) {
      expect(checkNumberSystem(text)).toEqual({ valid: false, rule: 'NOT_2_DIGITS' });
    }
  });

  test('an address number keeps its leading zeros', () => {
    expect(checkAddressNumber('000000000000123')).toEqual({ valid: true, value: '000000000000123' });
    expect(checkAddressNumber('123')).toEqual({ valid: true, value: '123' });
    for (const text of ['', '1234567890123456', '12-3', 'A123']) {
      expect(checkAddressNumber(text)).toEqual({ valid: false, rule: 'NOT_1_TO_15_DIGITS' });
    }
  });
});

describe('a refusal', () => {
  test('says the rule in both languages and never the value', () => {
    for (const { ja, en } of Object.values(rules)) {
      expect(ja).toMatch(/。$/u);
      expect(en).toMatch(/\.$/u);
    }
    fc.assert(
      fc.property(digitsOf(12), (digits) => {
        for (const text of [digits, fullWidth(digits), ` ${digits}x`]) {
          expect(JSON.stringify({ ...checkPersonalNumber(text), value: '' })).not.toContain(digits);
        }
      }),
    );
  });

  test('of a wrong seed does not show the digits', () => {
    expect(() => personalNumberFrom('621498320257')).toThrow(/^(?!.*6214)/u);
  });
});
