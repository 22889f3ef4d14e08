/** The days that run, stand still, or wait to begin because somebody asked for them; with how far each is. */
import { sql } from 'drizzle-orm';
import type { JobDayKey } from '../../domain/jobs/definition.ts';
import type { JobDayDecision, JobDayState, JobOrder } from '../../domain/jobs/names.ts';
import { inOrganisation, type Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';

/** Moments are epoch milliseconds. */
export interface OpenDay extends JobDayKey {
  version: number;
  plannedAt: number;
  decision: JobDayDecision;
  reason: string | null;
  decidedBy: { id: string; name: string | null } | null;
  order: JobOrder | null;
  state: JobDayState;
  startedAt: number | null;
  jobsDone: number;
}

interface Row extends Record<string, unknown> {
  net: string;
  server: string;
  day: string;
  no: number;
  version: number;
  planned_ms: number;
  decision: JobDayDecision;
  reason: string | null;
  decided_by: string | null;
  decided_name: string | null;
  staff_order: JobOrder | null;
  state: JobDayState;
  started_ms: number | null;
  jobs_done: number;
}

/** By day, the earliest first: what stands still the longest comes before what was begun since. */
export function listOpenDays(db: Database, acting: string, organisation: string): Promise<OpenDay[]> {
  return inOrganisation(db, acting, async (tx) => {
    const rows = await tx.execute<Row>(sql`
      select d.net, d.server, d.day::text as day, d.no, d.version, ${epochMs(sql`d.planned_at`)} as planned_ms, d.decision,
        d.reason, d.decided_by, s.name as decided_name, d.staff_order, d.state,
        ${epochMs(sql`d.started_at`)} as started_ms,
        (select count(distinct r.job)::int from job_runs r
          where r.organisation = d.organisation and r.net = d.net and r.server = d.server and r.day = d.day
            and r.no = d.no and r.state = 'done') as jobs_done
      from job_days d left join staff s on s.staff_id = d.decided_by
      where d.organisation = ${organisation}
        and (d.state in ('running', 'halted') or (d.state = 'planned' and d.decision = 'asked'))
      order by d.state = 'halted' desc, d.day, d.no`);
    return rows.map((row) => ({
      organisation,
      net: row.net,
      server: row.server,
      day: row.day,
      no: row.no,
      version: row.version,
      plannedAt: row.planned_ms,
      decision: row.decision,
      reason: row.reason,
      decidedBy: row.decided_by === null ? null : { id: row.decided_by, name: row.decided_name },
      order: row.staff_order,
      state: row.state,
      startedAt: row.started_ms,
      jobsDone: row.jobs_done,
    }));
  });
}
