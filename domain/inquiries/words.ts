/**
 * Words of a text as a dictionary of Japanese reads them: their base forms, so that 忘れました finds 忘れる, and their readings,
 * so that who asks in hiragana finds what is written in kanji.
 */
import { fold } from './fold.ts';

/** As a dictionary gives it. */
export interface Word {
  surface: string;
  base: string;
  /** In hiragana; of a word that the dictionary does not know, the word itself, if that is kana. Empty: nobody knows. */
  reading: string;
  /** False for particles, auxiliary verbs, pronouns, and for words of politeness. */
  isTelling: boolean;
}

export type ReadWords = (text: string) => readonly Word[];

/** Bigrams of the readings of words that stand side by side. A word without a reading stands between. */
export function readingGramsOf(words: readonly Word[]): Set<string> {
  const grams = new Set<string>();
  let before = '';
  for (const { reading } of words) {
    if (reading === '') before = '';
    for (const sign of alike(reading)) {
      if (before !== '') grams.add(before + sign);
      before = sign;
    }
  }
  return grams;
}

const spoken: Record<string, string> = { を: 'お', づ: 'ず', ぢ: 'じ', ゔ: 'ぶ' };
const dropped = /[ー・]/gu;

/** Signs of kana that sound alike, and long vowels, which who types from hearing writes in more than one way. */
function alike(reading: string): string {
  return fold(reading)
    .replaceAll(dropped, '')
    .replaceAll(/[をづぢゔ]/gu, (sign) => spoken[sign] ?? sign);
}

/** Base forms of the words that tell something. */
export function basesOf(words: readonly Word[]): Set<string> {
  return new Set(words.filter(({ isTelling }) => isTelling).map(({ base }) => fold(base)));
}
