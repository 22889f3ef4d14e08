/** Nets on their servers, and what staff say of them outside the definition: pauses and days to leave out. */
import { sql } from 'drizzle-orm';
import type { NetDefinition, NetOnServer } from '../../domain/jobs/definition.ts';
import { listPlaces, type NetPlace } from '../../domain/jobs/places.ts';
import { inOrganisation, type Database, type Transaction } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';
import { showDays, type ShownJobDay } from './days.ts';
import { listServerNames, readPresent, type Who } from './definitions.ts';
import { ofNet, selectJobDays } from './rows.ts';

export interface ShownNet extends NetOnServer {
  definition: NetDefinition;
  /** Null while it is not paused. `at` is epoch milliseconds. */
  pause: { reason: string | null; by: Who; at: number } | null;
  /** The latest day that was begun or decided. */
  last: ShownJobDay | null;
}

/** Every net of the organisation's definition on each of its servers, by net and server. In the role of whoever asks. */
export function listNets(db: Database, acting: string, organisation: string): Promise<ShownNet[]> {
  return inOrganisation(db, acting, async (tx) => {
    const places = await readPlaces(tx, organisation);
    const pauses = await tx.execute<{
      net: string;
      server: string;
      reason: string | null;
      changed_by: string;
      name: string | null;
      changed: number;
    }>(sql`
      select p.net, p.server, p.reason, p.changed_by, s.name, ${epochMs(sql`p.changed_at`)} as changed
      from job_net_states p left join staff s on s.staff_id = p.changed_by
      where p.organisation = ${organisation} and p.paused`);
    const last = await showDays(
      tx,
      await selectJobDays(
        tx,
        sql`(organisation, net, server, day, no) in (
          select distinct on (net, server) organisation, net, server, day, no from job_days
          where organisation = ${organisation} order by net, server, planned_at desc, no desc)`,
      ),
    );
    return places.map(({ definition, ...place }) => {
      const pause = pauses.find(({ net, server }) => net === place.net && server === place.server);
      return {
        ...place,
        definition,
        pause: pause
          ? { reason: pause.reason, by: { id: pause.changed_by, name: pause.name }, at: pause.changed }
          : null,
        last: last.find(({ net, server }) => net === place.net && server === place.server) ?? null,
      };
    });
  });
}

/** The nets that count for an organisation, on their servers. */
export async function readPlaces(tx: Transaction, organisation: string): Promise<NetPlace[]> {
  const { definition } = await readPresent(tx, organisation);
  return listPlaces(definition, organisation, await listServerNames(tx));
}

export type NetChange =
  | { kind: 'changed' }
  | { kind: 'unchanged' }
  /** The definition has no such net on that server. */
  | { kind: 'unknown' };

async function isKnown(tx: Transaction, { organisation, net, server }: NetOnServer): Promise<boolean> {
  const places = await readPlaces(tx, organisation);
  return places.some((each) => each.net === net && each.server === server);
}

/** 一時停止 and its end. */
export function pauseNet(
  db: Database,
  acting: string,
  place: NetOnServer,
  { paused, reason, changedBy }: { paused: boolean; reason: string; changedBy: string },
): Promise<NetChange> {
  const { organisation, net, server } = place;
  return inOrganisation(db, acting, async (tx) => {
    if (!(await isKnown(tx, place))) return { kind: 'unknown' };
    const rows = await tx.execute(sql`
      insert into job_net_states as known (organisation, net, server, paused, reason, changed_by)
      select ${organisation}, ${net}, ${server}, ${paused}, ${reason}, ${changedBy}
      where ${paused} or exists (select from job_net_states where ${ofNet(place)})
      on conflict (organisation, net, server) do update set paused = excluded.paused, reason = excluded.reason,
        changed_by = excluded.changed_by, changed_at = now()
      where known.paused <> excluded.paused returning 1`);
    return { kind: rows.length > 0 ? 'changed' : 'unchanged' };
  });
}

export interface Skip extends NetOnServer {
  day: string;
  reason: string;
  skippedBy: Who;
  /** Epoch milliseconds. */
  skippedAt: number;
}
/** Days to leave out, from a day on. */
export function listSkips(db: Database, acting: string, organisation: string, from: string): Promise<Skip[]> {
  return inOrganisation(db, acting, async (tx) => {
    const rows = await tx.execute<{
      net: string;
      server: string;
      day: string;
      reason: string;
      skipped_by: string;
      name: string | null;
      skipped: number;
    }>(sql`
      select k.net, k.server, k.day::text as day, k.reason, k.skipped_by, s.name,
        ${epochMs(sql`k.skipped_at`)} as skipped
      from job_skips k left join staff s on s.staff_id = k.skipped_by
      where k.organisation = ${organisation} and k.day >= ${from}::date order by k.day, k.net, k.server`);
    return rows.map(({ skipped_by: id, name, skipped: skippedAt, ...row }) => ({
      organisation,
      ...row,
      skippedBy: { id, name },
      skippedAt,
    }));
  });
}

/** `begun`: the day has been begun or decided already. */
export function skipDay(
  db: Database,
  acting: string,
  place: NetOnServer,
  { day, reason, skippedBy }: { day: string; reason: string; skippedBy: string },
): Promise<NetChange | { kind: 'begun' }> {
  const { organisation, net, server } = place;
  return inOrganisation(db, acting, async (tx) => {
    if (!(await isKnown(tx, place))) return { kind: 'unknown' };
    const [begun] = await selectJobDays(tx, sql`${ofNet(place)} and day = ${day}::date and no = 0`);
    if (begun) return { kind: 'begun' };
    const rows = await tx.execute(sql`
      insert into job_skips (organisation, net, server, day, reason, skipped_by)
      values (${organisation}, ${net}, ${server}, ${day}::date, ${reason}, ${skippedBy})
      on conflict do nothing returning 1`);
    return { kind: rows.length > 0 ? 'changed' : 'unchanged' };
  });
}

export function unskipDay(db: Database, acting: string, place: NetOnServer, day: string): Promise<NetChange> {
  return inOrganisation(db, acting, async (tx) => {
    if (!(await isKnown(tx, place))) return { kind: 'unknown' };
    const rows = await tx.execute(sql`delete from job_skips where ${ofNet(place)} and day = ${day}::date returning 1`);
    return { kind: rows.length > 0 ? 'changed' : 'unchanged' };
  });
}
