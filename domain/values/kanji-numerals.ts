const kanjiDigits = '〇一二三四五六七八九';
const kanjiUnits = new Map([
  ['十', 10],
  ['百', 100],
]);

/** The characters of kanji numbers up to 999, for use inside a character class. */
export const kanjiNumeralClass = `${kanjiDigits}${[...kanjiUnits.keys()].join('')}`;

/** 十二 → 12, 二〇 → 20, 百三 → 103. Takes only characters of {@link kanjiNumeralClass}. */
export function kanjiNumber(kanji: string): number {
  let total = 0;
  let digits: number | null = null;
  for (const character of kanji) {
    const unit = kanjiUnits.get(character);
    if (unit === undefined) {
      digits = (digits ?? 0) * 10 + kanjiDigits.indexOf(character);
    } else {
      total += (digits ?? 1) * unit;
      digits = null;
    }
  }
  return total + (digits ?? 0);
}
