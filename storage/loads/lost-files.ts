import { sql } from 'drizzle-orm';
import { inMunicipality, type Database } from '../database/database.ts';
import { asJson } from '../database/rows.ts';

/** The ids without a load: whoever stored the file was killed before the load was created. */
export function findIdsWithoutLoad(db: Database, municipality: string, loadIds: readonly string[]): Promise<string[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{ id: string }>(sql`
      select t.id from jsonb_to_recordset(${asJson(loadIds.map((id) => ({ id })))}) as t(id uuid)
      where not exists (select from loads l where l.municipality = ${municipality} and l.load_id = t.id)`);
    return rows.map(({ id }) => id);
  });
}
