import { foldVariants } from './character-variants.ts';
import { accept, refuse, type Checked } from './checked.ts';
import { hasPersonalNumber } from './personal-number.ts';

/**
 * Keys by which names are searched and compared. Equal keys mean "probably the same", no more, and a key never replaces
 * the text as received: NFC alone changes some names.
 *
 * N1. In both keys these make no difference: width, katakana and hiragana, letter case, accents, blanks, middle dots,
 *     commas, apostrophes, hyphens, ＝, invisible characters, variation selectors, radicals, and the variants of
 *     {@link foldVariants}. 々 and ゞ are what they repeat, and a hyphen behind kana is the long mark ー.
 * N2. The key of the judge, {@link foldNameStrictly}, keeps every reading apart: ッ and ツ, ヱ and エ, オー and オオ.
 * N3. The key of the search, {@link foldName}, takes as equal what old systems and people who hear a name confuse: small
 *     kana and large, ヰ イ, ヱ エ, ヲ オ, ヂ ジ, ヅ ズ, and the ways to write a long vowel (オー オオ オウ, エー エイ).
 * N4. The order of words counts in both; a search tries others ({@link nameTerms}).
 */

const maxNameLength = 200;
const dashes = '\\-‐‑‒–—―−ーｰ－─━⁃˗';
const isKana = (character: string | undefined): boolean =>
  character !== undefined && /^[ァ-ヺー\u31f0-\u31ff]$/u.test(character);

/** The key by which a name or a reading is searched (N3). Folding a key gives the same key. */
export function foldName(name: string): string {
  const key = foldSounds(foldNameStrictly(name));
  // A voiced mark that belongs to nothing has gone, so what stood behind it repeats the kana before it.
  return key !== name && /[ヽヾ]/u.test(key) ? foldName(key) : key;
}

/** The key by which the judge compares names (N2). Folding a key gives the same key. */
export function foldNameStrictly(name: string): string {
  const folded = foldContext(foldUnits(name, nameUnits) ?? dropSigns(foldAnyCharacters(name)).normalize('NFKC'));
  if (folded !== '') return folded;
  // A name of signs only is its own key: an empty one would be every other such name's too.
  return name
    .normalize('NFKC')
    .replace(/[\s・]/gu, '')
    .replace(invisible, '');
}

/**
 * The keys that a search for a name looks for: its own and, where it has several words and no kanji, those of the same
 * words in another order, because passports put the family name last and registers first. Behind a vowel that is drawn
 * out, ウ and イ at the start of a word are part of it (アベ・イサム), so a search within names looks for both.
 */
export function nameTerms(name: string, match: 'start' | 'part'): string[] {
  const words = foldAnyCharacters(name.replace(/[、，,]/gu, ' '))
    .split(/[\s・=゠]+/u)
    .filter((word) => word !== '');
  const orders = words.length > 1 && words.length <= 4 && !/\p{Script=Han}/u.test(name) ? ordersOf(words) : [[name]];
  // A hyphen between katakana is a long mark in some systems and a hyphen in others.
  const spellings = [name, ...orders.map((order) => order.join(' ')), name.replace(/(?<=\S)[-‐−－](?=\S)/gu, ' ')];
  const keys = new Set(spellings.map(foldName).filter((key) => key !== ''));
  if (match === 'part') {
    for (const key of keys) {
      if (/^[ウイ]./u.test(key)) keys.add((key.startsWith('ウ') ? 'オ' : 'エ') + key.slice(1));
    }
  }
  return [...keys];
}

/** All orders of up to three words; of four only those that move the first or last ones to the other end. */
function ordersOf(words: readonly string[]): string[][] {
  if (words.length > 3) return words.map((_, at) => [...words.slice(at), ...words.slice(0, at)]);
  if (words.length < 2) return [[...words]];
  return words.flatMap((word, at) => ordersOf(words.filter((_, other) => other !== at)).map((rest) => [word, ...rest]));
}

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

/** Gives all characters of a text the form in which keys hold them; what depends on neighbours comes later. */
export function foldCharacters(text: string): string {
  return foldUnits(text, characterUnits) ?? foldAnyCharacters(text);
}

// Variation selectors choose a glyph (葛 of 葛城 or 葛飾); joiners and marks are invisible. Nobody can type them in a
// search.
const invisible = /\p{Default_Ignorable_Code_Point}/gu;

function foldAnyCharacters(text: string): string {
  // Invisible characters go first, because one may stand between a kana and its voiced mark.
  // NFKC would make of ´ a blank and an accent.
  const plain = foldVariants(text.replace(invisible, '').replaceAll('´', '’').normalize('NFKC').toLowerCase());
  return withoutAccents(plain)
    .replace(/[ぁ-ゖゝゞ]/gu, (hiragana) => String.fromCharCode(hiragana.charCodeAt(0) + 0x60))
    .replace(/[~∼]/gu, '〜');
}

/** Nguyễn → nguyen; kana keep their voiced marks. */
function withoutAccents(text: string): string {
  if (!/[\u0080-\u1fff]/u.test(text)) return text;
  return text
    .replace(/[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}*/gu, (letter) =>
      letter.normalize('NFD').replace(/\p{M}/gu, ''),
    )
    .replace(/[đðøłßæœþıħŧ]/gu, (letter) => plainLetters.get(letter) ?? letter);
}
const plainLetters = new Map(
  Object.entries({ đ: 'd', ð: 'd', ø: 'o', ł: 'l', ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ı: 'i', ħ: 'h', ŧ: 't' }),
);

/** Blanks, points, commas and apostrophes go; each dash becomes a ー, which {@link foldContext} judges by its place. */
function dropSigns(text: string): string {
  return text.replace(signs, '').replace(allDashes, 'ー');
}
const signs = /[\s・·,、.'’‘`´ʼʹ′=゠"]/gu;
const allDashes = new RegExp(`[${dashes}]`, 'gu');

/** Repeat marks become what they repeat, and a ー that does not follow kana was a hyphen. */
function foldContext(text: string): string {
  if (!/[々〻ヽヾー]/u.test(text)) return text;
  const folded: string[] = [];
  for (const character of text) {
    const before = folded.at(-1);
    if (character === 'ー' && !isKana(before)) continue;
    const isRepeated =
      before !== undefined && (/[々〻]/u.test(character) || (/[ヽヾ]/u.test(character) && isKana(before)));
    folded.push(isRepeated ? repeat(before, character) : character);
  }
  const composed = folded.join('').normalize('NFKC');
  // A mark may have joined a kana meanwhile (カ ゛ ヾ), which then can be repeated.
  return composed === text ? composed : foldContext(composed);
}

function repeat(character: string, mark: string): string {
  if (mark === '々' || mark === '〻') return character;
  const [plain = character] = character.normalize('NFD');
  return mark === 'ヾ' ? `${plain}\u3099`.normalize('NFC').slice(0, 1) : plain;
}

/** N3 on a strict key. */
function foldSounds(key: string): string {
  if (!/[ァ-ヿ\u31f0-\u31ff]/u.test(key)) return key;
  let folded = '';
  for (const character of key) {
    if (character === '\u3099' || character === '\u309a') continue;
    const sound = sounds.get(character) ?? character;
    const vowel = vowelOf.get(folded.slice(-1));
    if (sound === 'ー') folded += vowel ?? '';
    else if ((sound === 'ウ' && vowel === 'オ') || (sound === 'イ' && vowel === 'エ')) folded += vowel;
    else folded += sound;
  }
  return folded;
}
const pairs = (from: string, to: string): [string, string][] =>
  Array.from(from, (character, at) => [character, to[at] ?? character]);
const sounds = new Map([
  ...pairs('ァィゥェォッャュョヮヵヶヰヱヲヂヅ', 'アイウエオツヤユヨワカケイエオジズ'),
  ...pairs('ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ', 'クシストヌハヒフヘホムラリルレロ'),
]);
const vowelOf = new Map([
  ...Array.from('アカサタナハマヤラワガザダバパ', (kana): [string, string] => [kana, 'ア']),
  ...Array.from('イキシチニヒミリギジビピ', (kana): [string, string] => [kana, 'イ']),
  ...Array.from('ウクスツヌフムユルグズブプヴ', (kana): [string, string] => [kana, 'ウ']),
  ...Array.from('エケセテネヘメレゲゼデベペ', (kana): [string, string] => [kana, 'エ']),
  ...Array.from('オコソトノホモヨロゴゾドボポ', (kana): [string, string] => [kana, 'オ']),
]);

/** Folds ordinary characters one by one; null when the text has one that does not fold by itself. */
function foldUnits(text: string, units: UnitFolding): string | null {
  let folded = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = units.find(text.charCodeAt(index));
    if (character === null) return null;
    folded += character;
  }
  return folded;
}

/**
 * What each UTF-16 unit folds to if it folds by itself: ASCII, kana, kanji, gaiji and full-width forms, but no mark
 * that joins the character before it. Calculated once by the general folding, so that both always agree.
 */
interface UnitFolding {
  find: (unit: number) => string | null;
}
function createUnitFolding(fold: (character: string) => string): UnitFolding {
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
const nameUnits = createUnitFolding((character) => dropSigns(foldAnyCharacters(character)));
const characterUnits = createUnitFolding(foldAnyCharacters);
