/** Which columns of another system's files are which fields, for the next load of the municipality. */
import { sql } from 'drizzle-orm';
import type { LoadField } from '../../contracts/load-fields.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { asJson, epochMs } from '../database/rows.ts';

interface KeptColumns {
  /** By the other system's name; null for what is not to be read. */
  names: Record<string, LoadField | null>;
  keptAt: Date;
}

/** Undefined when nobody has said it yet. */
export function findColumns(db: Database, municipality: string): Promise<KeptColumns | undefined> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ names: KeptColumns['names']; kept_at: number }>(sql`
      select names, ${epochMs(sql`kept_at`)} as kept_at from load_columns where municipality = ${municipality}`);
    return row && { names: row.names, keptAt: new Date(row.kept_at) };
  });
}

/** They take the place of the former ones. */
export async function keepColumns(
  db: Database,
  municipality: string,
  { names, clientId, staffId }: Pick<KeptColumns, 'names'> & { clientId: string; staffId: string },
): Promise<void> {
  await inMunicipality(db, municipality, (tx) =>
    tx.execute(sql`
      insert into load_columns (municipality, names, client_id, staff_id, kept_at)
      values (${municipality}, ${asJson(names)}, ${clientId}, ${staffId}, now())
      on conflict (municipality) do update set names = excluded.names, client_id = excluded.client_id,
        staff_id = excluded.staff_id, kept_at = excluded.kept_at`),
  );
}
