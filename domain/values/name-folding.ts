import { foldVariants } from './character-variants.ts';
import { accepted, refused, type Checked } from './checked.ts';
import { kanjiNumber, kanjiNumeralClass } from './kanji-numerals.ts';
import { hasPersonalNumber } from './personal-number.ts';

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
  return foldOrdinaryName(name) ?? foldAnyName(name);
}

/**
 * What is removed or repeated makes neighbours of characters that were none, and カ beside a voiced mark is ガ: so the
 * text is composed again after each, and the key of a key is the key.
 */
function foldAnyName(name: string): string {
  return foldCharacters(name)
    .replace(/[\s・]/gu, '')
    .normalize('NFKC')
    .replace(allDashes, 'ー')
    .replace(/(.)(々+)/gu, (repeated, first: string) => first.repeat(countCodePoints(repeated)))
    .normalize('NFKC');
}
const allDashes = new RegExp(`[${dashes}]`, 'gu');

/** The same for a name of ordinary characters, of which each folds by itself; null where one is not. */
function foldOrdinaryName(name: string): string | null {
  let folded = '';
  for (let index = 0; index < name.length; index += 1) {
    const unit = name.charCodeAt(index);
    const character = nameUnits.find(unit);
    if (character === null) return null;
    folded += unit === iterationMark ? folded.slice(-1) || '々' : character;
  }
  return folded;
}
const iterationMark = 0x3005; // 々 repeats what stands before it

/**
 * Two notations of one address get one key: 2丁目1番地2号, 二丁目1番地の2 and 2-1-2 alike, 大字 and 字 or not, ヶ, ケ, が
 * and ガ between kanji. A prefecture that is left out is not supplied.
 */
export function foldAddress(address: string): string {
  return (
    foldCharacters(address)
      // A blank between numbers separates a block from a room; the other blanks say nothing.
      .replace(/(?<=[0-9])\s+(?=[0-9])/gu, '-')
      .replace(/\s/gu, '')
      .replace(/大字|小字|字/gu, '')
      .replace(kaBetweenKanji, 'ケ')
      .replace(dashBetweenNumbers, '-')
      .replace(kanjiNumerals, (numeral) => String(kanjiNumber(numeral)))
      // 一番町 is a place and 番町 no block number.
      .replace(/(?<=[0-9])(?:丁目|番地ノ?|番(?!町)|号室|号)[-ノ]?/gu, '-')
      .replace(/-(?![0-9])/gu, '')
  );
}
const number = `[0-9${kanjiNumeralClass}]`;
const kaBetweenKanji = new RegExp(`(?<=${kanji})[ケヶガ](?=${kanji})`, 'gu');
const dashBetweenNumbers = new RegExp(`(?<=${number})[${dashes}ノ之](?=${number})`, 'gu');
const kanjiNumerals = new RegExp(
  `(?<=-)[${kanjiNumeralClass}]+|[${kanjiNumeralClass}]+(?=-|丁目|番地|番|号|条|線)`,
  'gu',
);

/** Characters as people count them in a register: 𠮷 is one. A variation selector counts, being stored as well. */
export function countCodePoints(text: string): number {
  let count = text.length;
  for (let index = 1; index < text.length; index += 1) {
    if ((text.charCodeAt(index) & 0xfc00) === 0xdc00 && (text.charCodeAt(index - 1) & 0xfc00) === 0xd800) count -= 1;
  }
  return count;
}

/**
 * A name or another line of text to be kept exactly as received, gaiji of the private use area included. Refused is
 * what cannot be stored or shown faithfully: control and direction characters, halves of a surrogate pair, and
 * U+FFFD, which stands for a character that was already lost on the way. Refused too is a personal number: such a text
 * is stored in clear, sent to every backbone and shown to whoever sees the resident.
 */
export function checkName(name: string): Checked<string> {
  if (!visible.test(name)) return refused('EMPTY');
  return checkCharacters(name, maxNameLength);
}
const visible = /[^\s\p{Variation_Selector}\u{200b}-\u{200f}\u{2060}\u{feff}]/u;

/** The rules of {@link checkName} for a text that may be blank. */
export function checkCharacters(text: string, longest: number): Checked<string> {
  // A code point is one unit or two, so most texts need no counting.
  if (text.length > longest && countCodePoints(text) > longest) return refused('TOO_LONG');
  if (hasPersonalNumber(text)) return refused('PERSONAL_NUMBER_INSIDE');
  if (ordinary.test(text)) return accepted(text);
  if (/[\p{Cc}\u{2028}-\u{202e}\u{2066}-\u{2069}]/u.test(text)) return refused('CONTROL_CHARACTER');
  if (/[\p{Cs}\u{fffd}-\u{ffff}]/u.test(text)) return refused('BROKEN_CHARACTER');
  return accepted(text);
}

/** ASCII, kana, kanji, gaiji and full-width forms: nearly everything in a register, and nothing to be refused. */
const ordinary = /^[ -~\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uff01-\uff9f]*$/u;

function foldCharacters(text: string): string {
  return foldOrdinaryCharacters(text) ?? foldAnyCharacters(text);
}

function foldAnyCharacters(text: string): string {
  // What is invisible goes first: it must not stand between a kana and its voiced mark.
  return foldVariants(text.replace(invisible, '').normalize('NFKC'))
    .toLowerCase()
    .replace(/[ぁ-ゖゝゞ]/gu, (hiragana) => String.fromCharCode(hiragana.charCodeAt(0) + 0x60));
}

function foldOrdinaryCharacters(text: string): string | null {
  let folded = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = addressUnits.find(text.charCodeAt(index));
    if (character === null) return null;
    folded += character;
  }
  return folded;
}

/**
 * What each UTF-16 unit folds to where it folds by itself: ASCII, kana, kanji, gaiji and full-width forms, but no mark
 * that joins the character before it. Found once, by the folding of any text, so that the two cannot differ.
 */
function foldedUnits(fold: (character: string) => string): { find: (unit: number) => string | null } {
  const found = new Map<number, string | null>();
  const look = (unit: number): string | null => {
    const character = String.fromCharCode(unit);
    const folded = foldsAlone.test(character) ? fold(character) : null;
    const kept = folded === null || folded.length > 1 ? null : folded;
    found.set(unit, kept);
    return kept;
  };
  return {
    find: (unit) => {
      const known = found.get(unit);
      return known === undefined ? look(unit) : known;
    },
  };
}
const foldsAlone =
  /[ -~\u3000\u3005\u3041-\u3096\u309d\u309e\u30a1-\u30fe\u3400-\u4dbf\u4e00-\u9fff\ue000-\ufaff\uff01-\uff5e\uff65-\uff9d]/u;
const nameUnits = foldedUnits(foldAnyName);
const addressUnits = foldedUnits(foldAnyCharacters);
