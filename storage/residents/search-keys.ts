/** Conditions of a search: keys of domain/values/name-folding, and numbers. */
import { sql, type SQL } from 'drizzle-orm';

/** At the start of what is kept or anywhere in it. */
export interface KeyPart {
  key: string;
  match: 'start' | 'part';
}

/** What is written in kana may be a name or the reading of one, and both stand in the key of the reading. */
export const isKana = ({ key }: KeyPart): boolean => /^[ァ-ヺー]+$/u.test(key);

/** `key` in the order of its bytes. */
export function within(key: SQL, { key: wanted, match }: KeyPart): SQL {
  if (match === 'part') return sql`strpos(${key}, ${wanted}) > 0`;
  // The last code point stands after whatever may follow.
  return sql`${key} >= ${wanted} and ${key} < ${`${wanted}\u{10ffff}`}`;
}

/**
 * A number as it was typed, filled with zeros to its fifteen digits, or without them. Which zeros stand before a number is
 * the backbone's choice, and nobody types fourteen of them.
 */
export function anySpelling(number: string): SQL {
  const spellings = new Set([number, number.padStart(15, '0'), number.replace(/^0+(?=.)/u, '')]);
  return sql`any(string_to_array(${[...spellings].join(',')}, ','))`;
}
