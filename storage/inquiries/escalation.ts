/** What the workflow of an inquiry does: the row decides whether somebody is to be told that nobody has answered. */
import { sql } from 'drizzle-orm';
import { escalationOf } from '../../domain/inquiries/due.ts';
import type { InquiryStatus } from '../../domain/inquiries/names.ts';
import { inOrganisation, type Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';
import { oweMailTo } from './mails.ts';
import { at, readCounter, type StoredInquiry } from './rows.ts';

type WaitingRow = Pick<
  StoredInquiry,
  'kind' | 'priority' | 'status' | 'owner' | 'escalation' | 'dueAt' | 'escalatedAt'
>;

export interface InquiryTurn {
  /** Null when there is no such inquiry. */
  status: InquiryStatus | null;
  /** When to look again, epoch milliseconds; null: nothing is due. */
  until: number | null;
}

/** Escalates if it is time. An escalation is counted and its mails are owed in one transaction, so each happens once. */
export async function takeInquiryTurn(db: Database, inquiry: number, now: number): Promise<InquiryTurn> {
  const [found] = await db.execute<{ organisation: string }>(sql`
    select organisation from inquiries where inquiry = ${inquiry}::bigint`);
  if (!found) return { status: null, until: null };
  const { organisation } = found;
  return inOrganisation(db, organisation, async (tx) => {
    const [row] = await tx.execute<WaitingRow>(sql`
      select kind, priority, status, owner, escalation, ${epochMs(sql`due_at`)} as "dueAt",
        ${epochMs(sql`escalated_at`)} as "escalatedAt"
      from inquiries where inquiry = ${inquiry}::bigint for update`);
    if (!row) return { status: null, until: null };
    const isWaiting = row.status === 'open' || row.status === 'in-progress';
    const hours = await readCounter(tx, organisation, now);
    const next = isWaiting ? escalationOf(row, hours, now) : { do: 'rest' as const };
    if (next.do === 'rest') {
      await tx.execute(sql`update inquiries set look_at = null where inquiry = ${inquiry}::bigint`);
      return { status: row.status, until: null };
    }
    if (next.do === 'wait') {
      await tx.execute(sql`update inquiries set look_at = ${at(next.until)} where inquiry = ${inquiry}::bigint`);
      return { status: row.status, until: next.until };
    }
    const escalation = row.escalation + 1;
    await tx.execute(sql`
      update inquiries set escalation = ${escalation}, escalated_at = ${at(now)}, late = true, version = version + 1
      where inquiry = ${inquiry}::bigint`);
    const told = await tx.execute<{ email: string }>(sql`
      select email from call_centre_addresses(${row.owner}, ${escalation}) as email order by email`);
    for (const { email } of told) {
      await oweMailTo(tx, { inquiry, organisation, occasion: 'overdue', seq: escalation, recipient: email, now });
    }
    const after = escalationOf({ ...row, escalation, escalatedAt: now }, hours, now);
    const until = after.do === 'wait' ? after.until : null;
    await tx.execute(sql`update inquiries set look_at = ${at(until)} where inquiry = ${inquiry}::bigint`);
    return { status: row.status, until };
  });
}

/** How long a workflow has to take its turn before it is nudged again. Milliseconds. */
const graceMs = 60_000;
/** Of many that are due at once, such as at an opening, the next look takes the rest. */
const mostNudged = 500;

/** The inquiries whose workflow is to look now; each is named again only after a while. */
export async function takeInquiriesToLookAt(db: Database, now: number): Promise<number[]> {
  const rows = await db.execute<{ inquiry: number }>(sql`
    update inquiries set look_at = ${at(now + graceMs)}
    where inquiry in (
      select inquiry from inquiries where look_at <= ${at(now)} order by look_at limit ${mostNudged} for update skip locked)
    returning inquiry::float8 as inquiry`);
  return rows.map(({ inquiry }) => inquiry).toSorted((a, b) => a - b);
}
