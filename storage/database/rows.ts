/** Small pieces that every set-based statement uses. */
import { sql, type SQL } from 'drizzle-orm';
import type { RequestSet } from '../../domain/request-set.ts';

/** One jsonb parameter for any number of rows: no limit of parameters, and the cheapest for the driver. */
export const asJson = (rows: unknown): SQL => sql`${JSON.stringify(rows)}::jsonb`;

/** Ids as a subquery of one text parameter. */
export const idList = (ids: readonly string[]): SQL => sql`any(string_to_array(${ids.join(',')}, ',')::uuid[])`;

/** Like a request set, and any number of ids may be named: they come from the database and go to no workflow. */
export type PersonSet = RequestSet;

/**
 * A condition on a person_id column: the persons of the set. An array and not a join: whatever the planner believes of
 * tables that have just been filled, it goes through the key by these ids, and pairs nobody with everybody.
 */
export function inSet(column: SQL, municipality: string, persons: PersonSet): SQL {
  return 'chunkId' in persons
    ? sql`${column} = any(array(select person_id from chunk_members
        where municipality = ${municipality} and chunk_id = ${persons.chunkId}::uuid))`
    : sql`${column} = ${idList(persons.personIds)}`;
}

export const epochMs = (column: SQL): SQL => sql`(extract(epoch from ${column}) * 1000)::float8`;

export function dateOf(millis: number | null): Date | null {
  return millis === null ? null : new Date(millis);
}

export interface OnePerson {
  municipality: string;
  personId: string;
}

/** A condition on the rows of a table that has a person's key. */
export const ofPerson = ({ municipality, personId }: OnePerson): SQL =>
  sql`municipality = ${municipality} and person_id = ${personId}::uuid`;
