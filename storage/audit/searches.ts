/** Searches of the audit log that somebody keeps. Readers check the filter again, because rules change while rows stay. */
import { sql } from 'drizzle-orm';
import { inOrganisation, type Database } from '../database/database.ts';
import { asJson } from '../database/rows.ts';

export interface StoredSearch {
  searchId: string;
  name: string;
  filter: unknown;
}

/** The most that a person keeps. */
const mostSearches = 100;

interface Owner {
  organisation: string;
  staffId: string;
}

/** By name. */
export function listSearches(db: Database, { organisation, staffId }: Owner): Promise<StoredSearch[]> {
  return inOrganisation(db, organisation, async (tx) => {
    const rows = await tx.execute<StoredSearch & Record<string, unknown>>(sql`
      select search_id as "searchId", name, filter from audit_searches
      where organisation = ${organisation} and staff_id = ${staffId} order by name`);
    return rows.map((row) => ({ ...row }));
  });
}

export function addSearch(
  db: Database,
  { organisation, staffId }: Owner,
  { searchId, name, filter }: { searchId: string; name: string; filter: object },
): Promise<'kept' | 'name-taken' | 'too-many'> {
  return inOrganisation(db, organisation, async (tx) => {
    // Of two at once the second counts after the first.
    await tx.execute(sql`
      select pg_advisory_xact_lock(hashtextextended(${`audit-searches/${organisation}/${staffId}`}, 0))`);
    const [kept] = await tx.execute<{ count: number }>(sql`
      select count(*)::int as count from audit_searches
      where organisation = ${organisation} and staff_id = ${staffId}`);
    if ((kept?.count ?? 0) >= mostSearches) return 'too-many';
    const inserted = await tx.execute(sql`
      insert into audit_searches (organisation, search_id, staff_id, name, filter)
      values (${organisation}, ${searchId}::uuid, ${staffId}, ${name}, ${asJson(filter)})
      on conflict on constraint one_audit_search_a_name do nothing returning search_id`);
    return inserted.length > 0 ? 'kept' : 'name-taken';
  });
}

/** Whether there was one. */
export function removeSearch(db: Database, { organisation, staffId }: Owner, searchId: string): Promise<boolean> {
  return inOrganisation(db, organisation, async (tx) => {
    const removed = await tx.execute(sql`
      delete from audit_searches
      where organisation = ${organisation} and staff_id = ${staffId} and search_id = ${searchId}::uuid returning search_id`);
    return removed.length > 0;
  });
}
