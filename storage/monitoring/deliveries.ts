/** What the monitor reads of file delivery: a count only. */
import { sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';

/** So long a server may take after the moment from which it may apply. Hours. */
const patienceHours = 24;

/** How many organisations have not applied what their wave has brought, so long after they might have. */
export async function countTargetsBehind(db: Database): Promise<number> {
  const [row] = await db.execute<{ behind: number }>(sql`
    select count(distinct d.organisation)::int as behind from deliveries d join rollouts r on r.rollout = d.rollout
    where r.state in ('running', 'held') and d.wave <= r.wave
      and d.state in ('waiting', 'pending', 'downloading', 'verified')
      and greatest(r.apply_after, d.changed_at) < now() - make_interval(hours => ${patienceHours}::int)`);
  return row?.behind ?? 0;
}
