import { afterEach, describe, expect, test } from 'vitest';
import { elapsedText, setTerminalWidth, tableLines, widthOf } from '../../../cli/terminal/table.ts';

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

describe('in a terminal of 60 columns', () => {
  const head = ['ID', 'エラー', '件'];
  const id = '01890a5d-ac96-774b-bcce-b302099a8057';
  const sentence = '住基システムまたは住基ゲートウェイが符号取得依頼を拒否しました。';
  const figures = new Set([2]);
  afterEach(() => setTerminalWidth(undefined));

  test('a table that is too wide has its sentences in lines, and its ids whole', () => {
    setTerminalWidth(60);
    const lines = tableLines(head, [[id, sentence, '12']], figures);
    expect(lines.filter((line) => widthOf(line) > 60)).toEqual([]);
    expect(lines[2]).toMatch(new RegExp(`^${id}  住基.* 12$`, 'u'));
    expect(
      lines
        .slice(2)
        .map((line) => line.slice(id.length).replace('12', '').trim())
        .join(''),
    ).toBe(sentence);
  });

  test('what fits stays as it is', () => {
    const rows = [['7', '符号市', '12']];
    const plain = tableLines(head, rows, figures);
    setTerminalWidth(60);
    expect(tableLines(head, rows, figures)).toEqual(plain);
  });

  test('where nothing makes it fit, each row is lines of its own', () => {
    setTerminalWidth(60);
    expect(
      tableLines(['ID', 'Other', 'Error'], [[id, id, 'It is not known to the national server, and waits.']]),
    ).toEqual([`ID     ${id}`, `Other  ${id}`, 'Error  It is not known to the national server, and waits.', '']);
  });

  test('a file or a program gets whole rows', () => {
    expect(tableLines(head, [[id, sentence, '12']], figures)[2]).toBe(`${id}  ${sentence}  12`);
  });
});

test.each([
  [120, '0.1 s'],
  [9_940, '9.9 s'],
  [12_400, '12 s'],
  [185_000, '3 min 05 s'],
])('%i milliseconds are %s', (millis, text) => {
  expect(elapsedText(millis)).toBe(text);
});
