/**
 * Makes a table fit the terminal: columns of words are broken into lines, and where even that is too wide, each row is
 * shown as lines of its own. Only a terminal has a width; a file or a program gets whole rows.
 */
import { padEnd, widthOf, type Row } from './table-text.ts';

const gap = 2;
/** Narrower columns of words are hard to read. */
const leastWords = 8;

/** Columns for a terminal; undefined where everything fits as it is, null where nothing makes it fit. */
export function fittingWidths(
  widths: readonly number[],
  rows: readonly Row[],
  width: number,
): readonly number[] | undefined | null {
  let excess = widths.reduce((sum, each) => sum + each + gap, -gap) - width;
  if (excess <= 0) return undefined;
  const least = widths.map((own, column) => Math.min(own, leastWidth(rows.map((row) => row[column] ?? ''))));
  const fitting = [...widths];
  // The widest gives first, until it is as wide as the next one.
  while (excess > 0) {
    const room = fitting.map((own, column) => own - (least[column] ?? own));
    const widest = room.reduce((best, each, column) => (each > (room[best] ?? 0) ? column : best), 0);
    if ((room[widest] ?? 0) <= 0) return null;
    fitting[widest] = (fitting[widest] ?? 0) - 1;
    excess -= 1;
  }
  return fitting;
}

/** What cannot be broken: ids and figures stay whole, so that they can be copied. */
function leastWidth(cells: readonly string[]): number {
  return Math.max(...cells.flatMap((cell) => piecesOf(cell).map((piece) => widthOf(piece.trimEnd()))), leastWords);
}

/** A word with the space behind it, or one Japanese character. */
function piecesOf(text: string): string[] {
  return (
    text.match(
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}、。()・ー]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}、。()・ー]+ *| +/gu,
    ) ?? ['']
  );
}

/** Lines of at most `width` columns; a piece that cannot be broken stands out. */
export function brokenLines(text: string, width: number): string[] {
  const lines = [''];
  for (const piece of piecesOf(text)) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && widthOf(last) + widthOf(piece.trimEnd()) > width) lines.push(piece.trimStart());
    else lines[lines.length - 1] = last + piece;
  }
  return lines.map((line) => line.trimEnd());
}

/** A row as lines of its own, each cell under its title's name. */
export function cardLines(head: Row, row: Row, width: number): string[] {
  const titles = Math.min(Math.max(...head.map(widthOf)), Math.floor(width / 3));
  return [
    ...head.flatMap((title, column) => {
      const [first = '', ...others] = brokenLines(row[column] ?? '', width - titles - gap);
      return [
        `${padEnd(title, titles)}  ${first}`.trimEnd(),
        ...others.map((line) => `${' '.repeat(titles + gap)}${line}`),
      ];
    }),
    '',
  ];
}
