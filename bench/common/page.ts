/** Figures between two marks of docs/performance.md, so that nothing there is typed in by hand. */
import { readFileSync, writeFileSync } from 'node:fs';

const page = new URL('../../docs/performance.md', import.meta.url);

export interface Marks {
  begin: string;
  end: string;
}

export function writeBetween(marks: Marks, text: string): void {
  writeFileSync(page, replaceBetween(readFileSync(page, 'utf8'), marks, text));
}

export function replaceBetween(whole: string, { begin, end }: Marks, text: string): string {
  const [head, rest = ''] = whole.split(begin);
  const [, tail] = rest.split(end);
  if (head === undefined || tail === undefined) throw new Error(`The page has no place for the figures: ${begin}`);
  return `${head}${begin}\n\n${text.trim()}\n\n${end}${tail}`;
}
