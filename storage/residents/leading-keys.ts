/** The keys that a search reads in their order, from their indexes alone. */
import { sql, type SQL } from 'drizzle-orm';
import type { ResidentCriteria } from './criteria.ts';
import { isKana, matchesPart, type KeyPart } from './search-keys.ts';

/** A row of table 33, after which the next page begins. */
export interface RowKey {
  personId: string;
  historySeq: number;
}

type KeyColumn = 'name_key' | 'name_kana_key' | 'kana_name_key' | 'address_key';

/**
 * The keys whose indexes are read in order until a page is full. A row whose first key matches is not found by its
 * second, so it comes once.
 */
export interface Lead {
  column: KeyColumn;
  second?: KeyColumn;
  part: KeyPart | undefined;
}

export function leadOf({ name, address }: ResidentCriteria): Lead {
  if (name) {
    return isKana(name)
      ? { column: 'name_kana_key', second: 'kana_name_key', part: name }
      : { column: 'name_key', part: name };
  }
  return address ? { column: 'address_key', part: address } : { column: 'name_key', part: undefined };
}

/** Where a page begins: behind this row, whose leading key is `key`. */
export interface Place extends RowKey {
  key: string;
}

/**
 * The rows whose keys match, in the order of the keys. A separate subquery (`offset 0`) makes PostgreSQL read the keys
 * without their rows. Each of several keys is a range of its own, and so is each of the two columns: they are merged in
 * their order, and no more of them is read than a page needs.
 */
export function leadingRows(municipality: string, { column, second, part }: Lead, after: Place | undefined): SQL {
  if (!part) return leadingBranch(municipality, column, part, after);
  if (second === undefined && part.keys.length === 1) {
    return sql`${leadingBranch(municipality, column, part, after)} order by key, k.person_id, k.history_seq offset 0`;
  }
  const { match } = part;
  const groups = match === 'start' ? part.keys.map((wanted) => ({ keys: [wanted], match })) : [part];
  const firsts = groups.map(
    (group) => sql`(${leadingBranch(municipality, column, group, after)} order by key, k.person_id, k.history_seq)`,
  );
  // The first key stands in another index, so it is looked up for what was found, row by row, and never for all.
  const firstKey = sql`x.${sql.raw(column)} collate "C"`;
  const seconds =
    second === undefined
      ? []
      : groups.map(
          (group) => sql`(
            select s.key, s.person_id, s.history_seq
            from (${leadingBranch(municipality, second, group, after)} order by key, k.person_id, k.history_seq offset 0) as s
            where not coalesce((select ${matchesPart(firstKey, part)} from address_information x
              where x.municipality = ${municipality} and x.person_id = s.person_id and x.history_seq = s.history_seq), false)
            order by s.key, s.person_id, s.history_seq)`,
        );
  return sql`
    select key, person_id, history_seq from (${sql.join([...firsts, ...seconds], sql` union all `)}) as f
    order by key, person_id, history_seq offset 0`;
}

function leadingBranch(
  municipality: string,
  column: KeyColumn,
  part: KeyPart | undefined,
  after: Place | undefined,
): SQL {
  const key = sql`k.${sql.raw(column)} collate "C"`;
  return sql`
    select ${key} as key, k.person_id, k.history_seq from address_information k where k.municipality = ${municipality}
      ${part ? sql`and k.${sql.raw(column)} is not null and ${matchesPart(key, part)}` : sql``} ${behind(key, after)}`;
}

/** The same rows in no order, for a search that knows more than keys and finds few rows by that. */
export function keyedRows(municipality: string, lead: Lead, after: Place | undefined): SQL {
  const { key, matches } = leadingKey('k', lead);
  return sql`
    select ${key} as key, k.person_id, k.history_seq from address_information k where k.municipality = ${municipality}
      ${matches ? sql`and ${matches}` : sql``} ${behind(key, after)}`;
}

/** The key by which a row of table 33 is found, and the condition that it is. */
export function leadingKey(alias: 'a' | 'k', { column, second, part }: Lead): { key: SQL; matches: SQL | undefined } {
  const key = sql`${sql.raw(alias)}.${sql.raw(column)} collate "C"`;
  if (!part) return { key, matches: undefined };
  const first = matchesPart(key, part);
  if (second === undefined) return { key, matches: first };
  const other = sql`${sql.raw(alias)}.${sql.raw(second)} collate "C"`;
  return {
    key: sql`(case when ${first} then ${key} else ${other} end)`,
    matches: sql`(${first} or ${matchesPart(other, part)})`,
  };
}

const behind = (key: SQL, after: Place | undefined): SQL =>
  after
    ? sql`and (${key}, k.person_id, k.history_seq) > (${after.key}, ${after.personId}::uuid, ${after.historySeq}::int)`
    : sql``;
