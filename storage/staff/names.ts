import { sql } from 'drizzle-orm';
import { inMunicipality, type Database } from '../database/database.ts';

export interface StaffName {
  staffId: string;
  name: string;
}

/** Names of present and former members of staff. Ids that only a program has written are absent. */
export function findStaffNames(db: Database, municipality: string, ids: ReadonlySet<string>): Promise<StaffName[]> {
  if (ids.size === 0) return Promise.resolve([]);
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{ staff_id: string; name: string }>(sql`
      select staff_id, name from staff
      where staff_id = any(array(select jsonb_array_elements_text(${JSON.stringify([...ids])}::jsonb)))
      order by staff_id`);
    return rows.map((row) => ({ staffId: row.staff_id, name: row.name }));
  });
}
