/** Reads of the error list for a bulk retry (workflows/retry-errors). */
import { sql } from 'drizzle-orm';
import type { AcquisitionFailureCode } from '../../domain/failures.ts';
import type { Stage } from '../../domain/stages.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';

/** Counts those that wait for staff. */
export function countWaitingErrors(db: Database, municipality: string, code: AcquisitionFailureCode): Promise<number> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ count: number }>(sql`
      select count(*)::int as count from failures
      where municipality = ${municipality} and code = ${code} and resolved_at is null and trying is null`);
    return row?.count ?? 0;
  });
}

export interface PersonStanding {
  stage: Stage | null;
  opensAt: Date | null;
  /** Whether an entry of the person waits for staff. */
  isListed: boolean;
}

export function findStanding(db: Database, municipality: string, personId: string): Promise<PersonStanding> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{ stage: Stage | null; opens_at: number | null; is_listed: boolean }>(sql`
      select stage, ${epochMs(sql`opens_at`)} as opens_at,
        exists (select from failures f where f.municipality = p.municipality and f.person_id = p.person_id
          and f.resolved_at is null and f.trying is null) as is_listed
      from persons p where municipality = ${municipality} and person_id = ${personId}::uuid`);
    if (!row) throw new Error('There is no such person');
    return {
      stage: row.stage,
      opensAt: row.opens_at === null ? null : new Date(row.opens_at),
      isListed: row.is_listed,
    };
  });
}
