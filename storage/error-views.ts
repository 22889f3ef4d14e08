/** Filters of the error list that staff keep. Whoever reads one checks its filter: rules change, rows stay. */
import { sql } from 'drizzle-orm';
import { inMunicipality, type Database } from './database.ts';
import { asJson } from './rows.ts';

export interface StoredView {
  viewId: string;
  staffId: string;
  staffName: string;
  name: string;
  filter: unknown;
  shared: boolean;
}

interface Row extends Record<string, unknown> {
  view_id: string;
  staff_id: string;
  staff_name: string;
  name: string;
  filter: unknown;
  shared: boolean;
}

/** One's own and those that are shared, by name; without a `staffId` the shared ones. */
export function listViews(db: Database, municipality: string, staffId: string | null): Promise<StoredView[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<Row>(sql`
      select v.view_id, v.staff_id, s.name as staff_name, v.name, v.filter, v.shared
      from error_views v join staff s on s.staff_id = v.staff_id
      where v.municipality = ${municipality} and (v.shared or v.staff_id = ${staffId})
      order by v.name, v.view_id limit 200`);
    return rows.map((row) => ({
      viewId: row.view_id,
      staffId: row.staff_id,
      staffName: row.staff_name,
      name: row.name,
      filter: row.filter,
      shared: row.shared,
    }));
  });
}

export function addView(
  db: Database,
  municipality: string,
  view: { viewId: string; staffId: string; name: string; filter: object; shared: boolean },
): Promise<'kept' | 'name-taken'> {
  return inMunicipality(db, municipality, async (tx) => {
    const added = await tx.execute(sql`
      insert into error_views (municipality, view_id, staff_id, name, filter, shared)
      values (${municipality}, ${view.viewId}::uuid, ${view.staffId}, ${view.name}, ${asJson(view.filter)}, ${view.shared})
      on conflict on constraint one_view_a_name do nothing returning view_id`);
    return added.length > 0 ? 'kept' : 'name-taken';
  });
}

interface OwnView {
  viewId: string;
  staffId: string;
}

/** What is undefined stays as it is. */
export function changeView(
  db: Database,
  municipality: string,
  { viewId, staffId }: OwnView,
  { name = null, shared = null }: { name?: string | null | undefined; shared?: boolean | null | undefined },
): Promise<'kept' | 'name-taken'> {
  return inMunicipality(db, municipality, async (tx) => {
    const own = sql`municipality = ${municipality} and staff_id = ${staffId}`;
    const taken = await tx.execute(sql`
      select from error_views where ${own} and name = ${name}::text and view_id <> ${viewId}::uuid`);
    if (taken.length > 0) return 'name-taken';
    await tx.execute(sql`
      update error_views set name = coalesce(${name}::text, name), shared = coalesce(${shared}::boolean, shared)
      where ${own} and view_id = ${viewId}::uuid`);
    return 'kept';
  });
}

export function removeView(db: Database, municipality: string, { viewId, staffId }: OwnView): Promise<void> {
  return inMunicipality(db, municipality, async (tx) => {
    await tx.execute(sql`
      delete from error_views
      where municipality = ${municipality} and view_id = ${viewId}::uuid and staff_id = ${staffId}`);
  });
}
