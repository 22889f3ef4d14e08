import { sql } from 'drizzle-orm';
import { inMunicipality, type Database } from './database.ts';
import type { LoadKey } from './load-lines.ts';

/** Where those stand now whom a chunk or the confirmation had put into the error list. */
export interface LoadErrors {
  inErrorList: number;
  /** Tried again by staff and confirmed, so that no chunk counts them. */
  acquired: number;
  cancelled: number;
}

export function countLoadErrors(db: Database, { municipality, loadId }: LoadKey): Promise<LoadErrors> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ listed: number; acquired: number; cancelled: number }>(sql`
      with put as (
        select distinct f.person_id from load_chunks c
        join failures f on f.municipality = c.municipality and f.chunk_id = c.chunk_id
        where c.municipality = ${municipality} and c.load_id = ${loadId}::uuid
      )
      select count(*) filter (where p.stage = 'NEEDS_ATTENTION')::int as listed,
        count(*) filter (where p.stage = 'ACQUIRED' and p.chunk_id is null)::int as acquired,
        count(*) filter (where p.stage = 'CANCELLED')::int as cancelled
      from put join persons p on p.municipality = ${municipality} and p.person_id = put.person_id`);
    return { inErrorList: row?.listed ?? 0, acquired: row?.acquired ?? 0, cancelled: row?.cancelled ?? 0 };
  });
}
