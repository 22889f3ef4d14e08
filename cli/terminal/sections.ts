import { tableLines, type Row } from './table.ts';

/** A part of a long answer under its heading; left out where there is nothing in it. */
export function section(
  heading: string,
  head: readonly string[],
  rows: readonly Row[],
  figures?: ReadonlySet<number>,
): string[] {
  return rows.length === 0 ? [] : ['', `## ${heading}`, ...tableLines(head, rows, figures)];
}
