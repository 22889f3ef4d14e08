/** The words of one meaning: fugo's own list, and the synonym dictionary of Sudachi (Apache-2.0, Works Applications). */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { meaningsFrom, type MeaningGroup } from '../../domain/inquiries/meanings.ts';
import { ownWords } from '../../domain/inquiries/own-words.ts';
import type { FindMeanings } from '../../domain/inquiries/search.ts';
import { readWords } from './words.ts';

const Dictionary = z.array(
  z.object({
    id: z.string(),
    items: z.array(z.object({ midashi: z.string(), expandControl: z.number(), taigenYogen: z.string() })),
  }),
);

const require = createRequire(import.meta.url);
const dictionary = 'sudachi-synonyms-dictionary';

/** Groups of more words are lists of things, such as countries, rather than names of one. */
const mostWords = 30;

function readDictionary(): MeaningGroup[] {
  // The package answers a promise, and texts are indexed in between; its file lies beside its entry.
  const entry = require.resolve(dictionary);
  const groups = Dictionary.parse(
    JSON.parse(readFileSync(join(dirname(entry), 'sudachi-synonyms-dictionary.json'), 'utf8')),
  );
  return groups.flatMap(({ id, items }) => {
    // What is marked 2 was withdrawn from the dictionary.
    const words = items.filter(({ expandControl }) => expandControl < 2).map(({ midashi }) => midashi);
    return words.length < 2 || words.length > mostWords ? [] : [{ id: `s${id}`, words }];
  });
}

/** Shorter ones stand by chance in other words. */
const leastReading = 4;

/** Whoever asks in hiragana means the same. */
function withReadings({ id, words }: MeaningGroup): MeaningGroup {
  const read = words.filter((word) => /\p{Script=Han}/u.test(word)).map(readingOf);
  return { id, words: [...words, ...read.filter((each) => Array.from(each).length >= leastReading)] };
}

const readings = new Map<string, string>();

/** Empty where the dictionary does not know all of it. */
function readingOf(word: string): string {
  const known = readings.get(word);
  if (known !== undefined) return known;
  const read = readWords(word).map(({ reading }) => reading);
  const joined = read.includes('') ? '' : read.join('');
  readings.set(word, joined);
  return joined;
}

let version: string | undefined;

/** Another one for other words, and when texts are read in another way. Texts of an older one are indexed anew. */
export function indexVersion(): string {
  version ??= createHash('sha256')
    .update(JSON.stringify([readingOfTexts, ownWords, dictionary]))
    .digest('base64url')
    .slice(0, 16);
  return version;
}
/** Counts the changes of domain/inquiries/search.ts that give a text other lexemes. */
const readingOfTexts = 3;

let known: FindMeanings | undefined;

/** Read at the first use; that takes some tenths of a second. */
export const findMeanings: FindMeanings = (folded) => {
  known ??= meaningsFrom([...ownWords.map(withReadings), ...readDictionary()]);
  return known(folded);
};
