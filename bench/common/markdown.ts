/** Tables and numbers as they stand on a page and on the terminal. */
import type { Spread } from './statistics.ts';

export const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The first column is text, the others are figures. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

/** Three digits that count. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return String(Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}

export function spread({ median, least, most }: Spread, unit = 1): string {
  return `${number(median / unit)} (${number(least / unit)}–${number(most / unit)})`;
}

/** 1000000 as 1,000,000. */
export const grouped = (value: number): string => Math.round(value).toLocaleString('en-US');
