/** Residents under protection (DV 等支援措置), whom only staff with a separate right may see. */
import { sql, type SQL } from 'drizzle-orm';

/**
 * A condition: the latest row of any number system says that the person is protected, because a backbone that does not
 * know of it must not lift the protection. A held transfer counts too: until staff have decided, nobody is shown who
 * may be hiding.
 */
export const isProtected = (municipality: string, personId: SQL): SQL =>
  sql`(${isSaidByLatestRow(municipality, personId)} or exists (
    select from inbox held where held.municipality = ${municipality} and held.person_id = ${personId}
      and held.state = 'HELD' and (held.payload ->> 'nonDisclosure')::boolean))`;

/** What one number system says; a row that staff enter in its place carries it on. */
export const isProtectedBy = (municipality: string, personId: SQL, numberSystem: SQL): SQL =>
  isSaidByLatestRow(municipality, personId, sql`and said.number_system is not distinct from ${numberSystem}`);

function isSaidByLatestRow(municipality: string, personId: SQL, condition = sql``): SQL {
  return sql`exists (
    select from address_information said
    where said.municipality = ${municipality} and said.person_id = ${personId} and said.non_disclosure ${condition}
      and not exists (
        select from address_information later
        where later.municipality = ${municipality} and later.person_id = said.person_id
          and later.number_system is not distinct from said.number_system and later.history_seq > said.history_seq
          and later.operated_at >= said.operated_at and not later.non_disclosure))`;
}
