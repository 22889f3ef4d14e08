/**
 * Requests that the engine does not bring forward although their runs were replaced several times: they become a case
 * for staff.
 */
import { sql } from 'drizzle-orm';
import { stepDrivenIn } from '../../domain/lifecycle.ts';
import { drivenStages } from '../../domain/stages.ts';
import { findPerson } from './acquisitions.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { findStandingOf, parkSet } from './steps.ts';

/** Leaves a person alone who has moved on or waits. */
export async function parkStuckPerson(db: Database, municipality: string, personId: string): Promise<void> {
  const row = await inMunicipality(db, municipality, (tx) => findPerson(tx, municipality, personId));
  const step = row?.stage ? stepDrivenIn(row.stage) : undefined;
  if (!row || !step) return;
  const owner = { personId };
  await parkSet(db, { municipality, owner, attempt: row.attempt, step, code: 'ENGINE_STUCK', from: drivenStages });
}

/** Puts everybody left in the chunk on the error list and ends the chunk. */
export async function parkStuckChunk(db: Database, municipality: string, chunkId: string): Promise<void> {
  const standing = await findStandingOf(db, municipality, { chunkId });
  const step = standing ? stepDrivenIn(standing.stage) : undefined;
  if (standing && step) {
    const { attempt } = standing;
    await parkSet(db, { municipality, owner: { chunkId }, attempt, step, code: 'ENGINE_STUCK', from: drivenStages });
  }
  await inMunicipality(db, municipality, (tx) =>
    tx.execute(sql`
      update load_chunks set ended_at = coalesce(ended_at, now()), due_at = null
      where municipality = ${municipality} and chunk_id = ${chunkId}::uuid`),
  );
}
