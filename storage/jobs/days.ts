/** The days of nets as staff see them, and what they order. In the role of whoever asks. */
import { sql } from 'drizzle-orm';
import { mayOrderJobs, standingsOf } from '../../domain/jobs/day.ts';
import { fugoServer, type JobDayKey, type JobDefinition, type NetOnServer } from '../../domain/jobs/definition.ts';
import type {
  JobDayDecision,
  JobDayState,
  JobError,
  JobOrder,
  JobRunState,
  JobState,
} from '../../domain/jobs/names.ts';
import { inOrganisation, type Database, type Transaction } from '../database/database.ts';
import { findNet } from './beginning.ts';
import { readPresent, listServerNames, type Who } from './definitions.ts';
import { listPlaces } from '../../domain/jobs/places.ts';
import { ofJobDay, ofNet, selectJobDays, selectRuns, type StoredJobDay } from './rows.ts';

/** Moments are epoch milliseconds. */
export interface ShownJobDay extends JobDayKey {
  version: number;
  plannedAt: number;
  decision: JobDayDecision;
  /** Both languages, parted by a stroke. */
  reason: string | null;
  decidedBy: Who | null;
  order: JobOrder | null;
  state: JobDayState;
  startedAt: number | null;
  endedAt: number | null;
}

export interface ShownRun {
  job: string;
  attempt: number;
  state: JobRunState;
  requestId: string;
  startedAt: number;
  endedAt: number | null;
  error: JobError | null;
  /** What the server said of it. */
  message: string | null;
  counts: Record<string, number> | null;
}

export interface ShownJob extends JobDefinition {
  state: JobState;
}

export interface DaysFilter {
  organisation: string;
  net?: string | undefined;
  server?: string | undefined;
  /** Both dates included. */
  from: string;
  to: string;
  /** Where the page before ended; null for the first one. */
  before: { day: string; no: number; net: string; server: string } | null;
  limit: number;
}

/** The latest first. Of an organisation above, only what runs on a server that whoever asks may see. */
export function listJobDays(
  db: Database,
  acting: string,
  { organisation, net, server, from, to, before, limit }: DaysFilter,
): Promise<ShownJobDay[]> {
  const conditions = [
    sql`organisation = ${organisation} and day between ${from}::date and ${to}::date`,
    sql`(server = ${fugoServer} or sees_organisation(server))`,
    ...(net === undefined ? [] : [sql`net = ${net}`]),
    ...(server === undefined ? [] : [sql`server = ${server}`]),
    ...(before === null
      ? []
      : [sql`(day, no, net, server) < (${before.day}::date, ${before.no}::int, ${before.net}, ${before.server})`]),
  ];
  return inOrganisation(db, acting, async (tx) =>
    showDays(tx, await selectJobDays(tx, sql.join(conditions, sql` and `), { limit, latestFirst: true })),
  );
}

/** Adds the names of people. */
export async function showDays(tx: Transaction, days: readonly StoredJobDay[]): Promise<ShownJobDay[]> {
  const ids = [...new Set(days.flatMap(({ decidedBy }) => (decidedBy === null ? [] : [decidedBy])))];
  const names = new Map<string, string>();
  if (ids.length > 0) {
    const rows = await tx.execute<{ staff_id: string; name: string }>(sql`
      select staff_id, name from staff where staff_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`);
    for (const { staff_id: id, name } of rows) names.set(id, name);
  }
  return days.map((stored): ShownJobDay => {
    const { organisation, net, server, day, no, version, plannedAt, decision, reason, decidedBy } = stored;
    const { order, state, startedAt, endedAt } = stored;
    return {
      organisation,
      net,
      server,
      day,
      no,
      version,
      plannedAt,
      decision,
      reason,
      order,
      state,
      startedAt,
      endedAt,
      decidedBy: decidedBy === null ? null : { id: decidedBy, name: names.get(decidedBy) ?? null },
    };
  });
}

/** With its jobs in the order in which they may run, and every attempt. */
export function findJobDay(
  db: Database,
  acting: string,
  key: JobDayKey,
): Promise<{ day: ShownJobDay; jobs: ShownJob[]; runs: ShownRun[] } | undefined> {
  return inOrganisation(db, acting, async (tx) => {
    const [stored] = await selectJobDays(tx, ofJobDay(key));
    if (!stored) return undefined;
    const [day] = await showDays(tx, [stored]);
    const runs = await selectRuns(tx, key);
    const net = await findNet(tx, stored);
    const standings = net ? standingsOf({ net, runs, resumedAt: stored.resumedAt }) : [];
    const jobs = standings.map(({ definition, state }) => ({ ...definition, state }));
    return day && { day, jobs, runs };
  });
}

export type JobOrderResult =
  | { kind: 'ordered' }
  | { kind: 'unknown' }
  /** It goes on by itself, or is over. */
  | { kind: 'notHalted'; state: JobDayState }
  /** Somebody has ordered already, and the workflow has not yet done it. */
  | { kind: 'pending'; order: JobOrder };

/** Leaves the order for the workflow, which obeys it in its turn; it is to be nudged afterwards. */
export function orderJobDay(
  db: Database,
  acting: string,
  key: JobDayKey,
  { order, orderedBy, reason }: { order: JobOrder; orderedBy: string; reason: string },
): Promise<JobOrderResult> {
  return inOrganisation(db, acting, async (tx) => {
    const [stored] = await selectJobDays(tx, ofJobDay(key));
    if (!stored) return { kind: 'unknown' };
    if (stored.order !== null) return { kind: 'pending', order: stored.order };
    if (!mayOrderJobs(stored.state, order)) return { kind: 'notHalted', state: stored.state };
    const rows = await tx.execute(sql`
      update job_days set staff_order = ${order}, decided_by = ${orderedBy}, order_reason = ${reason},
        ordered_at = now(), look_at = now()
      where ${ofJobDay(key)} and staff_order is null and state = ${stored.state} returning 1`);
    return rows.length > 0 ? { kind: 'ordered' } : { kind: 'notHalted', state: stored.state };
  });
}

/**
 * 即時実行: a run besides the plan, which the workflow of the returned key begins as soon as no other day of the net runs on
 * that server; it is to be nudged afterwards. `unknown`: the definition has no such net on that server.
 */
export function askForRun(
  db: Database,
  acting: string,
  place: NetOnServer,
  { day, reason, askedBy }: { day: string; reason: string; askedBy: string },
): Promise<{ kind: 'asked'; key: JobDayKey } | { kind: 'unknown' }> {
  const { organisation, net, server } = place;
  return inOrganisation(db, acting, async (tx) => {
    const { version, definition } = await readPresent(tx, organisation);
    const places = listPlaces(definition, organisation, await listServerNames(tx));
    if (!places.some((each) => each.net === net && each.server === server)) return { kind: 'unknown' };
    const [row] = await tx.execute<{ no: number }>(sql`
      insert into job_days (organisation, net, server, day, no, version, planned_at, decision, reason, decided_by, state,
        look_at)
      select ${organisation}, ${net}, ${server}, ${day}::date, coalesce(max(no), 0) + 1, ${version}, now(), 'asked',
        ${reason}, ${askedBy}, 'planned', now()
      from job_days where ${ofNet(place)} and day = ${day}::date
      returning no`);
    if (!row) throw new Error('a run that was just asked for is not there');
    return { kind: 'asked', key: { ...place, day, no: row.no } };
  });
}
