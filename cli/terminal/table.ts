import stringWidth from 'fast-string-width';

/** How many columns of a terminal a text takes: Japanese characters and emoji take two, marks and selectors none. */
export const widthOf = (text: string): number => stringWidth(text);

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text;
}

export interface Table {
  head: readonly string[];
  /** Columns of figures, which stand on the right. */
  figures?: ReadonlySet<number>;
}

export type Row = readonly string[];

/** The lines of pages, one after the other: the columns are as wide as the first page needs, and a wider cell stands out. */
export function createTable({ head, figures = new Set() }: Table): (rows: readonly Row[]) => string[] {
  let widths: number[] | undefined;
  return (rows) => {
    const shown = rows.map((row) => row.map(printable));
    const isFirst = widths === undefined;
    const columns = (widths ??= head.map((title, column) =>
      Math.max(...[title, ...shown.map((row) => row[column] ?? '')].map(widthOf)),
    ));
    const lineOf = (row: Row): string =>
      columns
        .map((width, column) => (figures.has(column) ? padStart : padEnd)(row[column] ?? '', width))
        .join('  ')
        .trimEnd();
    const title = isFirst ? [lineOf(head), columns.map((width) => '-'.repeat(width)).join('  ')] : [];
    return [...title, ...shown.map(lineOf)];
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
