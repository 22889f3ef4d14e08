/**
 * 検索: uni- and bigrams of code points, so that every two characters that stand side by side in a stored text are found
 * whatever they mean, and extra lexemes for words of the same meaning.
 *
 * R1. Each code point is folded by itself: what a part of a text is folded to is a part of what the text is folded to.
 * R2. A text is indexed folded, and composed too where that differs (half-width ｶﾞ): either is found.
 * R3. Grams do not span blanks. Words of a query that stand apart are looked for apart.
 * R4. Lexemes that are no grams begin with a sign that no gram can be, a blank.
 */
import { fold, foldSign } from './fold.ts';
import { basesOf, readingGramsOf, type ReadWords } from './words.ts';

/** The folded text, and the composed one where it differs (R2), as they are stored for the recheck. */
export function foldedForms(text: string): string[] {
  const folded = fold(text);
  const composed = folded.normalize('NFC');
  return composed === folded ? [folded] : [folded, composed];
}

const blanks = /[\s\u0085]+/u;

/** The words of a folded text, by blanks. */
export function wordsOf(folded: string): string[] {
  return folded.split(blanks).filter((word) => word !== '');
}

/** Uni- and bigrams of a folded text (R3). */
export function gramsOf(folded: string, into = new Set<string>()): Set<string> {
  for (const word of wordsOf(folded)) {
    let before = '';
    for (const sign of word) {
      into.add(sign);
      if (before !== '') into.add(before + sign);
      before = sign;
    }
  }
  return into;
}

/** Bigrams, and of a word of one sign that sign. */
function bigramsOf(word: string): string[] {
  const signs = Array.from(word);
  if (signs.length <= 1) return signs;
  return signs.slice(1).map((sign, index) => `${signs[index] ?? ''}${sign}`);
}

/** Finds in a folded text the ids of what its words mean, a list for each word; the same for a text and for a question. */
export type FindMeanings = (folded: string) => readonly (readonly string[])[];

/** What is known of words, so that a text is found by others than its own. */
export interface TextReader {
  findMeanings: FindMeanings;
  readWords: ReadWords;
}

/** All lexemes by which a text is found. */
export function lexemesOf(text: string, { findMeanings, readWords }: TextReader): string[] {
  const lexemes = new Set<string>();
  const words = readWords(text);
  for (const gram of readingGramsOf(words)) lexemes.add(` r${gram}`);
  for (const base of basesOf(words)) lexemes.add(` b${base}`);
  for (const form of foldedForms(text)) {
    gramsOf(form, lexemes);
    for (const meaning of findMeanings(form).flat()) lexemes.add(` ${meaning}`);
    for (const word of latinWordsOf(form)) lexemes.add(` w${word}`);
  }
  return [...lexemes];
}

const ofTitle = ' t';

/**
 * What a title says beside its grams is stored under lexemes of its own, so that nobody has to read titles while somebody types.
 */
export function titleLexemesOf(title: string, reader: TextReader): string[] {
  return lexemesOf(title, reader)
    .filter((lexeme) => lexeme.startsWith(' '))
    .map((lexeme) => ofTitle + lexeme);
}

/** Which of the wanted lexemes a stored text has, and which its title. */
export function agreementOf(
  stored: readonly string[],
  title: string,
  wanted: ReadonlySet<string>,
): Pick<Candidate, 'has' | 'titleHas'> {
  const has = new Set<string>();
  const titleHas = new Set<string>();
  for (const lexeme of stored) {
    if (wanted.has(lexeme)) has.add(lexeme);
    else if (lexeme.startsWith(ofTitle) && wanted.has(lexeme.slice(ofTitle.length))) {
      titleHas.add(lexeme.slice(ofTitle.length));
    }
  }
  const folded = fold(title).normalize('NFC');
  for (const lexeme of has) if (!lexeme.startsWith(' ') && folded.includes(lexeme)) titleHas.add(lexeme);
  return { has, titleHas };
}

const tooCommon = new Set(
  'a an and are as at be but by can do does for from had has have how i if in is it its me my no not of on or our so that the their then there this to was we were what when where which why will with would you your'.split(
    ' ',
  ),
);

/** Words in Latin letters by their stem, so that `printing` finds `printed`. Bigrams of letters alone say little. */
function latinWordsOf(folded: string): string[] {
  const words = folded.match(/[a-z][a-z0-9]+/gu) ?? [];
  return words.filter((word) => !tooCommon.has(word)).map(stemOf);
}

function stemOf(word: string): string {
  if (word.length <= 3) return word;
  const stem = word
    .replace(/ies$/u, 'y')
    .replace(/(?<=..)(?:ations?|ating|ated|ates|ate|ing|ed|es|s)$/u, '')
    .replace(/(?<=..)e$/u, '')
    .replace(/([b-df-hj-np-tv-z])\1$/u, '$1');
  return stem.length >= 2 ? stem : word;
}

const isKanji = (sign: string): boolean => /^\p{Script=Han}$/u.test(sign);
/** Letters stand side by side by chance; their words are lexemes. */
const isLatinGram = (gram: string): boolean => /^[a-z]+$/u.test(gram);

/** Meanings of the own list; those of a general dictionary say less. */
const isOfTheField = (meaning: string): boolean => meaning.startsWith('own');
const isOfEnglish = (meaning: string): boolean => meaning.startsWith('english');

/** A lexeme of a question, and how much it says about what is meant. */
export interface Wanted {
  lexeme: string;
  kind: 'gram' | 'sign' | 'meaning' | 'general' | 'word' | 'reading' | 'base';
  /** Below 1 where its word has other meanings too. */
  share: number;
}

export interface Question {
  /** Folded words; a text that has all of them as they stand is an exact hit. */
  words: readonly string[];
  /** The same, composed (R2). */
  composed: readonly string[];
  wanted: readonly Wanted[];
}

/** Of long texts the first so many lexemes say enough. */
const mostWanted = 160;

export function readQuestion(text: string, { findMeanings, readWords }: TextReader): Question {
  const folded = fold(text);
  const composed = folded.normalize('NFC');
  const words = wordsOf(folded);
  const wanted = new Map<string, Wanted>();
  const want = (lexeme: string, kind: Wanted['kind'], share = 1): void => {
    if ((wanted.get(lexeme)?.share ?? 0) < share) wanted.set(lexeme, { lexeme, kind, share });
  };
  // The pairs with English say nothing new to who asks in Japanese.
  const isEnglish = /[a-z]{3}/u.test(composed);
  for (const ids of findMeanings(composed)) {
    const own = ids.filter((id) => isOfTheField(id) || (isEnglish && isOfEnglish(id)));
    for (const id of own) want(` ${id}`, 'meaning', 1 / own.length);
    const general = ids.filter((id) => !isOfTheField(id) && !isOfEnglish(id));
    for (const id of general) want(` ${id}`, 'general', 1 / general.length);
  }
  for (const word of latinWordsOf(composed)) want(` w${word}`, 'word');
  const read = readWords(text);
  for (const base of basesOf(read)) want(` b${base}`, 'base');
  for (const gram of readingGramsOf(read)) want(` r${gram}`, 'reading');
  // Signs of the end of a sentence stand between nothing that is meant.
  for (const word of wordsOf(composed.replaceAll(/[、。,.!?「」()…・:;"'~]/gu, ' '))) {
    for (const gram of bigramsOf(word)) if (!isLatinGram(gram)) want(gram, 'gram');
    // One kanji says much: 止 stands in 停止 and in 止める.
    for (const sign of word) if (isKanji(sign)) want(sign, 'sign');
  }
  // A question of nothing but signs is looked for as it stands.
  if (wanted.size === 0) for (const word of words) for (const gram of bigramsOf(word)) want(gram, 'gram');
  return { words, composed: wordsOf(composed), wanted: [...wanted.values()].slice(0, mostWanted) };
}

/** The grams that a text has which has all the words as they stand. */
export function gramsOfWords(words: readonly string[]): string[] {
  return [...new Set(words.flatMap(bigramsOf))];
}

/** What is known of all texts. `frequency`: in how large a part of them a lexeme is, 0 to 1. */
export interface Corpus {
  texts: number;
  averageLexemes: number;
  frequency: (lexeme: string) => number;
}

/** A candidate as the index gives it. */
export interface Candidate {
  lexemes: number;
  /** Which of the wanted lexemes it has. */
  has: ReadonlySet<string>;
  /** Of its title, or its subject. */
  titleHas: ReadonlySet<string>;
}

/** How much a lexeme of each kind counts beside a bigram; chosen on questions that were written for it. */
export const weights = {
  gram: 1,
  sign: 0.7,
  meaning: 6,
  general: 0.5,
  word: 1.1,
  base: 0.6,
  reading: 0.45,
  hiragana: 0.8,
  title: 0.8,
  /** Of a past inquiry that was answered with it. */
  learned: 0.6,
  saturation: 1,
  lengthWeight: 0.25,
};

/** The weight of a lexeme: the rarer, the more it says. Bigrams of hiragana are mostly grammar. */
export function weightOf({ lexeme, kind, share }: Wanted, { texts, frequency }: Corpus): number {
  const count = frequency(lexeme) * texts;
  const rarity = Math.log(1 + (texts - count + 0.5) / (count + 0.5));
  const grammar = kind === 'gram' && isGrammar(lexeme) ? weights.hiragana : 1;
  return Math.max(0, rarity) * weights[kind] * grammar * share;
}

/** BM25 over lexemes that are there or not; in short texts hardly one is there twice. */
export function scoreOf(candidate: Candidate, wanted: readonly Wanted[], corpus: Corpus): number {
  const relative = candidate.lexemes / Math.max(1, corpus.averageLexemes);
  const { saturation, lengthWeight } = weights;
  const dampening = (1 + saturation) / (1 + saturation * (1 - lengthWeight + lengthWeight * relative));
  let score = 0;
  for (const each of wanted) {
    const weight = weightOf(each, corpus);
    if (candidate.has.has(each.lexeme)) score += weight * dampening;
    if (candidate.titleHas.has(each.lexeme)) score += weight * weights.title;
  }
  return score;
}

/** Of hiragana alone. */
const isGrammar = (gram: string): boolean => /^[\u3041-\u309f\u30fc]+$/u.test(gram);

/** [from, to) in UTF-16 units. */
export type Mark = [number, number];

/** Where a shown text agrees with the question: the words where they stand as a whole, else bigrams that say something. */
export function marksOf(text: string, question: Question): Mark[] {
  const grams = new Set(question.wanted.flatMap(({ kind, lexeme }) => (kind === 'gram' ? [lexeme] : [])));
  const marked = new Set<number>();
  const signs: { at: number; end: number; folded: string }[] = [];
  let at = 0;
  for (const sign of text) {
    signs.push({ at, end: at + sign.length, folded: foldSign(sign) });
    at += sign.length;
  }
  const short = question.words.join('').length <= 12;
  for (const [index, { folded }] of signs.entries()) {
    const next = signs[index + 1]?.folded ?? '';
    const gram = folded + next;
    if (grams.has(gram) && (short || !isGrammar(gram))) marked.add(index).add(index + 1);
    else if (grams.has(folded)) marked.add(index);
  }
  const marks: Mark[] = [];
  for (const index of [...marked].toSorted((a, b) => a - b)) {
    const sign = signs[index];
    if (!sign) continue;
    const last = marks.at(-1);
    if (last && last[1] === sign.at) last[1] = sign.end;
    else marks.push([sign.at, sign.end]);
  }
  // Two signs of kana stand in any sentence; who looks for more than two means more.
  const least = question.words.every((word) => Array.from(word).length <= 2) ? 1 : 3;
  return marks.filter(([from, to]) => to - from >= least || !isGrammar(fold(text.slice(from, to))));
}

const excerptLength = 120;

/** The part of a text in which most agrees, with its marks. Cut at whole signs. */
export function excerptOf(text: string, question: Question): { excerpt: string; marks: Mark[] } {
  const flat = text.replaceAll(/\s+/gu, ' ').trim();
  const all = marksOf(flat, question);
  let [best, most] = [0, -1];
  for (const [start] of all) {
    const from = Math.max(0, start - 20);
    const covered = all.reduce((sum, [a, b]) => (a >= from && b <= from + excerptLength ? sum + b - a : sum), 0);
    if (covered > most) [best, most] = [from, covered];
  }
  let from = Math.min(best, Math.max(0, flat.length - excerptLength));
  if (isLowSurrogate(flat, from)) from -= 1;
  let to = Math.min(flat.length, from + excerptLength);
  if (isLowSurrogate(flat, to)) to += 1;
  const head = from > 0 ? '…' : '';
  const shift = head.length - from;
  const marks = all.filter(([a, b]) => a >= from && b <= to).map(([a, b]): Mark => [a + shift, b + shift]);
  return { excerpt: `${head}${flat.slice(from, to)}${to < flat.length ? '…' : ''}`, marks };
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
