/** Finds the person whom a transfer is about (S21): for a single transfer, a set, and the lines of a load. */
import { sql, type SQL } from 'drizzle-orm';
import { idList } from '../database/rows.ts';

/**
 * A subquery of at most one `person_id`: found by personal number, else by the address number that the person is linked
 * to or waits under, unless that person has another personal number. Each part uses a unique key.
 */
export const personOf = (
  municipality: string,
  {
    index,
    system,
    address,
    except = [],
  }: {
    /** Blind index of the personal number, or null. */ index: SQL;
    system: SQL;
    address: SQL;
    except?: readonly string[];
  },
): SQL => {
  const others = (personId: SQL): SQL => (except.length === 0 ? sql`` : sql`and not ${personId} = ${idList(except)}`);
  return sql`(
    select person_id, 1 as preference from persons
      where municipality = ${municipality} and personal_number_index = ${index} ${others(sql`person_id`)}
    union all
    select o.person_id, 2 from address_numbers a join persons o using (municipality, person_id)
      where a.municipality = ${municipality} and a.number_system = ${system} and a.address_number = ${address}
        and (${index} is null or o.personal_number_index is null) ${others(sql`o.person_id`)}
    union all
    select person_id, 3 from persons
      where municipality = ${municipality} and awaiting_key = ${awaitingKey(system, address)} ${others(sql`person_id`)}
    order by preference limit 1
  )`;
};

/** The key under which two arrivals without a personal number meet. */
export const awaitingKey = (system: SQL, address: SQL): SQL => sql`(${system} || ':' || ${address})`;
