/** The work of staff on entries of the error list: assignment, due dates and notes. */
import { sql, type SQL } from 'drizzle-orm';
import { rightsOfRole, roles } from '../../domain/rights.ts';
import { inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { epochMs, idList } from '../database/rows.ts';
import { tellStaff } from '../news/tell.ts';

export interface StaffName {
  staffId: string;
  /** Null when only the id is known: a program may name somebody who never signs in. */
  name: string | null;
}

/** Names of those ids that belong to staff. */
export function findStaffNames(
  db: Database,
  municipality: string,
  staffIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (staffIds.length === 0) return Promise.resolve(new Map());
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{ staff_id: string; name: string }>(sql`
      select staff_id, name from staff
      where staff_id in (select jsonb_array_elements_text(${JSON.stringify(staffIds)}::jsonb))`);
    return new Map(rows.map(({ staff_id: staffId, name }) => [staffId, name]));
  });
}

const workers = roles.filter((role) => rightsOfRole[role].includes('errors:work'));
const mayWork = sql`r.role in (${sql.join(
  workers.map((role) => sql`${role}`),
  sql`, `,
)})`;

/** Staff of the municipality who have errors:work now, by name. */
export function listAssignees(db: Database, municipality: string): Promise<{ staffId: string; name: string }[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{ staff_id: string; name: string }>(sql`
      select s.staff_id, s.name from staff s
      where s.revoked_at is null
        and exists (select from staff_roles r where r.organisation = ${municipality} and r.staff_id = s.staff_id and ${mayWork})
      order by s.name, s.staff_id`);
    return rows.map(({ staff_id: staffId, name }) => ({ staffId, name }));
  });
}

/** Assigns the open ones of these entries and returns their ids. */
export function assignErrors(
  db: Database,
  municipality: string,
  { failureIds, assigneeId }: { failureIds: readonly string[]; assigneeId: string | null },
): Promise<string[]> {
  const columns = sql`assignee_id = ${assigneeId}, assigned_at = ${assigneeId === null ? sql`null` : sql`now()`}`;
  return inMunicipality(db, municipality, async (tx) => {
    const subjects = await changeOpen(tx, municipality, failureIds, columns);
    if (assigneeId !== null) {
      await tellStaff(tx, { kind: 'assigned', organisation: municipality, subjects, to: [assigneeId] });
    }
    return subjects;
  });
}

/** Gives the open ones of these entries a due date (YYYY-MM-DD; null: none) and returns their ids. */
export function setDueDates(
  db: Database,
  municipality: string,
  { failureIds, dueOn }: { failureIds: readonly string[]; dueOn: string | null },
): Promise<string[]> {
  const columns = sql`due_on = ${dueOn}::date`;
  return inMunicipality(db, municipality, (tx) => changeOpen(tx, municipality, failureIds, columns));
}

async function changeOpen(
  tx: Transaction,
  municipality: string,
  failureIds: readonly string[],
  columns: SQL,
): Promise<string[]> {
  const rows = await tx.execute<{ failure_id: string }>(sql`
    with open as (
      -- Locked by id, so that two callers with the same entries cannot deadlock.
      select failure_id from failures
      where municipality = ${municipality} and failure_id = ${idList(failureIds)} and resolved_at is null
      order by failure_id for update
    )
    update failures f set ${columns}
    from open where f.municipality = ${municipality} and f.failure_id = open.failure_id
    returning f.failure_id`);
  return rows.map((row) => row.failure_id);
}

/** Counts by failure id; entries without notes are absent. */
export function countNotes(
  db: Database,
  municipality: string,
  failureIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (failureIds.length === 0) return Promise.resolve(new Map());
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{ failure_id: string; count: number }>(sql`
      select failure_id, count(*)::int as count from failure_notes
      where municipality = ${municipality} and failure_id = ${idList(failureIds)} group by failure_id`);
    return new Map(rows.map((row) => [row.failure_id, row.count]));
  });
}

export interface StoredNote {
  noteId: string;
  at: Date;
  staff: StaffName;
  note: string;
}

/** The latest 500 notes, in order of time. */
export function listNotes(db: Database, municipality: string, failureId: string): Promise<StoredNote[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{ note_id: string; at: number; staff_id: string; name: string; note: string }>(sql`
      select n.note_id, ${epochMs(sql`n.at`)} as at, n.staff_id, s.name, n.note
      from failure_notes n join staff s on s.staff_id = n.staff_id
      where n.municipality = ${municipality} and n.failure_id = ${failureId}::uuid
      order by n.at desc, n.note_id desc limit 500`);
    return [...rows].toReversed().map((row) => ({
      noteId: row.note_id,
      at: new Date(row.at),
      staff: { staffId: row.staff_id, name: row.name },
      note: row.note,
    }));
  });
}

export function addNote(
  db: Database,
  municipality: string,
  { failureId, staffId, note }: { failureId: string; staffId: string; note: string },
): Promise<void> {
  return inMunicipality(db, municipality, async (tx) => {
    await tx.execute(sql`
      insert into failure_notes (municipality, failure_id, staff_id, note)
      values (${municipality}, ${failureId}::uuid, ${staffId}, ${note})`);
  });
}

export interface EntryHistory {
  resolvedBy: string | null;
  resolvedBecause: string | null;
  /** Whether this person's own workflow was ever started. */
  hasRun: boolean;
}

export function findEntryHistory(
  db: Database,
  municipality: string,
  failureId: string,
): Promise<EntryHistory | undefined> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<Record<string, unknown> & EntryHistory>(sql`
      select f.staff_id as "resolvedBy", f.staff_reason as "resolvedBecause", p.has_run as "hasRun"
      from failures f join persons p using (municipality, person_id)
      where f.municipality = ${municipality} and f.failure_id = ${failureId}::uuid`);
    return row;
  });
}
