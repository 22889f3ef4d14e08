import { foldVariants } from './character-variants.ts';
import { accept, refuse, type Checked } from './checked.ts';
import { kanjiNumber, kanjiNumeralClass } from './kanji-numerals.ts';
import { hasPersonalNumber } from './personal-number.ts';

/**
 * Keys by which names and addresses are searched and compared. Equal keys mean "probably the same", no more, and a key
 * never replaces the text as received: NFC alone changes some names.
 */

const maxNameLength = 200;
// Variation selectors choose a glyph (葛 of 葛城 or 葛飾); joiners and marks are invisible. Nobody can type them in a
// search.
const invisible = /\p{Variation_Selector}|[\u{200b}-\u{200f}\u{2060}\u{feff}]/gu;
const dashes = '\\-‐‑‒–—―−ーｰ－';
const kanji = '[\\u3400-\\u9fff\\u{20000}-\\u{3ffff}々]';

/**
 * Gives the spellings of one name one key: width, katakana and hiragana, blanks and middle dots, letter case, variation
 * selectors and the variants of {@link foldVariants} make no difference. ッ and ツ, ャ and ヤ do, because they are
 * different readings.
 */
export function foldName(name: string): string {
  return foldOrdinaryName(name) ?? foldAnyName(name);
}

/**
 * Removing and repeating characters makes new neighbours, and カ beside a voiced mark becomes ガ. So the text is composed
 * again after each, and folding a key gives the same key.
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

/** Folds a name of ordinary characters, each of which folds by itself; null when one does not. */
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
const iterationMark = 0x3005; // 々 repeats the character before it

/**
 * Gives the notations of one address one key: 2丁目1番地2号, 二丁目1番地の2 and 2-1-2; with or without 大字 and 字; ヶ, ケ, が and ガ
 * between kanji. A missing prefecture is not supplied.
 */
export function foldAddress(address: string): string {
  return (
    foldCharacters(address)
      // A blank between numbers separates a block from a room; other blanks mean nothing.
      .replace(/(?<=[0-9])\s+(?=[0-9])/gu, '-')
      .replace(/\s/gu, '')
      .replace(/大字|小字|字/gu, '')
      .replace(kaBetweenKanji, 'ケ')
      .replace(dashBetweenNumbers, '-')
      .replace(kanjiNumerals, (numeral) => String(kanjiNumber(numeral)))
      // 一番町 is a place name, and its 番町 no block number.
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

/**
 * Counts characters as people count them in a register: 𠮷 is one. A variation selector counts, because it is stored as
 * well.
 */
export function countCodePoints(text: string): number {
  let count = text.length;
  for (let index = 1; index < text.length; index += 1) {
    if ((text.charCodeAt(index) & 0xfc00) === 0xdc00 && (text.charCodeAt(index - 1) & 0xfc00) === 0xd800) count -= 1;
  }
  return count;
}

/**
 * Checks a name, or another line of text, that is kept exactly as received, private-use gaiji included. Refuses what
 * cannot be stored or shown faithfully: control and direction characters, halves of a surrogate pair, and U+FFFD, which
 * stands for a lost character. Also refuses a personal number, because the text is stored in clear, sent to every
 * backbone and shown to whoever sees the resident.
 */
export function checkName(name: string): Checked<string> {
  if (!visible.test(name)) return refuse('EMPTY');
  return checkCharacters(name, maxNameLength);
}
const visible = /[^\s\p{Variation_Selector}\u{200b}-\u{200f}\u{2060}\u{feff}]/u;

/** Applies the rules of {@link checkName} to a text that may be blank. */
export function checkCharacters(text: string, longest: number): Checked<string> {
  // A code point has one or two units, so most texts need no counting.
  if (text.length > longest && countCodePoints(text) > longest) return refuse('TOO_LONG');
  if (hasPersonalNumber(text)) return refuse('PERSONAL_NUMBER_INSIDE');
  if (ordinary.test(text)) return accept(text);
  if (/[\p{Cc}\u{2028}-\u{202e}\u{2066}-\u{2069}]/u.test(text)) return refuse('CONTROL_CHARACTER');
  if (/[\p{Cs}\u{fffd}-\u{ffff}]/u.test(text)) return refuse('BROKEN_CHARACTER');
  return accept(text);
}

/** ASCII, kana, kanji, gaiji and full-width forms: nearly everything in a register, and nothing that is refused. */
const ordinary = /^[ -~\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uff01-\uff9f]*$/u;

function foldCharacters(text: string): string {
  return foldOrdinaryCharacters(text) ?? foldAnyCharacters(text);
}

function foldAnyCharacters(text: string): string {
  // Invisible characters go first, because one may stand between a kana and its voiced mark.
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
 * What each UTF-16 unit folds to if it folds by itself: ASCII, kana, kanji, gaiji and full-width forms, but no mark
 * that joins the character before it. Calculated once by the general folding, so that both always agree.
 */
function createUnitFolding(fold: (character: string) => string): { find: (unit: number) => string | null } {
  const found = new Map<number, string | null>();
  const foldUnit = (unit: number): string | null => {
    const character = String.fromCharCode(unit);
    const folded = foldsAlone.test(character) ? fold(character) : null;
    const kept = folded === null || folded.length > 1 ? null : folded;
    found.set(unit, kept);
    return kept;
  };
  return {
    find: (unit) => {
      const known = found.get(unit);
      return known === undefined ? foldUnit(unit) : known;
    },
  };
}
const foldsAlone =
  /[ -~\u3000\u3005\u3041-\u3096\u309d\u309e\u30a1-\u30fe\u3400-\u4dbf\u4e00-\u9fff\ue000-\ufaff\uff01-\uff5e\uff65-\uff9d]/u;
const nameUnits = createUnitFolding(foldAnyName);
const addressUnits = createUnitFolding(foldAnyCharacters);
