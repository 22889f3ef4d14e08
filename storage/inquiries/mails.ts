/**
 * Mails about inquiries, as rows that the monitor sends: once for each occasion and recipient, and only while the counter
 * of who asked is open, whenever they were owed and however often they failed before.
 */
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { nextOpenMoment } from '../../domain/inquiries/due.ts';
import type { MailOccasion } from '../../domain/inquiries/names.ts';
import { inOrganisation, type Database, type Transaction } from '../database/database.ts';
import { at, readCounter } from './rows.ts';

export interface OwedMail {
  inquiry: number;
  organisation: string;
  occasion: MailOccasion;
  /** The message that it tells of, or the escalation. */
  seq: number | null;
  /** A staff id. */
  to: string;
  /** Epoch milliseconds. */
  now: number;
}

/** As the program: addresses are its own to read. Nobody is written to who no longer works here. */
export async function oweMail(tx: Transaction, { to, ...mail }: OwedMail): Promise<void> {
  const rows = await tx.execute<{ email: string }>(sql`
    select email from staff where staff_id = ${to} and revoked_at is null`);
  for (const { email } of rows) await oweMailTo(tx, { ...mail, recipient: email });
}

export async function oweMailTo(
  tx: Transaction,
  { inquiry, organisation, occasion, seq, recipient, now }: Omit<OwedMail, 'to'> & { recipient: string },
): Promise<void> {
  const key = createHash('sha256')
    .update(JSON.stringify([inquiry, occasion, seq, recipient]))
    .digest('hex');
  const messageId = `inquiry-${String(inquiry)}-${occasion}-${String(seq ?? 0)}-${key.slice(0, 16)}`;
  await tx.execute(sql`
    insert into inquiry_mails (message_id, inquiry, organisation, occasion, seq, recipient, created_at, next_attempt_at)
    values (${messageId}, ${inquiry}::bigint, ${organisation}, ${occasion}, ${seq}, ${recipient}, ${at(now)}, ${at(now)})
    on conflict (message_id) do nothing`);
}

export interface DueMail {
  /** Without the part that names the installation. */
  messageId: string;
  inquiry: number;
  occasion: MailOccasion;
  recipient: string;
  subject: string;
  /** The text that it tells of; null for an occasion without one. */
  text: string | null;
  /** Epoch milliseconds; the same at every attempt. */
  createdAt: number;
  attempts: number;
  mergedInto: number | null;
  /** The messages before it, for mail programs that show threads. */
  references: string[];
}

export type MailAttempt =
  | { kind: 'sent' }
  /** Tried again after so many milliseconds. */
  | { kind: 'failed'; error: string; againInMs: number }
  /** Not tried again. */
  | { kind: 'refused'; error: string };

interface Row extends Record<string, unknown> {
  message_id: string;
  inquiry: number;
  organisation: string;
  occasion: MailOccasion;
  recipient: string;
  subject: string;
  text: string | null;
  created_ms: number;
  attempts: number;
  merged_into: number | null;
  refs: string[];
}

/**
 * Takes the mail that waits longest and sends it while its row is locked; one whose counter is closed waits for the
 * opening. False when none is due.
 */
export async function sendNextMail(
  db: Database,
  send: (mail: DueMail) => Promise<MailAttempt>,
  now: number,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [row] = await tx.execute<Row>(sql`
      select w.message_id, w.inquiry::float8 as inquiry, w.organisation, w.occasion, w.recipient, i.subject,
        m.text, (extract(epoch from w.created_at) * 1000)::float8 as created_ms, w.attempts,
        i.merged_into::float8 as merged_into,
        array(select q.mail_id from inquiry_messages q where q.inquiry = w.inquiry and q.mail_id is not null
          order by q.seq desc limit 5) as refs
      from inquiry_mails w join inquiries i on i.inquiry = w.inquiry
      left join inquiry_messages m on m.inquiry = w.inquiry and m.seq = w.seq and w.occasion = 'answered'
      where w.sent_at is null and w.refused_at is null and w.next_attempt_at <= ${at(now)}
      order by w.attempts > 0, w.next_attempt_at limit 1
      for update of w skip locked`);
    if (!row) return false;
    const opensAt = nextOpenMoment(await readCounter(tx, row.organisation, now), now);
    if (opensAt === null || opensAt > now) {
      // A counter that never opens is looked at again tomorrow: its calendar may be mended.
      const later = opensAt ?? now + 24 * 60 * 60_000;
      await tx.execute(sql`
        update inquiry_mails set next_attempt_at = ${at(later)} where message_id = ${row.message_id}`);
      return true;
    }
    const attempt = await send({
      messageId: row.message_id,
      inquiry: row.inquiry,
      occasion: row.occasion,
      recipient: row.recipient,
      subject: row.subject,
      text: row.text,
      createdAt: row.created_ms,
      attempts: row.attempts,
      mergedInto: row.merged_into,
      references: row.refs,
    });
    const again = attempt.kind === 'failed' ? attempt.againInMs : 0;
    await tx.execute(sql`
      update inquiry_mails set attempts = attempts + 1,
        sent_at = case when ${attempt.kind} = 'sent' then ${at(now)} end,
        refused_at = case when ${attempt.kind} = 'refused' then ${at(now)} end,
        next_attempt_at = ${at(now + again)}, error = ${attempt.kind === 'sent' ? null : attempt.error}
      where message_id = ${row.message_id}`);
    return true;
  });
}

/** The inquiry that a reply belongs to, by the ids of what it replies to; undefined where fugo has sent none of them. */
export async function findInquiryOfMail(
  db: Database,
  organisation: string,
  localParts: readonly string[],
): Promise<number | undefined> {
  if (localParts.length === 0) return undefined;
  const [row] = await inOrganisation(db, organisation, (tx) =>
    tx.execute<{ inquiry: number }>(sql`
      select inquiry::float8 as inquiry from inquiry_mails
      where message_id in (select jsonb_array_elements_text(${JSON.stringify(localParts)}::jsonb))
      order by created_at desc limit 1`),
  );
  return row?.inquiry;
}
