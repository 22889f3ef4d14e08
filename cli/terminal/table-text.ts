import stringWidth from 'fast-string-width';

export type Row = readonly string[];

/** How many columns of a terminal a text takes: Japanese characters and emoji take two, marks and selectors none. */
export const widthOf = (text: string): number => stringWidth(text);

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text;
}
