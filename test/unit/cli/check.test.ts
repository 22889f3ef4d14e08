import { describe, expect, test } from 'vitest';
import { checkLine, lineText } from '../../../cli/check/run.ts';
import { madeText, makeLine } from '../../../cli/check/values.ts';
import { personalNumberFrom } from '../../../domain/values/personal-number.ts';

describe('fugo check, a line', () => {
  test.each([
    ['personal-number', '621498320257'],
    ['personal-number', '６２１４９８３２０２５７'],
    ['personal-number', '  621498320257\t'],
    ['personal-number', '6214-9832-0257'],
    ['personal-number', '6214 9832 0257'],
    ['personal-number', '６２１４　９８３２　０２５７'],
    ['personal-number', '6214－9832－0257'],
    ['municipality-code', '202011'],
    ['resident-record-code', '12345678903'],
  ] as const)('%s is valid, full-width digits and blanks around it included', (name, text) => {
    expect(checkLine(name, text, 1)).toEqual({ line: 1, valid: true, rule: null, reason: null });
  });

  test.each([
    ['personal-number', '621498320258', 'CHECK_DIGIT'],
    ['personal-number', '000000000000', 'ALL_ZERO'],
    ['personal-number', '6214-9832 0257', 'NOT_12_DIGITS'],
    ['personal-number', '62149-832-0257', 'NOT_12_DIGITS'],
    ['personal-number', '6214--9832--0257', 'NOT_12_DIGITS'],
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

describe('fugo check, what fugo makes of a value', () => {
  test.each([
    ['name', '廣瀨　きょうこ', { searchKey: '広瀬キヨオコ', judgeKey: '広瀬キョウコ' }, '広瀬キヨオコ\t広瀬キョウコ'],
    ['name', 'O’Brien, Anne-Marie', { searchKey: 'obrienannemarie', judgeKey: 'obrienannemarie' }, undefined],
    ['reading', 'ｵｰﾉ', { searchKey: 'オオノ', judgeKey: 'オーノ' }, 'オオノ\tオーノ'],
    ['address', '本町二丁目1番地の2', { searchKey: '本町2-1-2' }, '本町2-1-2'],
    ['date', '昭20.1.1', { date: '1945-01-01', knownParts: { year: 1945, month: 1, day: 1 } }, '1945-01-01'],
    ['date', 'S15.00.00', { date: null, knownParts: { year: 1940, month: null, day: null } }, '1940-00-00'],
    [
      'date',
      '昭和15年1月上旬頃',
      { date: null, knownParts: { year: 1940, month: 1, day: null, period: 'early' } },
      '1940-01-00 early',
    ],
  ] as const)('%s: %s', (name, value, made, text) => {
    const line = makeLine(name, value);
    expect(line).toEqual({ value, ...made });
    if (text !== undefined) expect(madeText(line, 'ja')).toBe(text);
  });

  test.each([
    ['date', '1990年4月1日(月)', 'WRONG_WEEKDAY'],
    ['date', '', 'EMPTY'],
    ['name', ' ・ ', 'EMPTY'],
    ['reading', '山\ufffd', 'BROKEN_CHARACTER'],
    ['address', '山\u0000', 'CONTROL_CHARACTER'],
  ] as const)('%s: %j is invalid by the rule %s', (name, value, rule) => {
    const line = makeLine(name, value);
    expect(line).toMatchObject({ value, invalid: { rule } });
    expect(madeText(line, 'en')).toMatch(/^invalid: ./u);
  });

  test('a personal number in a value is not repeated', () => {
    expect(JSON.stringify(makeLine('name', '花子621498320257'))).not.toContain('621498320257');
  });
});
