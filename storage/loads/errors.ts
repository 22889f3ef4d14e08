import { sql } from 'drizzle-orm';
import { drivenStages } from '../../domain/stages.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import type { LoadKey } from './lines.ts';

/** Where the residents stand now whom a chunk or the confirmation put on the error list. */
export interface LoadErrors {
  inErrorList: number;
  /** Residents retried by staff and then confirmed, whom no chunk counts. */
  acquired: number;
  cancelled: number;
  /** Residents retried by staff one by one, who are not sent yet. */
  retried: number;
}

/**
 * Only residents whose entry staff have acted on are looked up, because only they may stand anywhere. For the others
 * the entry says it: an open one is on the error list, and a confirmed one is counted by its chunk.
 */
export function countLoadErrors(db: Database, { municipality, loadId }: LoadKey): Promise<LoadErrors> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ listed: number; acquired: number; cancelled: number; retried: number }>(sql`
      with put as materialized (
        select f.person_id, bool_or(f.tries > 0 or f.resolution <> 'confirmed') is true as acted_on,
          bool_or(f.resolved_at is null) as is_open
        from load_chunks c join failures f on f.municipality = c.municipality and f.chunk_id = c.chunk_id
        where c.municipality = ${municipality} and c.load_id = ${loadId}::uuid
        group by f.person_id
      ), acted_on as (
        select p.stage, p.chunk_id from persons p
        where p.municipality = ${municipality} and p.person_id = any(array(select person_id from put where acted_on))
      )
      select (select count(*)::int from put where is_open and not acted_on)
          + count(*) filter (where stage = 'NEEDS_ATTENTION')::int as listed,
        count(*) filter (where stage = 'ACQUIRED' and chunk_id is null)::int as acquired,
        count(*) filter (where stage = 'CANCELLED')::int as cancelled,
        count(*) filter (where stage = any(${sql.param(`{${drivenStages.join(',')}}`)}::text[]) and chunk_id is null)::int as retried
      from acted_on`);
    return {
      inErrorList: row?.listed ?? 0,
      acquired: row?.acquired ?? 0,
      cancelled: row?.cancelled ?? 0,
      retried: row?.retried ?? 0,
    };
  });
}
