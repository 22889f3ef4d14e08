/** How many columns of a terminal a text takes: Japanese characters take two, marks and selectors none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

const noWidth = /^[\p{Mn}\p{Me}\p{Cf}\p{Variation_Selector}]$/u;
// East Asian Wide and Fullwidth, as far as Japanese text has them.
const doubleWidth =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

function widthOfCharacter(character: string): number {
  if (noWidth.test(character)) return 0;
  return doubleWidth.test(character) ? 2 : 1;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text;
}

/** Lines of a table; columns of figures stand on the right. */
export function tableLines(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  figures: ReadonlySet<number> = new Set(),
): string[] {
  const widths = head.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(widthOf)),
  );
  const lineOf = (row: readonly string[]): string =>
    widths
      .map((width, column) => (figures.has(column) ? padStart : padEnd)(row[column] ?? '', width))
      .join('  ')
      .trimEnd();
  return [lineOf(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(lineOf)];
}

/** `0.8 s`, `12 s`, `3 min 05 s`. */
export function elapsedText(millis: number): string {
  const seconds = Math.max(0, millis) / 1_000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
}
