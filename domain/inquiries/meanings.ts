/** Finds words of the same meaning in a text: the longest known word at each place, from the left, none inside another. */
import { fold } from './fold.ts';
import type { FindMeanings } from './search.ts';

/** Words of one meaning, in any writing. A word may have several meanings. */
export interface MeaningGroup {
  id: string;
  words: readonly string[];
}

const isLatin = (sign: string | undefined): boolean => sign !== undefined && /^[a-z0-9]$/u.test(sign);

const isKanji = (sign: string | undefined): boolean => sign !== undefined && /^\p{Script=Han}$/u.test(sign);

/** A verb or an adjective, whose last sign changes: 固まる, 固まった. */
const isInflected = (word: string): boolean => /[\u3041-\u3096][うくぐすつぬぶむるい]$/u.test(word);
const stemOf = (word: string): string => word.slice(0, -1);

/** The forms in which a word stands in texts. */
function formsOf(word: string): string[] {
  if (isInflected(word)) return [word, stemOf(word)];
  if (!/^[a-z]{4,}$/u.test(word)) return [word];
  const stem = word.replace(/e$/u, '');
  return [word, `${word}s`, `${stem}ed`, `${stem}ing`, ...(word.endsWith('y') ? [`${word.slice(0, -1)}ies`] : [])];
}

/** A word that stands in the grammar of nearly every sentence, or by chance inside others, says nothing. */
function isTelling(word: string): boolean {
  const signs = Array.from(word);
  if (signs.length < 2) return false;
  return signs.length > 2 || !/^[\u3041-\u309f\u30fc]+$/u.test(word);
}

export function meaningsFrom(groups: readonly MeaningGroup[]): FindMeanings {
  const meanings = new Map<string, string[]>();
  /** How many signs the longest word has that begins with these two. */
  const longest = new Map<string, number>();
  for (const { id, words } of groups) {
    for (const word of words) {
      const folded = fold(word).normalize('NFC').trim();
      for (const form of formsOf(folded)) {
        if (!isTelling(form)) continue;
        const ids = meanings.get(form);
        if (!ids) meanings.set(form, [id]);
        else if (!ids.includes(id)) ids.push(id);
        const signs = Array.from(form);
        const head = signs.slice(0, 2).join('');
        longest.set(head, Math.max(longest.get(head) ?? 0, signs.length));
      }
    }
  }
  return (text) => {
    const signs = Array.from(text);
    const found: (readonly string[])[] = [];
    for (let from = 0; from < signs.length;) {
      let length = 1;
      // A word in Latin letters is no part of a longer one.
      if (!(isLatin(signs[from]) && isLatin(signs[from - 1]))) {
        const most = longest.get(`${signs[from] ?? ''}${signs[from + 1] ?? ''}`) ?? 0;
        for (let size = Math.min(most, signs.length - from); size >= 2; size -= 1) {
          const ids = meanings.get(signs.slice(from, from + size).join(''));
          if (!ids || (isLatin(signs[from + size - 1]) && isLatin(signs[from + size]))) continue;
          found.push(ids);
          length = size;
          break;
        }
      }
      // Inside a word of kana or Latin letters others stand by chance; inside one of kanji its parts have their own meaning.
      from += isKanji(signs[from]) ? 1 : length;
    }
    return found;
  };
}
