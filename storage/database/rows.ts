/** Small parts that every set-based statement uses. */
import { sql, type SQL } from 'drizzle-orm';
import type { RequestSet } from '../../domain/request-set.ts';

/** Any number of rows as one jsonb parameter: no limit on parameters, and the cheapest for the driver. */
export const asJson = (rows: unknown): SQL => sql`${JSON.stringify(rows)}::jsonb`;

/** Ids as a subquery with one text parameter. */
export const idList = (ids: readonly string[]): SQL => sql`any(string_to_array(${ids.join(',')}, ',')::uuid[])`;

/** A request set that may name any number of ids, because they come from the database and enter no workflow. */
export type PersonSet = RequestSet;

/**
 * A condition that a person_id column is in the set. It is an array and not a join: whatever the planner assumes about
 * tables that were just filled, it looks these ids up by the key and never compares everybody with everybody.
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

/** A condition that a row belongs to a person. */
export const ofPerson = ({ municipality, personId }: OnePerson): SQL =>
  sql`municipality = ${municipality} and person_id = ${personId}::uuid`;
