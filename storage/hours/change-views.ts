/** The history of an organisation's part of the calendar, and the change that waits. */
import { sql, type SQL } from 'drizzle-orm';
import { inOrganisation, type Database, type Transaction } from '../database/database.ts';
import { dateOf, epochMs } from '../database/rows.ts';
import type { CalendarPart } from './calendars.ts';
import type { Somebody } from './exceptions.ts';

export interface ChangeView {
  changeId: string;
  organisation: string;
  basedOn: number;
  setting: CalendarPart;
  reason: string;
  proposedBy: Somebody;
  proposedAt: Date;
  decision: 'approved' | 'rejected' | 'withdrawn' | null;
  decidedBy: Somebody | null;
  decidedAt: Date | null;
  decisionReason: string | null;
}

/** The latest first. */
export function listChanges(
  db: Database,
  { acting, organisation, limit }: { acting: string; organisation: string; limit: number },
): Promise<ChangeView[]> {
  return inOrganisation(db, acting, (tx) =>
    selectChanges(tx, sql`c.organisation = ${organisation} order by c.proposed_at desc, c.change_id limit ${limit}`),
  );
}

export async function findWaitingChange(tx: Transaction, organisation: string): Promise<ChangeView | undefined> {
  const [change] = await selectChanges(tx, sql`c.organisation = ${organisation} and c.decision is null`);
  return change;
}

export function findChange(
  db: Database,
  { acting, changeId }: { acting: string; changeId: string },
): Promise<ChangeView | undefined> {
  return inOrganisation(db, acting, async (tx) => {
    const [change] = await selectChanges(tx, sql`c.change_id = ${changeId}::uuid`);
    return change;
  });
}

async function selectChanges(tx: Transaction, condition: SQL): Promise<ChangeView[]> {
  interface Row extends Record<string, unknown> {
    change_id: string;
    organisation: string;
    based_on: number;
    setting: CalendarPart;
    reason: string;
    proposed_by: string;
    proposer: string | null;
    proposed_at: number;
    decision: ChangeView['decision'];
    decided_by: string | null;
    decider: string | null;
    decided_at: number | null;
    decision_reason: string | null;
  }
  const rows = await tx.execute<Row>(sql`
    select c.change_id, c.organisation, c.based_on, c.setting, c.reason, c.proposed_by,
      (select name from staff where staff_id = c.proposed_by) as proposer, ${epochMs(sql`c.proposed_at`)} as proposed_at,
      c.decision, c.decided_by, (select name from staff where staff_id = c.decided_by) as decider,
      ${epochMs(sql`c.decided_at`)} as decided_at, c.decision_reason
    from calendar_changes c where ${condition}`);
  return rows.map((row) => ({
    changeId: row.change_id,
    organisation: row.organisation,
    basedOn: row.based_on,
    setting: row.setting,
    reason: row.reason,
    proposedBy: { id: row.proposed_by, name: row.proposer },
    proposedAt: new Date(row.proposed_at),
    decision: row.decision,
    decidedBy: row.decided_by === null ? null : { id: row.decided_by, name: row.decider },
    decidedAt: dateOf(row.decided_at),
    decisionReason: row.decision_reason,
  }));
}
