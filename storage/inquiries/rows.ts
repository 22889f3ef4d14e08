/** What the parts of this room share: inquiries as they are read, and the hours of whoever asks. */
import { sql, type SQL } from 'drizzle-orm';
import { millisOfDay } from '../../domain/calendar/civil-date.ts';
import { dueOf, type CounterHours } from '../../domain/inquiries/due.ts';
import type { InquiryKind, InquiryPriority, InquiryRoad, InquiryStatus } from '../../domain/inquiries/names.ts';
import { nation, type Tier } from '../../domain/organisations.ts';
import type { Transaction } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';
import { readCalendar } from '../hours/calendars.ts';

/** Who asks: for which organisation the caller acts, and which one is asked about; of the nation the inquiries of all. */
export interface View {
  acting: string;
  organisation: string;
}

/** Moments are epoch milliseconds. */
export interface StoredInquiry extends Record<string, unknown> {
  inquiry: number;
  organisation: string;
  organisationName: string;
  organisationNameEn: string;
  tier: Tier;
  kind: InquiryKind;
  priority: InquiryPriority;
  status: InquiryStatus;
  road: InquiryRoad;
  subject: string;
  askedBy: string;
  askedByName: string | null;
  askedAt: number;
  owner: string | null;
  ownerName: string | null;
  dueAt: number | null;
  escalation: number;
  escalatedAt: number | null;
  incident: number | null;
  errorEntry: string | null;
  mergedInto: number | null;
  firstAnsweredAt: number | null;
  closedAt: number | null;
  satisfaction: number | null;
  satisfactionText: string | null;
  version: number;
}

export const nameOf = (id: SQL): SQL => sql`(select named.name from staff named where named.staff_id = ${id})`;

/** Of `inquiries i`, joined with `organisations o`. */
export const inquiryColumns = sql`i.inquiry::float8 as inquiry, i.organisation, o.name as "organisationName",
  o.name_en as "organisationNameEn", o.tier, i.kind, i.priority, i.status, i.road, i.subject,
  i.asked_by as "askedBy", ${nameOf(sql`i.asked_by`)} as "askedByName", ${epochMs(sql`i.asked_at`)} as "askedAt",
  i.owner, ${nameOf(sql`i.owner`)} as "ownerName", ${epochMs(sql`i.due_at`)} as "dueAt", i.escalation,
  ${epochMs(sql`i.escalated_at`)} as "escalatedAt", i.incident::float8 as incident, i.error_entry as "errorEntry",
  i.merged_into::float8 as "mergedInto", ${epochMs(sql`i.first_answered_at`)} as "firstAnsweredAt",
  ${epochMs(sql`i.closed_at`)} as "closedAt", i.satisfaction, i.satisfaction_text as "satisfactionText", i.version`;

export const fromInquiries = sql`from inquiries i join organisations o on o.organisation = i.organisation`;

/** The inquiries (`i`) of a view. Row-level security says besides what the acting organisation sees. */
export const inView = ({ organisation }: View): SQL =>
  organisation === nation ? sql`true` : sql`i.organisation = ${organisation}`;

export const at = (millis: number | null): SQL =>
  millis === null ? sql`null::timestamptz` : sql`${new Date(millis).toISOString()}::timestamptz`;

/** Longer than any waiting for an answer. Exceptions of this time are read with the calendar. */
const aheadMs = 90 * millisOfDay;

/** The counter of an organisation, as its calendar is now. */
export async function readCounter(tx: Transaction, organisation: string, now: number): Promise<CounterHours> {
  const span = { from: new Date(now - aheadMs), to: new Date(now + aheadMs) };
  const { hours, ...calendar } = await readCalendar(tx, organisation, span);
  return { calendar, enforced: hours.enforced };
}

/** Sets when it is due, and by when its workflow looks; null: nobody waits for the call centre. */
export async function setDue(
  tx: Transaction,
  { inquiry, organisation, kind, priority }: Pick<StoredInquiry, 'inquiry' | 'organisation' | 'kind' | 'priority'>,
  from: number | null,
): Promise<void> {
  const due = from === null ? null : dueOf({ kind, priority }, await readCounter(tx, organisation, from), from);
  await tx.execute(sql`
    update inquiries set due_at = ${at(due)}, look_at = ${at(due)}, escalation = 0, escalated_at = null
    where inquiry = ${inquiry}::bigint`);
}
