/** The names of residents beside entries of the error list, for whoever may see residents. */
import { sql } from 'drizzle-orm';
import { inMunicipality, type Database } from '../database/database.ts';
import { idList } from '../database/rows.ts';
import { isProtected } from '../residents/protection.ts';

/** By person id. Absent: residents without address information, and those under protection for whom may not see them. */
export function findResidentNames(
  db: Database,
  municipality: string,
  personIds: readonly string[],
  { seesProtected }: { seesProtected: boolean },
): Promise<ReadonlyMap<string, string>> {
  if (personIds.length === 0) return Promise.resolve(new Map());
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{ person_id: string; name: string }>(sql`
      select p.person_id, a.name from persons p join address_information a on a.municipality = ${municipality}
        and a.person_id = p.person_id and a.history_seq = p.current_history_seq
      where p.municipality = ${municipality} and p.person_id = ${idList(personIds)}
        and (${seesProtected}::boolean or not (a.non_disclosure or ${isProtected(municipality, sql`p.person_id`)}))`);
    return new Map(rows.map((row) => [row.person_id, row.name]));
  });
}
