/** Keeps the planner's statistics up to date. */
import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { setTimeLimits } from './time-limits.ts';

/**
 * Refreshes the statistics when tables have changed as much as they are large; returns whether it did. Autovacuum would
 * take minutes, and until then the planner assumes that a new municipality has nobody and reads it whole for each line
 * of a set.
 */
export async function refreshStatisticsIfGrown(db: Database): Promise<boolean> {
  const grown = await db.execute(sql`
    select from pg_stat_user_tables
    where schemaname = 'public' and relname = 'persons' and n_mod_since_analyze > greatest(500, n_live_tup)`);
  if (grown.length === 0) return false;
  await db.transaction(async (tx) => {
    await tx.execute(setTimeLimits('bulk'));
    await tx.execute(sql`select refresh_statistics()`);
  });
  return true;
}
