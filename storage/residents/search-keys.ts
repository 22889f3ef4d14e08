/** Conditions of a search: the keys of domain/values/name-folding, and numbers. */
import { sql, type SQL } from 'drizzle-orm';

/** A key to be found at the start of a stored key, or anywhere in it. */
export interface KeyPart {
  key: string;
  match: 'start' | 'part';
}

/** Kana may be a name or a reading; the key of the reading holds both. */
export const isKana = ({ key }: KeyPart): boolean => /^[ァ-ヺー]+$/u.test(key);

/** A condition that `key`, in byte order, contains or begins with the wanted key. */
export function matchesPart(key: SQL, { key: wanted, match }: KeyPart): SQL {
  if (match === 'part') return sql`strpos(${key}, ${wanted}) > 0`;
  // The last code point sorts after every possible continuation.
  return sql`${key} >= ${wanted} and ${key} < ${`${wanted}\u{10ffff}`}`;
}

/**
 * A number as typed, padded with zeros to fifteen digits, or without leading zeros: the backbone chooses the zeros, and
 * nobody types fourteen of them.
 */
export function anySpelling(number: string): SQL {
  const spellings = new Set([number, number.padStart(15, '0'), number.replace(/^0+(?=.)/u, '')]);
  return sql`any(string_to_array(${[...spellings].join(',')}, ','))`;
}
