import { tableLines, type Row } from './table.ts';

/** Part of a long answer under its heading; nothing where there are no rows. */
export function section(
  heading: string,
  head: readonly string[],
  rows: readonly Row[],
  figures?: ReadonlySet<number>,
): string[] {
  return rows.length === 0 ? [] : ['', `## ${heading}`, ...tableLines(head, rows, figures)];
}
