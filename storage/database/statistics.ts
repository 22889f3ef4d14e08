/** What the planner believes of the tables, brought up to what they have become. */
import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { limitedTo } from './time-limits.ts';

/**
 * Measures the tables when they have changed as much as they are large. The autovacuum would come within minutes, and
 * until then a municipality that has just begun is thought to have nobody: the planner then reads it whole for every
 * line of a set. Answers whether it measured.
 */
export async function refreshStatisticsIfGrown(db: Database): Promise<boolean> {
  const grown = await db.execute(sql`
    select from pg_stat_user_tables
    where schemaname = 'public' and relname = 'persons' and n_mod_since_analyze > greatest(500, n_live_tup)`);
  if (grown.length === 0) return false;
  await db.transaction(async (tx) => {
    await tx.execute(limitedTo('bulk'));
    await tx.execute(sql`select refresh_statistics()`);
  });
  return true;
}
