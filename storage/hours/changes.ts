/**
 * Changes of the calendar, each a row that stays.
 *
 * C1. What the nation changes takes effect when a second person approves it; a trigger enforces that too. A prefecture's
 *     and a municipality's changes take effect at once.
 * C2. A change is made from a version, and refused when that is no longer the present one, so that no change is lost
 *     unseen. One at a time waits.
 * C3. Part, decision and the waking of those who wait for the hours commit together.
 */
import { sql } from 'drizzle-orm';
import type { NationalCalendar } from '../../domain/calendar/parts.ts';
import { nation, tierOf } from '../../domain/organisations.ts';
import { asProgram, inOrganisation, type Database, type Transaction } from '../database/database.ts';
import { asJson } from '../database/rows.ts';
import { tellStaff } from '../news/tell.ts';
import { wakeWaitingForHours } from '../requests/moves.ts';
import { nationalPartOf, prefecturalPartOf, type CalendarPart } from './calendars.ts';

export interface ChangeInput {
  organisation: string;
  setting: CalendarPart;
  /** Undefined: made from the present version. */
  basedOn: number | undefined;
  reason: string;
  /** A member of staff, or the id of a program. */
  by: string;
}

export type ChangeOutcome =
  | { kind: 'proposed' | 'applied'; changeId: string; version: number }
  | { kind: 'changed-meanwhile' | 'nothing-changed' | 'waiting-already' };

/** Proposes a change of the nation's part, or applies one of another organisation's. */
export function changeCalendar(db: Database, input: ChangeInput): Promise<ChangeOutcome> {
  const { organisation, setting, reason, by } = input;
  return inOrganisation(db, organisation, async (tx) => {
    const version = await lockVersion(tx, organisation);
    const basedOn = input.basedOn ?? version;
    if (basedOn !== version) return { kind: 'changed-meanwhile' };
    if (await isSame(tx, organisation, setting)) return { kind: 'nothing-changed' };
    const isNational = organisation === nation;
    if (isNational && (await hasOpenChange(tx, organisation))) return { kind: 'waiting-already' };
    const decided = isNational ? sql`null, null, null` : sql`'approved', ${by}, now()`;
    const [row] = await tx.execute<{ change_id: string }>(sql`
      insert into calendar_changes (organisation, based_on, setting, reason, proposed_by, decision, decided_by, decided_at)
      values (${organisation}, ${basedOn}, ${asJson(setting)}, ${reason}, ${by}, ${decided})
      returning change_id`);
    if (!row) throw new Error('A change that was just stored is not there');
    if (isNational) {
      await tellStaff(tx, { kind: 'calendar-change', organisation, subjects: [row.change_id], to: 'everybody', by });
      return { kind: 'proposed', changeId: row.change_id, version };
    }
    await applyPart(tx, organisation, setting, version);
    return { kind: 'applied', changeId: row.change_id, version: version + 1 };
  });
}

export interface DecisionInput {
  organisation: string;
  changeId: string;
  by: string;
  reason: string | null;
}
export type DecisionOutcome =
  { kind: 'done' } | { kind: 'unknown' | 'decided' | 'own' | 'not-own' | 'changed-meanwhile' };

/** The setting was checked when it was proposed; only the version may have become another since. */
export function approveChange(db: Database, input: DecisionInput): Promise<DecisionOutcome> {
  const { organisation } = input;
  return inOrganisation(db, organisation, async (tx) => {
    const version = await lockVersion(tx, organisation);
    const found = await lockOpenChange(tx, input);
    if (found.kind !== 'open') return found;
    if (found.proposedBy === input.by) return { kind: 'own' };
    if (found.basedOn !== version) return { kind: 'changed-meanwhile' };
    await decide(tx, input, 'approved');
    await applyPart(tx, organisation, found.setting, version);
    return { kind: 'done' };
  });
}

export function rejectChange(db: Database, input: DecisionInput): Promise<DecisionOutcome> {
  return inOrganisation(db, input.organisation, async (tx) => {
    const found = await lockOpenChange(tx, input);
    if (found.kind !== 'open') return found;
    if (found.proposedBy === input.by) return { kind: 'own' };
    await decide(tx, input, 'rejected');
    return { kind: 'done' };
  });
}

/** Takes the own proposal back. */
export function withdrawChange(db: Database, input: DecisionInput): Promise<DecisionOutcome> {
  return inOrganisation(db, input.organisation, async (tx) => {
    const found = await lockOpenChange(tx, input);
    if (found.kind !== 'open') return found;
    if (found.proposedBy !== input.by) return { kind: 'not-own' };
    await decide(tx, input, 'withdrawn');
    return { kind: 'done' };
  });
}

/**
 * Locks the calendar of an organisation by its code, because its row may not be there yet: whoever changes it comes one
 * after the other.
 */
async function lockVersion(tx: Transaction, organisation: string): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('fugo.calendar/' || ${organisation}, 0))`);
  const [row] = await tx.execute<{ version: number }>(sql`
    select version from calendars where organisation = ${organisation}`);
  return row?.version ?? 0;
}

async function isSame(tx: Transaction, organisation: string, setting: CalendarPart): Promise<boolean> {
  const [row] = await tx.execute<{ same: boolean | null; national: unknown }>(sql`
    select (select setting = ${asJson(setting)} from calendars where organisation = ${organisation}) as same,
      (select setting from calendars where organisation = 'nation') as national`);
  if (typeof row?.same === 'boolean') return row.same;
  // Nobody has set it yet, so it is compared with its tier's default. A municipality has been registered with its own.
  const tier = tierOf(organisation);
  if (tier === 'municipality') return false;
  const national: NationalCalendar = nationalPartOf(row?.national ?? null);
  const standing: CalendarPart = tier === 'nation' ? national : prefecturalPartOf(null, national);
  const [compared] = await tx.execute<{ same: boolean }>(sql`select ${asJson(standing)} = ${asJson(setting)} as same`);
  return compared?.same ?? false;
}

async function hasOpenChange(tx: Transaction, organisation: string): Promise<boolean> {
  const open = await tx.execute(sql`
    select 1 from calendar_changes where organisation = ${organisation} and decision is null`);
  return open.length > 0;
}

async function lockOpenChange(
  tx: Transaction,
  { organisation, changeId }: DecisionInput,
): Promise<
  { kind: 'open'; proposedBy: string; basedOn: number; setting: CalendarPart } | { kind: 'unknown' | 'decided' }
> {
  await lockVersion(tx, organisation);
  const [row] = await tx.execute<{
    proposed_by: string;
    based_on: number;
    setting: CalendarPart;
    decision: string | null;
  }>(sql`
    select proposed_by, based_on, setting, decision from calendar_changes
    where organisation = ${organisation} and change_id = ${changeId}::uuid`);
  if (!row) return { kind: 'unknown' };
  if (row.decision !== null) return { kind: 'decided' };
  return { kind: 'open', proposedBy: row.proposed_by, basedOn: row.based_on, setting: row.setting };
}

async function decide(
  tx: Transaction,
  { organisation, changeId, by, reason }: DecisionInput,
  decision: 'approved' | 'rejected' | 'withdrawn',
): Promise<void> {
  await tx.execute(sql`
    update calendar_changes set decision = ${decision}, decided_by = ${by}, decided_at = now(), decision_reason = ${reason}
    where organisation = ${organisation} and change_id = ${changeId}::uuid and decision is null`);
}

async function applyPart(tx: Transaction, organisation: string, setting: CalendarPart, version: number): Promise<void> {
  // Not an upsert: its attempt to insert would be judged as the first version.
  await tx.execute(
    version === 0
      ? sql`insert into calendars (organisation, setting, version, updated_at)
          values (${organisation}, ${asJson(setting)}, 1, now())`
      : sql`update calendars set setting = ${asJson(setting)}, version = ${version + 1}, updated_at = now()
          where organisation = ${organisation} and version = ${version}`,
  );
  await wakeBelow(tx, organisation);
}

/**
 * Wakes those who wait for the hours in all municipalities that the change concerns. Nobody who changes the calendar of a
 * higher tier sees a resident, so the rest of the transaction is the program's own.
 */
export async function wakeBelow(tx: Transaction, organisation: string): Promise<void> {
  await asProgram(tx);
  const rows = await tx.execute<{ municipality: string }>(sql`
    select m.municipality from municipalities m join organisations o on o.organisation = m.municipality
    where ${organisation} in (m.municipality, o.parent, 'nation') order by m.municipality`);
  for (const { municipality } of rows) {
    await tx.execute(sql`select set_config('fugo.municipality', ${municipality}, true)`);
    await wakeWaitingForHours(tx, municipality);
  }
}
