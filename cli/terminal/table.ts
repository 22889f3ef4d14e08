import { brokenLines, cardLines, fittingWidths } from './fit.ts';
import { padEnd, padStart, widthOf, type Row } from './table-text.ts';

export { widthOf, type Row };

/** Columns of the terminal that tables are for; undefined: a file or a program, which gets whole rows. */
let terminalWidth: number | undefined;

/** Told once, before a command runs. */
export function setTerminalWidth(columns: number | undefined): void {
  terminalWidth = columns;
}

export interface Table {
  head: readonly string[];
  /** Columns of figures, which stand on the right. */
  figures?: ReadonlySet<number>;
}

/** The lines of pages, one after the other: the columns are as wide as the first page needs, and a wider cell stands out. */
export function createTable({ head, figures = new Set() }: Table): (rows: readonly Row[]) => string[] {
  let widths: readonly number[] | undefined;
  let isCards = false;
  return (rows) => {
    const shown = rows.map((row) => row.map(printable));
    const isFirst = widths === undefined;
    if (widths === undefined) {
      const own = head.map((title, column) =>
        Math.max(...[title, ...shown.map((row) => row[column] ?? '')].map(widthOf)),
      );
      const fitting = terminalWidth === undefined ? undefined : fittingWidths(own, [head, ...shown], terminalWidth);
      isCards = fitting === null;
      widths = fitting ?? own;
    }
    const columns = widths;
    if (isCards) return shown.flatMap((row) => cardLines(head, row, terminalWidth ?? 0));
    const linesOf = (row: Row): string[] => {
      const cells = columns.map((width, column) => {
        const cell = row[column] ?? '';
        return terminalWidth === undefined ? [cell] : brokenLines(cell, width);
      });
      return Array.from({ length: Math.max(...cells.map((lines) => lines.length)) }, (_, at) =>
        columns
          .map((width, column) => (figures.has(column) ? padStart : padEnd)(cells[column]?.[at] ?? '', width))
          .join('  ')
          .trimEnd(),
      );
    };
    const title = isFirst ? [...linesOf(head), columns.map((width) => '-'.repeat(width)).join('  ')] : [];
    return [...title, ...shown.flatMap(linesOf)];
  };
}

/** Lines of a whole table; columns of figures stand on the right. */
export function tableLines(head: readonly string[], rows: readonly Row[], figures?: ReadonlySet<number>): string[] {
  return createTable({ head, ...(figures && { figures }) })(rows);
}

/** A cell is one line, whatever was typed or sent somewhere. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}

/** `0.8 s`, `12 s`, `3 min 05 s`. */
export function elapsedText(millis: number): string {
  const seconds = Math.max(0, millis) / 1_000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
}

export const grouped = (count: number): string => Math.round(count).toLocaleString('en-US');
