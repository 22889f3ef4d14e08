const kanjiDigits = '〇一二三四五六七八九';
/** As cheques, registers and old stones have them, and the circle that some type for a zero. */
const otherDigits = new Map([
  ['○', 0],
  ['零', 0],
  ['壱', 1],
  ['壹', 1],
  ['弌', 1],
  ['弐', 2],
  ['貳', 2],
  ['貮', 2],
  ['参', 3],
  ['參', 3],
]);
const kanjiUnits = new Map([
  ['十', 10],
  ['拾', 10],
  ['百', 100],
  ['佰', 100],
  ['千', 1000],
  ['阡', 1000],
]);

/** The characters of kanji numbers up to 9,999, for use inside a character class. */
export const kanjiNumeralClass = `${kanjiDigits}${[...otherDigits.keys()].join('')}${[...kanjiUnits.keys()].join('')}`;

/** 十二 → 12, 二〇 → 20, 百三 → 103, 弐拾 → 20. Takes only characters of {@link kanjiNumeralClass}. */
export function kanjiNumber(kanji: string): number {
  let total = 0;
  let digits: number | null = null;
  for (const character of kanji) {
    const unit = kanjiUnits.get(character);
    if (unit === undefined) {
      digits = (digits ?? 0) * 10 + (otherDigits.get(character) ?? kanjiDigits.indexOf(character));
    } else {
      total += (digits ?? 1) * unit;
      digits = null;
    }
  }
  return total + (digits ?? 0);
}
