/** Folds widths, cases, compatibility forms, and katakana to hiragana, each code point by itself (R1 of search.ts). */
export function fold(text: string): string {
  let folded = '';
  for (const sign of text) folded += foldSign(sign);
  return folded;
}

const foldedSigns = new Map<string, string>();
const mostKept = 20_000;

export function foldSign(sign: string): string {
  const known = foldedSigns.get(sign);
  if (known !== undefined) return known;
  let folded = '';
  for (const lower of sign.normalize('NFKC').toLowerCase().normalize('NFKC')) {
    const code = lower.codePointAt(0) ?? 0;
    const katakana = (code >= 0x30a1 && code <= 0x30f6) || code === 0x30fd || code === 0x30fe;
    folded += katakana ? String.fromCodePoint(code - 0x60) : lower;
  }
  if (foldedSigns.size < mostKept) foldedSigns.set(sign, folded);
  return folded;
}
