import { describe, expect, test } from 'vitest';
import { checkLine, lineText } from '../../../cli/check/run.ts';
import { personalNumberFrom } from '../../../domain/values/personal-number.ts';

describe('fugo check, a line', () => {
  test.each([
    ['personal-number', '621498320257'],
    ['personal-number', '６２１４９８３２０２５７'],
    ['personal-number', '  621498320257\t'],
    ['municipality-code', '202011'],
    ['resident-record-code', '12345678903'],
  ] as const)('%s is valid, full-width digits and blanks around it included', (name, text) => {
    expect(checkLine(name, text, 1)).toEqual({ line: 1, valid: true, rule: null, reason: null });
  });

  test.each([
    ['personal-number', '621498320258', 'CHECK_DIGIT'],
    ['personal-number', '000000000000', 'ALL_ZERO'],
    ['personal-number', '6214-9832-0257', 'NOT_12_DIGITS'],
    ['personal-number', ' ', 'EMPTY'],
    ['municipality-code', '131011', 'CHECK_DIGIT'],
    ['municipality-code', '13101', 'NOT_6_DIGITS'],
    ['resident-record-code', '12345678904', 'UNOFFICIAL_CHECK_DIGIT'],
  ] as const)('%s is invalid by the rule that it breaks', (name, text, rule) => {
    expect(checkLine(name, text, 7)).toMatchObject({ line: 7, valid: false, rule });
  });

  test('never repeats the value', () => {
    const wrong = personalNumberFrom('12345678901').replace(/.$/u, (digit) => String((Number(digit) + 1) % 10));
    const checked = checkLine('personal-number', wrong, 1);
    expect(JSON.stringify(checked)).not.toContain(wrong);
    expect(lineText(checked, 'ja')).not.toContain(wrong);
  });

  test('says the reason in the reader’s language', () => {
    const checked = checkLine('personal-number', '123456789012', 1);
    expect(lineText(checked, 'ja')).toBe('invalid: 検査用数字が合いません。');
    expect(lineText(checked, 'en')).toBe('invalid: The check digit does not agree.');
  });
});
