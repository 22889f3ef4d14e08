import { kanjiNumber, kanjiNumeralClass } from './kanji-numerals.ts';
import { foldCharacters } from './name-folding.ts';

/**
 * The key by which addresses are searched and compared; the address itself stays as received. No table of addresses
 * stands behind it: nothing is supplied (a missing prefecture, 丁目 without its number) or corrected
 * (docs/decisions/0054-variants-and-addresses.md).
 *
 * A1. Numbers of 丁目, 番地, 番, 号, 地割 and 号室 become digits joined by hyphens: 二丁目1番地の2 is 2-1-2; so do 丁 and
 *     地割 with or without 第. Of 第二, N条, N線 and N階 only the number becomes digits, and 階 and F are one.
 * A2. 大字 and 字, blanks, and a postal code in front make no difference.
 * A3. Neither do ケ ヶ が ガ ヵ between the words of a place, ッ and ツ, の ノ 之, 弐 and 二, or the ル of 西入ル and 上る.
 * A4. 一番町, 一の坂, 八丁西町 and 千代田 are names and stay.
 */
export function foldAddress(address: string): string {
  return (
    foldCharacters(address)
      .replace(postalCode, '')
      .replace(/[ァィゥェォッャュョヮ]/gu, (small) => String.fromCharCode(small.charCodeAt(0) + 1))
      .replace(/[弐壱]/gu, (numeral) => (numeral === '弐' ? '二' : '一'))
      // A blank between numbers separates a block from a room; other blanks mean nothing.
      .replace(/(?<=[0-9])\s+(?=[0-9])/gu, '-')
      .replace(/\s/gu, '')
      .replace(/大字|小字|字/gu, '')
      .replace(/[ヵヶ]/gu, 'ケ')
      .replace(kaBetweenWords, 'ケ')
      .replace(noBetweenKanji, 'ノ')
      .replace(/(?<=[東西]入|上|下)ガ?ル/gu, '')
      .replace(dashBetweenNumbers, '-')
      .replace(kanjiNumerals, (numeral) => String(kanjiNumber(numeral)))
      .replace(/第(?=[0-9]+地割)/gu, '')
      .replace(/(?<=[0-9])階/gu, 'f')
      .replace(units, '-')
      .replace(/-(?![0-9])/gu, '')
  );
}

const dashes = '\\-‐‑‒–—―−ーｰ－─━⁃˗';
const number = `[0-9${kanjiNumeralClass}]`;
const kanji = '[\\u3400-\\u9fff\\u{20000}-\\u{3ffff}々]';
/** Only in front of something else: 123-4567 alone is a lot and its branch. */
const postalCode = new RegExp(`^\\s*(?:〒\\s*)?[0-9]{3}[${dashes}]?[0-9]{4}\\s*(?=[^0-9\\s${dashes}])|^\\s*〒`, 'u');
const kaBetweenWords = new RegExp(`(?<=${kanji}|[ァ-ヺー])[ケガ](?=${kanji})|(?<=${kanji})カ(?=${kanji})`, 'gu');
const noBetweenKanji = new RegExp(`(?<=${kanji})之(?=${kanji})`, 'gu');
const dashBetweenNumbers = new RegExp(`(?<=${number})[${dashes}ノ之](?=${number})`, 'gu');
/** 丁 counts blocks only where a number or nothing follows: 八丁西町 is a name. */
const blocks = `丁(?=$|[0-9-]|[${kanjiNumeralClass}]+(?:番|号|-|$))`;
const kanjiNumerals = new RegExp(
  `(?<=-)[${kanjiNumeralClass}]+|(?<=第)[${kanjiNumeralClass}]+|` +
    `[${kanjiNumeralClass}]+(?=-|丁目|${blocks}|番地|番|号|条|線|地割|階)`,
  'gu',
);
/** 一番町 and 一番丁 are names, and their 番 no block number. */
const units = new RegExp(`(?<=[0-9])(?:丁目|${blocks}|番地ノ?|番(?![町丁])|地割|号室|号)[-ノ]?`, 'gu');
