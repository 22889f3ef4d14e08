/**
 * The moves of a day of a net. Each is one transaction that holds the net: whoever drives the day, twice or never, the
 * rows decide (domain/jobs/day). A command is stored with its request id before it is sent.
 */
import { sql } from 'drizzle-orm';
import { jobRequestIdFor } from '../../contracts/job-net.ts';
import {
  decideJobs,
  mayOrderJobs,
  needsNewRequest,
  standingsOf,
  takeJobLook,
  type JobLook,
  type JobStanding,
  type NetDay,
} from '../../domain/jobs/day.ts';
import type { JobDayKey, JobDefinition, NetDefinition } from '../../domain/jobs/definition.ts';
import type { JobDayState, JobError } from '../../domain/jobs/names.ts';
import type { Database, Transaction } from '../database/database.ts';
import { beginNext, findNet, graceMs } from './beginning.ts';
import { closeDroppedIncident, closeFailedIncident, openFailedIncident } from './incidents.ts';
import { at, lockNet, ofJobDay, selectJobDays, selectRuns, type StoredJobDay, type StoredRun } from './rows.ts';

/** An attempt under way, and what is commanded. */
export interface OpenRun {
  run: StoredRun;
  definition: JobDefinition;
  /** It was begun in this move, so the server cannot know it yet. */
  isNew: boolean;
}

export interface TakenDay {
  state: JobDayState;
  /** What is to be commanded or looked at. */
  open: OpenRun[];
  /** When something waits for its time; epoch milliseconds. */
  until: number | null;
  /** Days that have begun because this one ended; they are to be nudged. */
  begun: JobDayKey[];
}

/** The next moves of a day. Undefined when there is no such day. */
export function takeJobs(db: Database, key: JobDayKey, now: number): Promise<TakenDay | undefined> {
  return db.transaction(async (tx) => {
    await lockNet(tx, key);
    const [found] = await selectJobDays(tx, ofJobDay(key), { lock: true });
    if (!found) return undefined;
    const begun: JobDayKey[] = [];
    let day = await obeyStaff(tx, found, now, begun);
    if (day.state === 'planned') {
      const next = await beginNext(tx, key, now);
      if (next) begun.push(next);
      [day = day] = await selectJobDays(tx, ofJobDay(key));
    }
    if (day.state === 'planned') return { state: 'planned', open: [], until: null, begun };
    const net = await findNet(tx, day);
    if (!net) throw new Error(`The definition has no net ${key.net} in version ${String(day.version)}`);
    return move(tx, { day, net, begun }, now);
  });
}

async function move(
  tx: Transaction,
  { day, net, begun }: { day: StoredJobDay; net: NetDefinition; begun: JobDayKey[] },
  now: number,
): Promise<TakenDay> {
  const runs = await selectRuns(tx, day);
  const decision = decideJobs(netDayOf(day, net, runs), now);
  const still = { open: [], until: null, begun };
  switch (decision.do) {
    case 'end':
    case 'rest':
      await markLook(tx, day, null);
      return { state: day.state, ...still };
    case 'finish':
      await end(tx, day, 'done', now);
      await closeFailedIncident(tx, day);
      await closeDroppedIncident(tx, day);
      return { state: 'done', open: [], until: null, begun: await withNext(tx, day, begun, now) };
    case 'halt': {
      const [first] = decision.failed;
      await halt(tx, day, { job: first?.definition.job ?? null, error: first?.last?.error ?? null });
      return { state: 'halted', ...still };
    }
    case 'time-out':
      await tx.execute(sql`
        update job_runs set state = 'failed', error = 'TIME_LIMIT', ended_at = ${at(now)}
        where ${ofJobDay(day)} and state = 'commanded'`);
      await halt(tx, day, { job: null, error: 'TIME_LIMIT' });
      return { state: 'halted', ...still };
    case 'work': {
      const anew = await beginRuns(tx, day, decision.begin, now);
      const open = [...decision.look.flatMap(openOf), ...anew];
      await markLook(tx, day, (decision.until === null ? now : Math.max(now, decision.until)) + graceMs);
      return { state: 'running', open, until: decision.until, begun };
    }
  }
}

const netDayOf = (day: StoredJobDay, net: NetDefinition, runs: readonly StoredRun[]): NetDay => ({
  state: day.state,
  net,
  startedAt: day.startedAt,
  resumedAt: day.resumedAt,
  runs,
});

function openOf({ definition, last }: JobStanding): OpenRun[] {
  return last ? [{ run: { message: null, counts: null, ...last }, definition, isNew: false }] : [];
}

async function beginRuns(
  tx: Transaction,
  key: StoredJobDay,
  begin: readonly JobStanding[],
  now: number,
): Promise<OpenRun[]> {
  const startedAt = Math.max(now, key.resumedAt ?? 0);
  const open = begin.map(({ definition, last }): OpenRun => {
    const attempt = (last?.attempt ?? 0) + 1;
    const isAsked = last !== undefined && !needsNewRequest(last);
    const requestId = isAsked ? last.requestId : jobRequestIdFor(key, definition.job, attempt);
    return {
      definition,
      isNew: !isAsked,
      run: {
        job: definition.job,
        attempt,
        state: 'commanded',
        requestId,
        startedAt,
        endedAt: null,
        error: null,
        message: null,
        counts: null,
      },
    };
  });
  if (open.length === 0) return [];
  const rows = open.map(({ run: { job, attempt, requestId } }) => ({ job, attempt, requestId }));
  await tx.execute(sql`
    insert into job_runs (organisation, net, server, day, no, job, attempt, state, request_id, started_at)
    select ${key.organisation}, ${key.net}, ${key.server}, ${key.day}::date, ${key.no}, r.job, r.attempt, 'commanded',
      r."requestId", ${at(startedAt)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(job text, attempt int, "requestId" text)`);
  return open;
}

/** Writes what looks at the server have found, as far as the attempts were not moved meanwhile. */
export function recordJobLooks(
  db: Database,
  key: JobDayKey,
  looks: readonly { open: OpenRun; look: JobLook }[],
  now: number,
): Promise<void> {
  return db.transaction(async (tx) => {
    await lockNet(tx, key);
    for (const { open, look } of looks) await recordLook(tx, key, open, look, now);
    await noteFailure(tx, key);
  });
}

async function recordLook(
  tx: Transaction,
  key: JobDayKey,
  { run, definition }: OpenRun,
  look: JobLook,
  now: number,
): Promise<void> {
  const after = takeJobLook(run, definition, look, now);
  if (after.state === 'commanded' && after.error === run.error) return;
  const message = look.kind === 'failed' ? look.message : null;
  const result = look.kind === 'done' ? JSON.stringify(look.counts) : null;
  await tx.execute(sql`
    update job_runs set state = ${after.state}, error = ${after.error}, message = ${message},
      ended_at = ${after.endedAt === null ? sql`null` : at(after.endedAt)}, result = ${result}::jsonb
    where ${ofJobDay(key)} and job = ${run.job} and attempt = ${run.attempt} and state = 'commanded'`);
}

/** A job that has failed is an incident at once, also while others of the day go on. */
async function noteFailure(tx: Transaction, key: JobDayKey): Promise<void> {
  const [day] = await selectJobDays(tx, ofJobDay(key));
  const net = day && (await findNet(tx, day));
  if (!day || !net || day.state !== 'running') return;
  const standings = standingsOf(netDayOf(day, net, await selectRuns(tx, key)));
  const failed = standings.find(({ state }) => state === 'failed');
  if (failed) await openFailedIncident(tx, key, { job: failed.definition.job, error: failed.last?.error ?? null });
}

// ---- ends and orders ------------------------------------------------------------------------------------------------

async function end(tx: Transaction, key: StoredJobDay, state: JobDayState, now: number): Promise<void> {
  await tx.execute(sql`
    update job_days set state = ${state}, ended_at = ${at(now)}, look_at = null where ${ofJobDay(key)}`);
}

async function withNext(tx: Transaction, key: JobDayKey, begun: JobDayKey[], now: number): Promise<JobDayKey[]> {
  const next = await beginNext(tx, key, now);
  return next ? [...begun, next] : begun;
}

async function halt(
  tx: Transaction,
  key: StoredJobDay,
  failure: { job: string | null; error: JobError | null },
): Promise<void> {
  await tx.execute(sql`update job_days set state = 'halted', look_at = null where ${ofJobDay(key)}`);
  await openFailedIncident(tx, key, failure);
}

async function markLook(tx: Transaction, key: JobDayKey, lookAt: number | null): Promise<void> {
  await tx.execute(sql`
    update job_days set look_at = ${lookAt === null ? sql`null` : at(lookAt)} where ${ofJobDay(key)}`);
}

/** The order that staff have left; done in the workflow's turn, so that it meets no command under way. */
async function obeyStaff(tx: Transaction, day: StoredJobDay, now: number, begun: JobDayKey[]): Promise<StoredJobDay> {
  if (day.order === null) return day;
  await tx.execute(sql`update job_days set staff_order = null where ${ofJobDay(day)}`);
  if (!mayOrderJobs(day.state, day.order)) return { ...day, order: null };
  await closeFailedIncident(tx, day);
  if (day.order === 'abandon') {
    await tx.execute(sql`
      update job_runs set state = 'abandoned', ended_at = ${at(now)} where ${ofJobDay(day)} and state = 'commanded'`);
    await end(tx, day, 'abandoned', now);
    begun.push(...(await withNext(tx, day, [], now)));
    return { ...day, order: null, state: 'abandoned' };
  }
  // While another day of the net runs on the server, this one waits for its turn again.
  await tx.execute(sql`
    update job_days set state = 'planned', ended_at = null, resumed_at = greatest(${at(now)}, (
      select max(r.started_at) + interval '1 millisecond' from job_runs r
      where r.organisation = job_days.organisation and r.net = job_days.net and r.server = job_days.server
        and r.day = job_days.day and r.no = job_days.no))
    where ${ofJobDay(day)}`);
  const [resumed = day] = await selectJobDays(tx, ofJobDay(day));
  return resumed;
}

/**
 * Days whose workflow should look: their time has come, or staff have ordered something. Each is taken for a while, so
 * that a second look does not nudge it again.
 */
export async function takeJobDaysToLookAt(db: Database, now: number): Promise<JobDayKey[]> {
  const rows = await db.execute<{ organisation: string; net: string; server: string; day: string; no: number }>(sql`
    update job_days set look_at = ${at(now + graceMs)}
    where look_at <= ${at(now)} and (state in ('planned', 'running') or staff_order is not null)
    returning organisation, net, server, day::text as day, no`);
  return [...rows];
}
