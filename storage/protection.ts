/** Residents under protection (DV 等支援措置): who may be seen only with a right of its own. */
import { sql, type SQL } from 'drizzle-orm';

/**
 * Protected is whom the latest row of any number system says to be: a backbone that knows nothing of the protection must
 * not lift it by its next transfer. With `numberSystem` only what that system says is asked.
 */
export function isProtected(municipality: string, personId: SQL, numberSystem?: SQL): SQL {
  return sql`exists (
    select from address_information said
    where said.municipality = ${municipality} and said.person_id = ${personId} and said.non_disclosure
      ${numberSystem ? sql`and said.number_system is not distinct from ${numberSystem}` : sql``}
      and not exists (
        select from address_information later
        where later.municipality = ${municipality} and later.person_id = said.person_id
          and later.number_system is not distinct from said.number_system and later.history_seq > said.history_seq
          and later.operated_at >= said.operated_at and not later.non_disclosure))`;
}
