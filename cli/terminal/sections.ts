import { tableLines, type Row } from './table.ts';

/** Lines such as `Municipality: 990019`. */
export function titledLines(facts: readonly (readonly [title: string, value: string])[]): string[] {
  return facts.map(([title, value]) => `${title}: ${value}`);
}

/** Part of a long answer under its heading; nothing where there are no rows. */
export function section(
  heading: string,
  head: readonly string[],
  rows: readonly Row[],
  figures?: ReadonlySet<number>,
): string[] {
  return rows.length === 0 ? [] : ['', `## ${heading}`, ...tableLines(head, rows, figures)];
}
