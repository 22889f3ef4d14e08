/**
 * Which day of a net on a server begins. Whoever calls holds the net (`lockNet`).
 *
 * B1. One day of a net runs on a server at a time, the earliest first; one that stands still holds the others back, until
 *     staff have decided about it.
 * B2. Days that could not begin at their time are judged by the net's policy when they might begin.
 * B3. Of days that are caught up at most `mostCaughtUpAtOnce` run at once in the installation.
 */
import { sql } from 'drizzle-orm';
import { judgeLate, mostCaughtUpAtOnce } from '../../domain/jobs/catch-up.ts';
import type { JobDayKey, NetDefinition, NetOnServer } from '../../domain/jobs/definition.ts';
import type { Database, Transaction } from '../database/database.ts';
import { readContent } from './definitions.ts';
import { openDroppedIncident } from './incidents.ts';
import { at, lockNet, ofJobDay, ofNet, selectJobDays, sentence, type StoredJobDay } from './rows.ts';

/** How long after its own time a workflow may come before it is nudged. Milliseconds. */
export const graceMs = 20_000;

/** The net as the version says by which the day runs. */
export async function findNet(
  tx: Transaction,
  { organisation, net, version }: Pick<StoredJobDay, 'organisation' | 'net' | 'version'>,
): Promise<NetDefinition | undefined> {
  const [row] = await tx.execute<{ version: number; hash: string }>(sql`
    select version, hash from job_definitions where organisation = ${organisation} and version = ${version}`);
  if (!row) return undefined;
  const { nets } = await readContent(tx, organisation, row);
  return nets.find((each) => each.net === net);
}

const keyOf = ({ organisation, net, server, day, no }: StoredJobDay): JobDayKey => ({
  organisation,
  net,
  server,
  day,
  no,
});

/** Begins the next day of the net on the server, if one may begin now. */
export async function beginNext(tx: Transaction, place: NetOnServer, now: number): Promise<JobDayKey | undefined> {
  const open = await selectJobDays(tx, sql`${ofNet(place)} and state in ('planned', 'running', 'halted')`, {
    lock: true,
  });
  if (open.some(({ state }) => state !== 'planned')) return undefined;
  const [next] = await judge(tx, place, open, now);
  if (!next) return undefined;
  if (next.decision === 'caught-up' && !(await mayCatchUp(tx))) return undefined;
  await tx.execute(sql`
    update job_days set state = 'running', started_at = coalesce(started_at, ${at(now)}), look_at = ${at(now + graceMs)}
    where ${ofJobDay(next)}`);
  return keyOf(next);
}

/** Writes what becomes of late days; returns those that still wait, the earliest first. */
async function judge(
  tx: Transaction,
  place: NetOnServer,
  waiting: readonly StoredJobDay[],
  now: number,
): Promise<StoredJobDay[]> {
  const latest = waiting.at(-1);
  const net = latest && (await findNet(tx, latest));
  if (!net) return [...waiting];
  const late = judgeLate(net.catchUp, waiting, now);
  for (const { waiting: day, decision, reason } of late) {
    const isDropped = decision === 'drop';
    await tx.execute(sql`
      update job_days set decision = ${decision}, reason = ${sentence(reason)},
        state = ${isDropped ? 'not-run' : 'planned'}, look_at = ${isDropped ? sql`null` : sql`look_at`},
        ended_at = ${isDropped ? at(now) : sql`ended_at`}
      where ${ofJobDay(day)}`);
  }
  const dropped = late.filter(({ decision }) => decision === 'drop').map(({ waiting: day }) => day);
  if (net.catchUp === 'drop-and-alarm' && dropped.length > 0) {
    await openDroppedIncident(
      tx,
      place,
      dropped.map(({ day }) => day),
    );
  }
  const decisions = new Map(late.map(({ waiting: day, decision }) => [day, decision]));
  return waiting
    .filter((day) => !dropped.includes(day))
    .map((day) => ({ ...day, decision: decisions.get(day) ?? day.decision }));
}

async function mayCatchUp(tx: Transaction): Promise<boolean> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('fugo.job-nets.catch-up', 0))`);
  const [row] = await tx.execute<{ running: number }>(sql`
    select count(*)::int as running from job_days where decision = 'caught-up' and state = 'running'`);
  return (row?.running ?? 0) < mostCaughtUpAtOnce;
}

/** Begins what waits, net by net, as far as it may begin now. Returns what was begun. */
export async function beginWaiting(db: Database, now: number): Promise<JobDayKey[]> {
  const places = await db.execute<{ organisation: string; net: string; server: string }>(sql`
    select organisation, net, server from job_days d where state = 'planned'
      and not exists (select from job_days a where a.organisation = d.organisation and a.net = d.net
        and a.server = d.server and a.state in ('running', 'halted'))
    group by organisation, net, server order by min(planned_at), organisation, net, server limit 1000`);
  const begun: JobDayKey[] = [];
  for (const place of places) {
    const key = await db.transaction(async (tx) => {
      await lockNet(tx, place);
      return beginNext(tx, place, now);
    });
    if (key) begun.push(key);
  }
  return begun;
}
