/** What the planner believes of the tables, brought up to what they have become. */
import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';

/**
 * Measures the tables when they have changed as much as they are large. The autovacuum would come within minutes, and
 * until then a municipality that has just begun is thought to have nobody: the planner then reads it whole for every
 * line of a set. Answers whether it measured.
 */
export async function refreshStatisticsIfGrown(db: Database): Promise<boolean> {
  const rows = await db.execute(sql`
    select refresh_statistics() from pg_stat_user_tables
    where schemaname = 'public' and relname = 'persons' and n_mod_since_analyze > greatest(500, n_live_tup)`);
  return rows.length > 0;
}
