/** The moments at which nets are to begin next, as their schedules were last reckoned. */
import { sql } from 'drizzle-orm';
import type { NetOnServer } from '../../domain/jobs/definition.ts';
import type { Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';
import { at, ofNet } from './rows.ts';

/** The first one after `now`, epoch milliseconds; null where there is none. What is past is caught up by others. */
export async function readNextMoment(db: Database, now: number): Promise<number | null> {
  const [row] = await db.execute<{ next: number | null }>(sql`
    select ${epochMs(sql`min(next_at)`)} as next from job_schedules where next_at > ${at(now)}`);
  return row?.next ?? null;
}

/** Those of one moment. */
export async function listNetsAt(db: Database, moment: number): Promise<NetOnServer[]> {
  const rows = await db.execute<{ organisation: string; net: string; server: string }>(sql`
    select organisation, net, server from job_schedules where next_at = ${at(moment)}
    order by organisation, net, server`);
  return [...rows];
}

/** Whether what was due at the moment is decided already. */
export async function isConsidered(db: Database, place: NetOnServer, moment: number): Promise<boolean> {
  const rows = await db.execute(sql`
    select 1 from job_schedules where ${ofNet(place)} and considered_at >= ${at(moment)}
      and not exists (select from job_days d where d.organisation = job_schedules.organisation
        and d.net = job_schedules.net and d.server = job_schedules.server and d.state = 'planned')`);
  return rows.length > 0;
}
