/** Inquiries as those who ask and the call centre see them, and new ones. */
import { sql, type SQL } from 'drizzle-orm';
import { openMinutesBetween } from '../../domain/inquiries/due.ts';
import type {
  AttachmentType,
  InquiryKind,
  InquiryPriority,
  InquiryRoad,
  InquiryStatus,
  MessageKind,
} from '../../domain/inquiries/names.ts';
import { nation, type Tier } from '../../domain/organisations.ts';
import { asProgram, inOrganisation, type Database, type Transaction } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';
import { oweMail } from './mails.ts';
import { writeMessage } from './messages.ts';
import {
  fromInquiries,
  inquiryColumns,
  inView,
  nameOf,
  readCounter,
  setDue,
  type StoredInquiry,
  type View,
} from './rows.ts';

export interface InquiryFilter {
  state: 'open' | 'closed' | 'all';
  status?: InquiryStatus | undefined;
  kind?: InquiryKind | undefined;
  tier?: Tier | undefined;
  of?: string | undefined;
  /** A staff id, or `none`. */
  owner?: string | undefined;
  overdue?: boolean;
  sort: 'number' | 'due';
  before?: number | undefined;
  limit: number;
}

export interface InquiryPage {
  inquiries: StoredInquiry[];
  /** Of all that the view has. */
  open: number;
  overdue: number;
}

export function listInquiries(db: Database, view: View, filter: InquiryFilter, now: number): Promise<InquiryPage> {
  const { state, status, kind, tier, of, owner, overdue, sort, before, limit } = filter;
  const conditions: SQL[] = [inView(view)];
  if (state === 'open') conditions.push(sql`i.closed_at is null`);
  if (state === 'closed') conditions.push(sql`i.closed_at is not null`);
  if (status !== undefined) conditions.push(sql`i.status = ${status}`);
  if (kind !== undefined) conditions.push(sql`i.kind = ${kind}`);
  if (tier !== undefined) conditions.push(sql`o.tier = ${tier}`);
  if (of !== undefined) conditions.push(sql`i.organisation = ${of}`);
  if (owner !== undefined) conditions.push(owner === 'none' ? sql`i.owner is null` : sql`i.owner = ${owner}`);
  if (overdue === true) conditions.push(isOverdue(now));
  if (before !== undefined) conditions.push(sql`i.inquiry < ${before}::bigint`);
  const order = sort === 'due' ? sql`i.due_at nulls last, i.inquiry` : sql`i.inquiry desc`;
  return inOrganisation(db, view.acting, async (tx) => {
    const rows = await tx.execute<StoredInquiry>(sql`
      select ${inquiryColumns} ${fromInquiries} where ${sql.join(conditions, sql` and `)} order by ${order} limit ${limit}`);
    // Counted as the program, which asks nothing of each row: there may be ten thousand.
    await asProgram(tx);
    const [counts] = await tx.execute<{ open: number; overdue: number }>(sql`
      select count(*)::int as open, count(*) filter (where ${isOverdue(now)})::int as overdue
      from inquiries i where ${inView(view)} and i.closed_at is null`);
    return { inquiries: [...rows], open: counts?.open ?? 0, overdue: counts?.overdue ?? 0 };
  });
}

const isOverdue = (now: number): SQL =>
  sql`(i.closed_at is null and i.due_at <= ${new Date(now).toISOString()}::timestamptz)`;

export interface StoredMessage extends Record<string, unknown> {
  /** Of a message of a merged inquiry its own number. */
  inquiry: number;
  seq: number;
  kind: MessageKind;
  text: string;
  writtenBy: string;
  writtenByName: string | null;
  at: number;
  byMail: boolean;
}

export interface StoredAttachment extends Record<string, unknown> {
  attachment: string;
  inquiry: number;
  seq: number;
  name: string;
  type: AttachmentType;
  bytes: number;
  sha256: string;
  internal: boolean;
}

export interface WholeInquiry extends StoredInquiry {
  messages: (StoredMessage & { attachments: StoredAttachment[] })[];
  answeredWith: { answer: number; title: string; retired: boolean; solved: boolean | null }[];
  merged: number[];
}

/** Undefined when the view has none of this number. Messages of what was merged into it stand among its own. */
export function findInquiry(
  db: Database,
  view: View,
  inquiry: number,
  now: number,
): Promise<(WholeInquiry & { openMinutesLeft: number | null }) | undefined> {
  return inOrganisation(db, view.acting, async (tx) => {
    const whole = await readInquiry(tx, view, inquiry);
    return whole && { ...whole, openMinutesLeft: await countOpenMinutesLeft(tx, whole, now) };
  });
}

/** Until it is due, 0 when it is; null where nothing is due. */
async function countOpenMinutesLeft(
  tx: Transaction,
  { organisation, dueAt, closedAt }: StoredInquiry,
  now: number,
): Promise<number | null> {
  if (dueAt === null || closedAt !== null) return null;
  await asProgram(tx);
  return openMinutesBetween(await readCounter(tx, organisation, now), now, dueAt);
}

export async function readInquiry(tx: Transaction, view: View, inquiry: number): Promise<WholeInquiry | undefined> {
  const [row] = await tx.execute<StoredInquiry>(sql`
    select ${inquiryColumns} ${fromInquiries} where i.inquiry = ${inquiry}::bigint and ${inView(view)}`);
  if (!row) return undefined;
  const family = await tx.execute<{ inquiry: number }>(sql`
    with recursive family as (
      select ${inquiry}::bigint as inquiry
      union all select i.inquiry from inquiries i join family f on i.merged_into = f.inquiry)
    select inquiry::float8 as inquiry from family order by inquiry`);
  const numbers = family.map((each) => each.inquiry);
  const among = sql`any(string_to_array(${numbers.join(',')}, ',')::bigint[])`;
  // Notes are the call centre's own. Row-level security says so too; a program has none.
  const shown = view.acting === nation ? sql`true` : sql`m.kind <> 'note'`;
  const messages = await tx.execute<StoredMessage>(sql`
    select m.inquiry::float8 as inquiry, m.seq, m.kind, m.text, m.written_by as "writtenBy",
      ${nameOf(sql`m.written_by`)} as "writtenByName", ${epochMs(sql`m.at`)} as at, m.mail_id is not null as "byMail"
    from inquiry_messages m where m.inquiry = ${among} and ${shown} order by m.at, m.inquiry, m.seq`);
  const attachments = await tx.execute<StoredAttachment>(sql`
    select a.attachment, a.inquiry::float8 as inquiry, a.seq, a.name, a.type, a.bytes, a.sha256, a.internal
    from inquiry_attachments a where a.inquiry = ${among} and (not a.internal or ${view.acting === nation})
    order by a.seq, a.name`);
  const answeredWith = await tx.execute<WholeInquiry['answeredWith'][number] & Record<string, unknown>>(sql`
    select distinct on (a.answer) a.answer::float8 as answer, a.title, a.retired_at is not null as retired, w.solved
    from inquiry_answers w join answers a on a.answer = w.answer where w.inquiry = ${among} order by a.answer`);
  return {
    ...row,
    messages: messages.map((message) => ({
      ...message,
      attachments: attachments.filter((each) => each.inquiry === message.inquiry && each.seq === message.seq),
    })),
    answeredWith: [...answeredWith],
    merged: numbers.filter((each) => each !== inquiry),
  };
}

export interface NewInquiry {
  organisation: string;
  kind: InquiryKind;
  priority: InquiryPriority;
  subject: string;
  text: string;
  road: InquiryRoad;
  askedBy: string;
  requestKey: string;
  incident: number | null;
  errorEntry: string | null;
  /** The Message-ID of the mail that it came with. */
  mailId?: string;
}

export type AskResult =
  | { kind: 'asked'; inquiry: number; isNew: boolean }
  /** Somebody else's inquiry has this key. */
  | { kind: 'keyUsed' }
  | { kind: 'unknownIncident' };

/** The same key asks once. */
export function askInquiry(db: Database, acting: string, asked: NewInquiry, now: number): Promise<AskResult> {
  return inOrganisation(db, acting, (tx) => ask(tx, asked, now));
}

export async function ask(tx: Transaction, asked: NewInquiry, now: number): Promise<AskResult> {
  const { organisation, kind, priority, subject, text, road, askedBy, requestKey, errorEntry, mailId } = asked;
  if (asked.incident !== null && !(await seesIncident(tx, asked.incident))) return { kind: 'unknownIncident' };
  const [made] = await tx.execute<{ inquiry: number }>(sql`
    insert into inquiries (organisation, kind, priority, subject, road, asked_by, request_key, asked_at, incident, error_entry)
    values (${organisation}, ${kind}, ${priority}, ${subject}, ${road}, ${askedBy}, ${requestKey}::uuid,
      ${new Date(now).toISOString()}::timestamptz, ${asked.incident}::bigint, ${errorEntry})
    on conflict (request_key) do nothing returning inquiry::float8 as inquiry`);
  if (!made) {
    const [known] = await tx.execute<{ inquiry: number }>(sql`
      select inquiry::float8 as inquiry from inquiries
      where request_key = ${requestKey}::uuid and organisation = ${organisation} and asked_by = ${askedBy}`);
    return known ? { kind: 'asked', inquiry: known.inquiry, isNew: false } : { kind: 'keyUsed' };
  }
  const { inquiry } = made;
  await writeMessage(tx, {
    inquiry,
    seq: 1,
    organisation,
    kind: 'question',
    subject,
    text,
    writtenBy: askedBy,
    requestKey,
    mailId,
    now,
  });
  await asProgram(tx);
  await setDue(tx, { inquiry, organisation, kind, priority }, now);
  if (road === 'mail') await oweMail(tx, { inquiry, organisation, occasion: 'received', seq: null, to: askedBy, now });
  return { kind: 'asked', inquiry, isNew: true };
}

/** Also of another organisation, as far as whoever asks sees it. */
export async function seesIncident(tx: Transaction, incident: number): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from incidents where incident = ${incident}::bigint and sees_organisation(organisation)`);
  return rows.length > 0;
}
