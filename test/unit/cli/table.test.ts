import { describe, expect, test } from 'vitest';
import { elapsedText, tableLines, widthOf } from '../../../cli/terminal/table.ts';

describe('the width of a text in a terminal', () => {
  test.each([
    ['fugo', 4],
    ['符号', 4],
    ['𠮷田', 4],
    ['葛\u{e0100}城', 4],
    ['ﾌｺﾞｳ', 4],
    ['ABC', 3],
    ['ＡＢＣ', 6],
    ['か\u3099', 2],
    ['ﾊﾟｰ', 3],
    ['①〓…', 4],
    ['한국', 4],
    ['👩‍👩‍👧', 2],
    ['🇯🇵', 2],
    ['⌚', 2],
  ])('%s takes %i columns', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });
});

test('columns of a table stand under their titles, figures on the right', () => {
  expect(
    tableLines(
      ['自治体', '件'],
      [
        ['符号市', '7'],
        ['A', '12'],
      ],
      new Set([1]),
    ),
  ).toEqual(['自治体  件', '------  --', '符号市   7', 'A       12']);
});

test.each([
  [120, '0.1 s'],
  [9_940, '9.9 s'],
  [12_400, '12 s'],
  [185_000, '3 min 05 s'],
])('%i milliseconds are %s', (millis, text) => {
  expect(elapsedText(millis)).toBe(text);
});
