/** 保存期間: days and runs of nets that are older than what is kept. */
import { sql } from 'drizzle-orm';
import { addDays } from '../../domain/calendar/civil-date.ts';
import type { Database } from '../database/database.ts';

/** Only of days that are over. The latest day of each net stays, so that everybody sees when it ran last. */
export async function removeOldJobDays(
  db: Database,
  organisation: string,
  { day, keptDays }: { day: string; keptDays: number },
): Promise<{ days: number; runs: number; skips: number }> {
  const before = addDays(day, -keptDays);
  return db.transaction(async (tx) => {
    const runs = await tx.execute(sql`
      delete from job_runs r using job_days d
      where r.organisation = ${organisation} and r.day < ${before}::date and d.organisation = r.organisation
        and d.net = r.net and d.server = r.server and d.day = r.day and d.no = r.no
        and d.state in ('done', 'abandoned', 'not-run')
      returning 1`);
    const days = await tx.execute(sql`
      delete from job_days d
      where d.organisation = ${organisation} and d.day < ${before}::date and d.state in ('done', 'abandoned', 'not-run')
        and exists (select from job_days l where l.organisation = d.organisation and l.net = d.net
          and l.server = d.server and l.planned_at > d.planned_at)
      returning 1`);
    const skips = await tx.execute(sql`
      delete from job_skips where organisation = ${organisation} and day < ${before}::date returning 1`);
    return { days: days.length, runs: runs.length, skips: skips.length };
  });
}
