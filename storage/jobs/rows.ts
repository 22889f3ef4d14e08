/** Days of nets and their runs as rows. */
import { sql, type SQL } from 'drizzle-orm';
import type { JobDayKey, NetOnServer } from '../../domain/jobs/definition.ts';
import type { JobRun } from '../../domain/jobs/day.ts';
import type { JobDayDecision, JobDayState, JobError, JobOrder, JobRunState } from '../../domain/jobs/names.ts';
import type { Words } from '../../domain/jobs/plan.ts';
import type { Transaction } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';

/** Moments are epoch milliseconds. */
export interface StoredJobDay extends JobDayKey {
  version: number;
  plannedAt: number;
  decision: JobDayDecision;
  reason: string | null;
  decidedBy: string | null;
  order: JobOrder | null;
  state: JobDayState;
  startedAt: number | null;
  endedAt: number | null;
  resumedAt: number | null;
}

export const at = (ms: number): SQL => sql`${new Date(ms).toISOString()}::timestamptz`;

export const ofNet = ({ organisation, net, server }: NetOnServer): SQL =>
  sql`organisation = ${organisation} and net = ${net} and server = ${server}`;
export const ofJobDay = (key: JobDayKey): SQL => sql`${ofNet(key)} and day = ${key.day}::date and no = ${key.no}`;

/** Both languages, as a column keeps them. */
export const sentence = ({ ja, en }: Words): string => (ja === en ? ja : `${ja} / ${en}`);

/** Whoever moves days of a net on a server holds this until the transaction ends, so that two never begin side by side. */
export async function lockNet(tx: Transaction, { organisation, net, server }: NetOnServer): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`fugo.job-net/${organisation}/${net}/${server}`}, 0))`,
  );
}

interface DayRow extends Record<string, unknown> {
  organisation: string;
  net: string;
  server: string;
  day: string;
  no: number;
  version: number;
  planned: number;
  decision: JobDayDecision;
  reason: string | null;
  decided_by: string | null;
  staff_order: JobOrder | null;
  state: JobDayState;
  started: number | null;
  ended: number | null;
  resumed: number | null;
}

/** By their planned moment; with `latestFirst` by day, as a history is read page by page. */
export async function selectJobDays(
  tx: Transaction,
  where: SQL,
  { lock = false, limit = 10_000, latestFirst = false }: { lock?: boolean; limit?: number; latestFirst?: boolean } = {},
): Promise<StoredJobDay[]> {
  const rows = await tx.execute<DayRow>(sql`
    select organisation, net, server, day::text as day, no, version, ${epochMs(sql`planned_at`)} as planned, decision,
      reason, decided_by, staff_order, state, ${epochMs(sql`started_at`)} as started, ${epochMs(sql`ended_at`)} as ended,
      ${epochMs(sql`resumed_at`)} as resumed
    from job_days where ${where}
    order by ${latestFirst ? sql`day desc, no desc, net desc, server desc` : sql`planned_at, no`}
    limit ${limit} ${lock ? sql`for no key update` : sql``}`);
  return rows.map(
    ({ planned, decided_by: decidedBy, staff_order: order, started, ended, resumed, ...row }): StoredJobDay => ({
      ...row,
      plannedAt: planned,
      decidedBy,
      order,
      startedAt: started,
      endedAt: ended,
      resumedAt: resumed,
    }),
  );
}

export interface StoredRun extends JobRun {
  message: string | null;
  counts: Record<string, number> | null;
}

/** By job and attempt. */
export async function selectRuns(tx: Transaction, key: JobDayKey): Promise<StoredRun[]> {
  const rows = await tx.execute<{
    job: string;
    attempt: number;
    state: JobRunState;
    request_id: string;
    started: number;
    ended: number | null;
    error: JobError | null;
    message: string | null;
    result: Record<string, number> | null;
  }>(sql`
    select job, attempt, state, request_id, ${epochMs(sql`started_at`)} as started, ${epochMs(sql`ended_at`)} as ended,
      error, message, result
    from job_runs where ${ofJobDay(key)} order by job, attempt`);
  return rows.map(({ request_id: requestId, started, ended, result: counts, ...row }) => ({
    ...row,
    requestId,
    startedAt: started,
    endedAt: ended,
    counts,
  }));
}
