/** Conditions of a search: the keys of domain/search-keys.ts, and numbers. */
import { sql, type SQL } from 'drizzle-orm';

/** Keys of which one is to be found at the start of a stored key, or anywhere in it. */
export interface KeyPart {
  keys: readonly string[];
  match: 'start' | 'part';
}

/** Kana may be a name or a reading, and a name may have kana that its reading has not. */
export const isKana = ({ keys: [key = ''] }: KeyPart): boolean => /^[ァ-ヺー]+$/u.test(key);

/** A condition that `key`, in byte order, contains or begins with a wanted key. */
export function matchesPart(key: SQL, { keys, match }: KeyPart): SQL {
  const conditions = keys.map((wanted) =>
    match === 'part'
      ? sql`strpos(${key}, ${wanted}) > 0`
      : // The last code point sorts after every possible continuation.
        sql`(${key} >= ${wanted} and ${key} < ${`${wanted}\u{10ffff}`})`,
  );
  return sql`(${sql.join(conditions, sql` or `)})`;
}

/** A partly known birth date by its known parts, or by the text in a row that has no key of them yet. */
export function matchesBirthDate(
  alias: string,
  { text, date, key }: { text: string; date: string | null; key: string | null },
): SQL {
  const column = (name: string): SQL => sql.raw(`${alias}.${name}`);
  return date === null
    ? sql`${column('birth_date')} is null
        and coalesce(${column('birth_date_key')}, ${column('birth_date_text')}) = any(array[${key ?? text}, ${text}])`
    : sql`${column('birth_date')}::date = ${date}::date`;
}

/**
 * A number as typed, padded with zeros to fifteen digits, or without leading zeros: the backbone chooses the zeros, and
 * nobody types fourteen of them.
 */
export function anySpelling(number: string): SQL {
  const spellings = new Set([number, number.padStart(15, '0'), number.replace(/^0+(?=.)/u, '')]);
  return sql`any(string_to_array(${[...spellings].join(',')}, ','))`;
}
