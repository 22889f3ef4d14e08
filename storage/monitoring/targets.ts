/** What is watched: what the monitor names itself, the servers of the three tiers, and what the API registers. */
import { and, asc, eq, inArray, like, notInArray, sql } from 'drizzle-orm';
import { checkStatesTable, checkTargets } from '../../schema/monitoring.ts';
import type { Database } from '../database/database.ts';
import { asJson } from '../database/rows.ts';

export type StoredTarget = typeof checkTargets.$inferSelect;
export type NewTarget = Pick<StoredTarget, 'target' | 'organisation' | 'kind' | 'address' | 'name' | 'nameEn'> &
  Partial<Pick<StoredTarget, 'parent' | 'intervalSeconds' | 'failAfter' | 'okAfter' | 'severity'>>;

export function listWatchedTargets(db: Database): Promise<StoredTarget[]> {
  return db.select().from(checkTargets).where(eq(checkTargets.watched, true)).orderBy(asc(checkTargets.target));
}

/** Registers the monitor's own targets, and ends the watch of those that it named before. Thresholds of known ones stay. */
export async function registerOwnTargets(db: Database, targets: readonly NewTarget[]): Promise<void> {
  await db.transaction(async (tx) => {
    const ids = targets.map(({ target }) => target);
    const others = ids.length === 0 ? undefined : notInArray(checkTargets.target, ids);
    await tx
      .update(checkTargets)
      .set({ watched: false })
      .where(and(like(checkTargets.target, 'fugo/%'), others));
    for (const target of targets) {
      const { organisation, kind, address, name, nameEn, parent = null } = target;
      const set = { organisation, kind, address, name, nameEn, parent, watched: true };
      await tx.insert(checkTargets).values(target).onConflictDoUpdate({ target: checkTargets.target, set });
    }
  });
}

/** Watches every registered server. One tier is reached through the one above, so that is what it depends on. */
export async function registerServerTargets(db: Database): Promise<void> {
  await db.execute(sql`
    insert into check_targets (target, organisation, kind, address, name, name_en, parent)
    select 'server/' || s.organisation, s.organisation, 'server', s.control_url,
      o.name || case s.kind when 'national-server' then '全国サーバ' when 'prefectural-server' then '都道府県サーバ' else 'CS' end,
      o.name_en || case s.kind when 'national-server' then ' national server'
        when 'prefectural-server' then ' prefectural server' else ' CS' end,
      (select 'server/' || above.organisation from servers above where above.organisation = o.parent)
    from servers s join organisations o using (organisation)
    on conflict (target) do update
      set address = excluded.address, name = excluded.name, name_en = excluded.name_en, parent = excluded.parent, watched = true
      where (check_targets.address, check_targets.name, check_targets.name_en, check_targets.parent, check_targets.watched)
        is distinct from (excluded.address, excluded.name, excluded.name_en, excluded.parent, true)`);
}

/** Registers or changes a target that is not the monitor's own. */
export async function putTarget(db: Database, target: NewTarget): Promise<StoredTarget> {
  const { target: id, ...rest } = target;
  const set = { ...rest, parent: rest.parent ?? null, watched: true };
  const [row] = await db
    .insert(checkTargets)
    .values(target)
    .onConflictDoUpdate({ target: checkTargets.target, set })
    .returning();
  if (!row) throw new Error(`The target ${id} that was just stored is not there`);
  return row;
}

/** Ends the watch of a target of this organisation; false when there is none. */
export async function endWatch(db: Database, organisation: string, target: string): Promise<boolean> {
  const rows = await db
    .update(checkTargets)
    .set({ watched: false })
    .where(
      and(eq(checkTargets.target, target), eq(checkTargets.organisation, organisation), eq(checkTargets.watched, true)),
    )
    .returning({ target: checkTargets.target });
  return rows.length > 0;
}

export async function findTargets(db: Database, targets: readonly string[]): Promise<StoredTarget[]> {
  if (targets.length === 0) return [];
  return db
    .select()
    .from(checkTargets)
    .where(inArray(checkTargets.target, [...targets]));
}

/**
 * Servers that are not meant to run now: the latest operating day of the organisation is not open. Where there is no
 * operating day at all, the server is meant to run always.
 */
export async function listServersAtRest(db: Database): Promise<string[]> {
  const rows = await db.execute<{ organisation: string }>(sql`
    select organisation from (
      select distinct on (organisation) organisation, state from operating_days
      -- After a rehearsal the servers run as before it.
      where not (rehearsal and state in ('done', 'abandoned'))
      order by organisation, day desc
    ) latest where state <> 'open'`);
  return rows.map(({ organisation }) => organisation);
}

/** The stored states of what is watched. */
export async function listStates(db: Database): Promise<(typeof checkStatesTable.$inferSelect)[]> {
  return db.select().from(checkStatesTable);
}

/** Notes when targets were asked last; a state that did not change leaves no other trace. */
export async function touchStates(
  db: Database,
  checked: readonly { target: string; checkedAt: number }[],
): Promise<void> {
  if (checked.length === 0) return;
  await db.execute(sql`
    update check_states s set checked_at = to_timestamp(r."checkedAt" / 1000.0)
    from jsonb_to_recordset(${asJson(checked)}) as r(target text, "checkedAt" float8)
    where s.target = r.target and s.checked_at < to_timestamp(r."checkedAt" / 1000.0)`);
}
