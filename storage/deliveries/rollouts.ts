/**
 * 配信: a release on its way, wave by wave. Each move is one transaction with the rollout's row locked; the rows decide
 * (domain/deliveries/rollout). What staff see and order is in the role of whoever asks.
 */
import { randomUUID } from 'node:crypto';
import { sql, type SQL } from 'drizzle-orm';
import { usualWaves, type DeliveryState, type RolloutState, type WavePlan } from '../../domain/deliveries/names.ts';
import { decideRollout, type DeliveryNow, type RolloutNow } from '../../domain/deliveries/rollout.ts';
import { planWaves } from '../../domain/deliveries/waves.ts';
import { nation } from '../../domain/organisations.ts';
import { inOrganisation, type Database, type Transaction } from '../database/database.ts';
import { asJson, epochMs } from '../database/rows.ts';

export type RolloutOrder = 'go-on' | 'hold' | 'abandon';

export interface RolloutRow {
  rollout: string;
  release: string;
  name: string;
  version: number;
  state: RolloutState;
  wave: number;
  waves: WavePlan[];
  /** Moments are epoch milliseconds. */
  applyAfter: number;
  startedBy: string;
  startedByName: string | null;
  startedAt: number;
  heldReason: string | null;
  order: RolloutOrder | null;
  orderedBy: string | null;
  orderedByName: string | null;
  orderedAt: number | null;
  orderReason: string | null;
  endedAt: number | null;
  /** Of the targets that whoever asks sees. */
  counts: Record<DeliveryState, number>;
}

export interface DeliveryRow {
  organisation: string;
  name: string;
  nameEn: string;
  wave: number;
  state: DeliveryState;
  bytes: number;
  error: string | null;
  seenAt: number | null;
  changedAt: number;
}

export interface NewRollout {
  release: string;
  /** Epoch milliseconds. */
  applyAfter: number;
  startedBy: string;
  waves?: readonly WavePlan[];
  /** Otherwise all targets. */
  organisations?: readonly string[];
  group?: string;
  /** These are in the first wave. */
  canary?: readonly string[];
}
export type StartResult =
  | { kind: 'started'; rollout: RolloutRow }
  | { kind: 'unknown' }
  | { kind: 'notPublished' }
  /** Another rollout of the same name is under way. */
  | { kind: 'underWay'; rollout: string }
  /** Nobody is left to deliver to: an organisation without a server, or an empty group. */
  | { kind: 'noTargets' };

/** Who starts a rollout for servers that were registered later (newcomers.ts); one of staff takes its place. */
export const byFugo = 'fugo';

/** Rollouts of one name are started one after the other. */
export async function lockRolloutsOf(tx: Transaction, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('fugo.rollout/' || ${name}, 0))`);
}

/** The workflow is nudged by the caller, after the commit. */
export function startRollout(db: Database, given: NewRollout): Promise<StartResult> {
  const { release, waves = usualWaves } = given;
  return inOrganisation(db, nation, async (tx) => {
    const [found] = await tx.execute<{ name: string; state: string }>(sql`
      select name, state from releases where release = ${release}::uuid`);
    if (!found) return { kind: 'unknown' };
    if (found.state !== 'published') return { kind: 'notPublished' };
    await lockRolloutsOf(tx, found.name);
    const [other] = await tx.execute<{ rollout: string }>(sql`
      select o.rollout from rollouts o join releases r using (release)
      where r.name = ${found.name} and o.state in ('running', 'held') and o.started_by <> ${byFugo} limit 1`);
    if (other) return { kind: 'underWay', rollout: other.rollout };
    const targets = await listTargets(tx, given);
    if (targets.length === 0) return { kind: 'noTargets' };
    const rollout = randomUUID();
    // What was on its way to newcomers alone, this one brings to them.
    await tx.execute(sql`
      update rollouts o set staff_order = 'abandon', ordered_by = ${given.startedBy}, ordered_at = now(), look_at = now()
      from releases r
      where r.release = o.release and r.name = ${found.name} and o.state in ('running', 'held')
        and o.started_by = ${byFugo}`);
    await tx.execute(sql`
      insert into rollouts (rollout, release, waves, apply_after, started_by, look_at)
      values (${rollout}::uuid, ${release}::uuid, ${asJson(waves)}, ${at(given.applyAfter)}, ${given.startedBy}, now())`);
    const canary = given.canary ?? [];
    const rows = [...planWaves(targets, waves, { seed: rollout, canary })].map(([organisation, wave]) => ({
      organisation,
      wave,
    }));
    await tx.execute(sql`
      insert into deliveries (rollout, organisation, wave)
      select ${rollout}::uuid, organisation, wave
      from jsonb_to_recordset(${asJson(rows)}) as row(organisation text, wave integer)`);
    const [made] = await select(tx, sql`o.rollout = ${rollout}::uuid`);
    if (!made) throw new Error('a rollout that was just started is not there');
    return { kind: 'started', rollout: made };
  });
}

/** The servers of prefectures and municipalities; the national body publishes and is no target. */
async function listTargets(tx: Transaction, { organisations, group }: NewRollout): Promise<string[]> {
  const rows = await tx.execute<{ organisation: string }>(sql`
    select s.organisation from servers s left join delivery_targets t using (organisation)
    where s.organisation <> ${nation} and (${group ?? null}::text is null or ${group ?? null}::text = any(t.groups))
    order by s.organisation`);
  const all = rows.map(({ organisation }) => organisation);
  return organisations === undefined ? all : all.filter((each) => organisations.includes(each));
}

/** The latest first. */
export function listRollouts(
  db: Database,
  acting: string,
  { name, limit = 100 }: { name?: string; limit?: number } = {},
): Promise<RolloutRow[]> {
  const where = name === undefined ? sql`true` : sql`r.name = ${name}`;
  return inOrganisation(db, acting, (tx) =>
    select(tx, sql`${where} order by o.started_at desc, o.rollout limit ${limit}`),
  );
}

export function findRollout(
  db: Database,
  acting: string,
  rollout: string,
): Promise<{ rollout: RolloutRow; deliveries: DeliveryRow[] } | undefined> {
  return inOrganisation(db, acting, async (tx) => {
    const [found] = await select(tx, sql`o.rollout = ${rollout}::uuid`);
    if (!found) return undefined;
    const rows = await tx.execute<Record<string, unknown> & DeliveryRow>(sql`
      select d.organisation, g.name, g.name_en as "nameEn", d.wave, d.state, d.bytes::float8 as bytes, d.error,
        ${epochMs(sql`d.seen_at`)} as "seenAt", ${epochMs(sql`d.changed_at`)} as "changedAt"
      from deliveries d join organisations g using (organisation)
      where d.rollout = ${rollout}::uuid order by d.wave, d.organisation`);
    return { rollout: found, deliveries: [...rows] };
  });
}

export type OrderRolloutResult =
  | { kind: 'ordered' }
  | { kind: 'unknown' }
  | { kind: 'over' }
  /** Only a held rollout goes on, and only a running one is held. */
  | { kind: 'notInState'; state: RolloutState };

/** What staff order, the workflow does in its turn. A later order takes the place of one that is not done yet. */
export function orderRollout(
  db: Database,
  rollout: string,
  { order, orderedBy, reason }: { order: RolloutOrder; orderedBy: string; reason: string },
): Promise<OrderRolloutResult> {
  return inOrganisation(db, nation, async (tx) => {
    const [found] = await tx.execute<{ state: RolloutState }>(sql`
      select state from rollouts where rollout = ${rollout}::uuid`);
    if (!found) return { kind: 'unknown' };
    const { state } = found;
    if (state === 'done' || state === 'abandoned') return { kind: 'over' };
    if ((order === 'go-on' && state !== 'held') || (order === 'hold' && state !== 'running')) {
      return { kind: 'notInState', state };
    }
    await tx.execute(sql`
      update rollouts set staff_order = ${order}, ordered_by = ${orderedBy}, ordered_at = now(), order_reason = ${reason},
        look_at = now()
      where rollout = ${rollout}::uuid and state in ('running', 'held')`);
    return { kind: 'ordered' };
  });
}

// ---- the workflow's side --------------------------------------------------------------------------------------------

export type RolloutTaken =
  /** Orders have changed, so the repository is to be published. */
  | { do: 'publish'; state: RolloutState }
  /** Epoch milliseconds; null: until something is heard. */
  | { do: 'wait'; state: RolloutState; until: number | null }
  | { do: 'end'; state: RolloutState };

/** Who waits looks again after this time at the latest. Milliseconds. */
const lookAtLeastEveryMs = 60_000;
/** How long after its own time a workflow may come before it is nudged. Milliseconds. */
const graceMs = 30_000;

/** Makes the next move. Undefined when there is no such rollout. */
export function takeRolloutStep(db: Database, rollout: string, now: number): Promise<RolloutTaken | undefined> {
  return db.transaction(async (tx) => {
    for (;;) {
      const stored = await lock(tx, rollout);
      if (!stored) return undefined;
      const decision = decideRollout(stored, now);
      const set = (change: SQL) => tx.execute(sql`update rollouts set ${change} where rollout = ${rollout}::uuid`);
      switch (decision.do) {
        case 'obey':
          await obey(tx, rollout, stored, decision.order, now);
          // Those who have not applied it are ordered no longer.
          if (decision.order === 'abandon') return { do: 'publish', state: 'abandoned' };
          continue;
        case 'release':
          await tx.execute(sql`
            update deliveries set state = 'pending', changed_at = ${at(now)}, error = null
            where rollout = ${rollout}::uuid and state = 'waiting' and wave <= ${stored.wave}`);
          await set(sql`look_at = ${at(now + graceMs)}`);
          return { do: 'publish', state: stored.state };
        case 'hold':
          await set(sql`state = 'held', held_reason = 'FAILED', look_at = null`);
          await openIncident(tx, rollout, decision.failed);
          continue;
        case 'next':
          await set(sql`wave = ${decision.wave}, wave_since = ${at(now)}`);
          continue;
        case 'finish':
          await set(sql`state = 'done', ended_at = ${at(now)}, look_at = null`);
          return { do: 'end', state: 'done' };
        case 'wait': {
          const until = Math.min(decision.until ?? Infinity, now + lookAtLeastEveryMs);
          await set(sql`look_at = ${at(until + graceMs)}`);
          return { do: 'wait', state: stored.state, until };
        }
        case 'rest':
          return { do: 'wait', state: stored.state, until: null };
        case 'end':
          return { do: 'end', state: stored.state };
      }
    }
  });
}

async function obey(
  tx: Transaction,
  rollout: string,
  stored: RolloutNow,
  order: RolloutOrder,
  now: number,
): Promise<void> {
  const id = sql`rollout = ${rollout}::uuid`;
  switch (order) {
    case 'hold':
      await tx.execute(sql`
        update rollouts set state = 'held', held_reason = 'STAFF', staff_order = null, look_at = null where ${id}`);
      return;
    case 'abandon':
      await tx.execute(sql`
        update rollouts set state = 'abandoned', staff_order = null, ended_at = ${at(now)}, look_at = null where ${id}`);
      break;
    case 'go-on':
      // Who has failed is to try again, by an order that is new to the target: the time of application is part of it.
      await tx.execute(sql`
        update deliveries set state = 'waiting', error = null, changed_at = ${at(now)}
        where ${id} and state in ('failed', 'rolled-back') and wave <= ${stored.wave}`);
      await tx.execute(sql`
        update rollouts set state = 'running', held_reason = null, staff_order = null,
          apply_after = greatest(apply_after, ${at(now)}), look_at = ${at(now)}
        where ${id}`);
      break;
  }
  await tx.execute(sql`
    update incidents set closed_at = now() where fingerprint = ${fingerprintOf(rollout)} and closed_at is null`);
}

const fingerprintOf = (rollout: string): string => `rollout/${rollout}`;

/** It says how many have failed and not which: everybody reads it, and neighbours are told nothing of each other. */
async function openIncident(tx: Transaction, rollout: string, failed: readonly string[]): Promise<void> {
  await tx.execute(sql`
    insert into incidents (fingerprint, organisation, severity, cause, detail, opened_at)
    values (${fingerprintOf(rollout)}, ${nation}, 'critical', 'ROLLOUT_HELD', ${`FAILED ${String(failed.length)}`}, now())
    on conflict (fingerprint) where closed_at is null do nothing`);
}

async function lock(tx: Transaction, rollout: string): Promise<RolloutNow | undefined> {
  const [row] = await tx.execute<{
    state: RolloutState;
    wave: number;
    since: number;
    waves: WavePlan[];
    staff_order: RolloutOrder | null;
  }>(sql`
    select state, wave, ${epochMs(sql`wave_since`)} as since, waves, staff_order
    from rollouts where rollout = ${rollout}::uuid for no key update`);
  if (!row) return undefined;
  const deliveries = await tx.execute<Record<string, unknown> & DeliveryNow>(sql`
    select organisation, wave, state, ${epochMs(sql`seen_at`)} as "seenAt", ${epochMs(sql`changed_at`)} as "changedAt"
    from deliveries where rollout = ${rollout}::uuid`);
  return {
    state: row.state,
    wave: row.wave,
    waveSince: row.since,
    waves: row.waves,
    order: row.staff_order,
    deliveries: [...deliveries],
  };
}

/**
 * Rollouts whose workflow should look: their time has come, or staff have ordered something. Each is taken for a while,
 * so that a second sweep does not nudge it again.
 */
export async function takeRolloutsToLookAt(db: Database, now: number): Promise<string[]> {
  const rows = await db.execute<{ rollout: string }>(sql`
    update rollouts set look_at = ${at(now + graceMs)}
    where look_at <= ${at(now)} and state in ('running', 'held') returning rollout`);
  return rows.map(({ rollout }) => rollout);
}

async function select(tx: Transaction, rest: SQL): Promise<RolloutRow[]> {
  const rows = await tx.execute<Record<string, unknown> & Omit<RolloutRow, 'counts'> & { counted: object }>(sql`
    select o.rollout, o.release, r.name, r.version, o.state, o.wave, o.waves, ${epochMs(sql`o.apply_after`)} as "applyAfter",
      o.started_by as "startedBy", s.name as "startedByName", ${epochMs(sql`o.started_at`)} as "startedAt",
      o.held_reason as "heldReason", o.staff_order as "order", o.ordered_by as "orderedBy", t.name as "orderedByName",
      ${epochMs(sql`o.ordered_at`)} as "orderedAt", o.order_reason as "orderReason", ${epochMs(sql`o.ended_at`)} as "endedAt",
      (select coalesce(jsonb_object_agg(state, n), '{}') from (
        select d.state, count(*)::int as n from deliveries d where d.rollout = o.rollout group by d.state) c) as counted
    from rollouts o join releases r using (release)
      left join staff s on s.staff_id = o.started_by left join staff t on t.staff_id = o.ordered_by
    where ${rest}`);
  return rows.map(({ counted, ...row }) => ({ ...row, counts: { ...noCounts, ...counted } }));
}

const noCounts: Record<DeliveryState, number> = {
  waiting: 0,
  pending: 0,
  downloading: 0,
  verified: 0,
  applied: 0,
  'rolled-back': 0,
  failed: 0,
};

const at = (millis: number): SQL => sql`to_timestamp(${millis / 1_000}::float8)`;
