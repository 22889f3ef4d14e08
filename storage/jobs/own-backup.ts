/** A job asks for a backup, which the supervisor makes. */
import { sql } from 'drizzle-orm';
import type { JobDayKey } from '../../domain/jobs/definition.ts';
import type { Database } from '../database/database.ts';

/**
 * The planned run of a day shares the day's backup with daily processing; a run that was asked for besides has one of its
 * own, known by its request id.
 */
export async function askForJobBackup(
  db: Database,
  { day, no }: JobDayKey,
  requestId: string,
): Promise<{ state: 'asked' | 'running' | 'done' | 'failed'; bytes: number | null; error: string | null }> {
  return db.transaction(async (tx) => {
    if (no === 0) {
      await tx.execute(sql`
        insert into backups (state, day, asked_by) values ('asked', ${day}::date, 'job-net') on conflict (day) do nothing`);
    } else {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`fugo.job-backup/${requestId}`}, 0))`);
      await tx.execute(sql`
        insert into backups (state, asked_by) select 'asked', ${requestId}
        where not exists (select from backups where asked_by = ${requestId})`);
    }
    const [row] = await tx.execute<{
      state: 'asked' | 'running' | 'done' | 'failed';
      bytes: number | null;
      error: string | null;
    }>(sql`
      select state, bytes::float8 as bytes, error from backups
      where ${no === 0 ? sql`day = ${day}::date` : sql`asked_by = ${requestId}`} order by asked_at desc limit 1`);
    if (!row) throw new Error('a backup that was just asked for is not there');
    return row;
  });
}
