/** Stored filters of the error list. Readers check the filter again, because rules change while rows stay. */
import { sql, type SQL } from 'drizzle-orm';
import { inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { asJson } from '../database/rows.ts';

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

/** The most views a person keeps; everybody reads the list of all. */
export const mostViews = 100;

const isVisible = (municipality: string, staffId: string | null): SQL =>
  sql`v.municipality = ${municipality} and (v.shared or v.staff_id = ${staffId})`;

/** Lists own and shared views by name; without a `staffId` only the shared ones. */
export function listViews(db: Database, municipality: string, staffId: string | null): Promise<StoredView[]> {
  return inMunicipality(db, municipality, (tx) =>
    readViews(tx, sql`where ${isVisible(municipality, staffId)} order by v.name, v.view_id`),
  );
}

/** Finds one view, with the same visibility as `listViews`. */
export function findView(
  db: Database,
  municipality: string,
  { viewId, staffId }: { viewId: string; staffId: string | null },
): Promise<StoredView | undefined> {
  return inMunicipality(db, municipality, async (tx) => {
    const [view] = await readViews(tx, sql`where ${isVisible(municipality, staffId)} and v.view_id = ${viewId}::uuid`);
    return view;
  });
}

async function readViews(tx: Transaction, which: SQL): Promise<StoredView[]> {
  const rows = await tx.execute<Row>(sql`
    select v.view_id, v.staff_id, s.name as staff_name, v.name, v.filter, v.shared
    from error_views v join staff s on s.staff_id = v.staff_id ${which}`);
  return rows.map((row) => ({
    viewId: row.view_id,
    staffId: row.staff_id,
    staffName: row.staff_name,
    name: row.name,
    filter: row.filter,
    shared: row.shared,
  }));
}

export function addView(
  db: Database,
  municipality: string,
  view: { viewId: string; staffId: string; name: string; filter: object; shared: boolean },
): Promise<'kept' | 'name-taken' | 'too-many'> {
  return inMunicipality(db, municipality, async (tx) => {
    await lockViews(tx, municipality, view.staffId);
    const [kept] = await tx.execute<{ count: number }>(sql`
      select count(*)::int as count from error_views where municipality = ${municipality} and staff_id = ${view.staffId}`);
    if ((kept?.count ?? 0) >= mostViews) return 'too-many';
    const insertedRows = await tx.execute(sql`
      insert into error_views (municipality, view_id, staff_id, name, filter, shared)
      values (${municipality}, ${view.viewId}::uuid, ${view.staffId}, ${view.name}, ${asJson(view.filter)}, ${view.shared})
      on conflict on constraint one_view_a_name do nothing returning view_id`);
    return insertedRows.length > 0 ? 'kept' : 'name-taken';
  });
}

/** Serialises the changes of one person's views, because their rows do not show what is being added. */
async function lockViews(tx: Transaction, municipality: string, staffId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`error-views/${municipality}/${staffId}`}, 0))`);
}

interface OwnView {
  viewId: string;
  staffId: string;
}

/** Changes only what is defined. */
export function changeView(
  db: Database,
  municipality: string,
  { viewId, staffId }: OwnView,
  { name = null, shared = null }: { name?: string | null | undefined; shared?: boolean | null | undefined },
): Promise<'kept' | 'name-taken'> {
  return inMunicipality(db, municipality, async (tx) => {
    await lockViews(tx, municipality, staffId);
    const own = sql`municipality = ${municipality} and staff_id = ${staffId}`;
    const namesakes = await tx.execute(sql`
      select from error_views where ${own} and name = ${name}::text and view_id <> ${viewId}::uuid`);
    if (namesakes.length > 0) return 'name-taken';
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
