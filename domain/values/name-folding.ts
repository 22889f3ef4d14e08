import { foldVariants } from './character-variants.ts';
import { accepted, refused, type Checked } from './checked.ts';
import { kanjiNumber, kanjiNumeralClass } from './kanji-numerals.ts';

/**
 * Keys by which names and addresses are searched and compared. They say "probably the same", never more, and never
 * replace what was received: NFC alone already changes some names (domain §5.7).
 */

const maxNameLength = 200;
// Selectors choose a glyph (葛 of 葛城 or 葛飾), joiners and marks are invisible: none can be typed in a search.
const invisible = /\p{Variation_Selector}|[\u{200b}-\u{200f}\u{2060}\u{feff}]/gu;
const dashes = '\\-‐‑‒–—―−ーｰ－';
const kanji = '[\\u3400-\\u9fff\\u{20000}-\\u{3ffff}々]';

/**
 * Two spellings of one name get one key: width, katakana and hiragana, blanks and middle dots, letter case,
 * variation selectors and the variants of {@link foldVariants} make no difference. ッ and ツ, ャ and ヤ do: they are
 * different readings.
 */
export function foldName(name: string): string {
  return foldCharacters(name)
    .replace(/[\s・]/gu, '')
    .replace(new RegExp(`[${dashes}]`, 'gu'), 'ー')
    .replace(/(.)(々+)/gu, (repeated, first: string) => first.repeat(countCodePoints(repeated)));
}

/**
 * Two notations of one address get one key: 2丁目1番地2号, 二丁目1番地の2 and 2-1-2 alike, 大字 and 字 or not, ヶ, ケ, が
 * and ガ between kanji. A prefecture that is left out is not supplied.
 */
export function foldAddress(address: string): string {
  const number = `[0-9${kanjiNumeralClass}]`;
  return (
    foldCharacters(address)
      // A blank between numbers separates a block from a room; the other blanks say nothing.
      .replace(/(?<=[0-9])\s+(?=[0-9])/gu, '-')
      .replace(/\s/gu, '')
      .replace(/大字|小字|字/gu, '')
      .replace(new RegExp(`(?<=${kanji})[ケヶガ](?=${kanji})`, 'gu'), 'ケ')
      .replace(new RegExp(`(?<=${number})[${dashes}ノ之](?=${number})`, 'gu'), '-')
      .replace(
        new RegExp(`(?<=-)[${kanjiNumeralClass}]+|[${kanjiNumeralClass}]+(?=-|丁目|番地|番|号|条|線)`, 'gu'),
        (numeral) => String(kanjiNumber(numeral)),
      )
      // 一番町 is a place and 番町 no block number.
      .replace(/(?<=[0-9])(?:丁目|番地ノ?|番(?!町)|号室|号)[-ノ]?/gu, '-')
      .replace(/-(?![0-9])/gu, '')
  );
}

/** Characters as people count them in a register: 𠮷 is one. A variation selector counts, being stored as well. */
export function countCodePoints(text: string): number {
  return Array.from(text).length;
}

/**
 * A name or another line of text to be kept exactly as received, gaiji of the private use area included. Refused is
 * what cannot be stored or shown faithfully: control and direction characters, halves of a surrogate pair, and
 * U+FFFD, which stands for a character that was already lost on the way.
 */
export function checkName(name: string): Checked<string> {
  if (name.replace(invisible, '').trim() === '') return refused('EMPTY');
  if (countCodePoints(name) > maxNameLength) return refused('TOO_LONG');
  if (/[\p{Cc}\u{2028}-\u{202e}\u{2066}-\u{2069}]/u.test(name)) return refused('CONTROL_CHARACTER');
  if (/[\p{Cs}\u{fffd}-\u{ffff}]/u.test(name)) return refused('BROKEN_CHARACTER');
  return accepted(name);
}

function foldCharacters(text: string): string {
  return foldVariants(text.normalize('NFKC').replace(invisible, ''))
    .toLowerCase()
    .replace(/[ぁ-ゖゝゞ]/gu, (hiragana) => String.fromCharCode(hiragana.charCodeAt(0) + 0x60));
}
