import type { LoadLineProblem } from '../contracts/load-file.ts';
import { countCodePoints } from '../domain/values/name-folding.ts';
import type { Block } from './block.ts';
import { fixedLayout, fixedLineWidth, type CellKind } from './fixed-layout.ts';
import { putCells, putUnreadable, type LineOutput } from './put-lines.ts';
import { unpackMoment } from './moments.ts';
import { forEachLine } from './text-lines.ts';
import { isBlank } from './values.ts';

/** Reads lines of the fixed-length layout. A cell of wrong width is reported; the others are judged all the same. */
export function readFixedLines(block: Block, output: LineOutput): void {
  // Without surrogate pairs every code point is one unit, and nothing needs to be counted.
  const cutByWidth = /[\u{10000}-\u{10ffff}]/u.test(block.text) ? cutCodePoints : cutUnits;
  forEachLine(block.text, (content, line) => {
    if (isBlank(content)) return;
    if (block.tooLongLines.has(line)) return putUnreadable(output, block, line, 'LINE_TOO_LONG');
    const cut = cutByWidth(content) ?? cutByCommas(content);
    if (!cut) return putUnreadable(output, block, line, 'WRONG_CELL_COUNT');
    return putCells(output, block, { line, lines: 1, columns, ...cut });
  });
}

const columns = fixedLayout.map(({ field }) => field);

interface Cut {
  cells: string[];
  problems?: LoadLineProblem[];
}

/** Null if a cell does not have its width. */
function cutUnits(content: string): Cut | null {
  if (content.length !== fixedLineWidth) return null;
  const cells: string[] = [];
  let from = 0;
  for (const { width, kind } of fixedLayout) {
    let end = from + width;
    if (end < content.length && content.charCodeAt(end) !== comma) return null;
    while (end > from && content.charCodeAt(end - 1) === blank) end -= 1;
    cells.push(readCell(content.slice(from, end), kind));
    from += width + 1;
  }
  return { cells };
}

function cutCodePoints(content: string): Cut | null {
  const characters = Array.from(content);
  if (characters.length !== fixedLineWidth) return null;
  const cells: string[] = [];
  let from = 0;
  for (const { width, kind } of fixedLayout) {
    const end = from + width;
    if (end < characters.length && characters[end] !== ',') return null;
    cells.push(readCell(trimPadding(characters.slice(from, end).join('')), kind));
    from = end + 1;
  }
  return { cells };
}

/** Cuts at commas, to report the cells of wrong width; null if there are too many or too few. */
function cutByCommas(content: string): Cut | null {
  const parts = content.split(',');
  if (parts.length !== fixedLayout.length) return null;
  const problems: LoadLineProblem[] = [];
  const cells = fixedLayout.map(({ field, width, kind }, index) => {
    const part = parts[index] ?? '';
    if (countCodePoints(part) === width) return readCell(trimPadding(part), kind);
    problems.push({ field, rule: 'WRONG_CELL_WIDTH' });
    return '';
  });
  return { cells, problems };
}

const comma = 0x2c;
const blank = 0x20;

/** Removes the padding only: an ideographic space belongs to the text. */
function trimPadding(cell: string): string {
  return cell.replace(/ +$/u, '');
}

function readCell(cell: string, kind: CellKind): string {
  return kind === 'moment' ? unpackMoment(cell) : cell;
}
