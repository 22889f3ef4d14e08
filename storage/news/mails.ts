/**
 * News by mail. What waits for a person becomes one mail; the monitor sends it while its row is locked. After the mail
 * server has taken it and the row says so it is never sent again; a process that ends in between leaves it unsent, and it
 * goes out once more under the same Message-ID.
 */
import { sql } from 'drizzle-orm';
import type { NewsKind, Summary } from '../../domain/news.ts';
import type { Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';

/** Makes one mail for each person whose oldest news have waited long enough, with all that waits; returns their number. */
export async function gatherMails(db: Database, now: number): Promise<number> {
  return db.transaction(async (tx) => {
    // Two at once would make two mails for one person.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('news-mails', 0))`);
    const waiting = sql`n.mail_at is not null and n.mail is null and n.over_at is null`;
    const mails = await tx.execute(sql`
      with made as (
        insert into news_mails (message_id, staff_id)
        select 'news-' || gen_random_uuid(), due.staff_id
        from (select distinct n.staff_id from news n where ${waiting} and n.mail_at <= ${at(now)}) due
        returning message_id, staff_id
      ), taken as (
        update news n set mail = made.message_id from made where n.staff_id = made.staff_id and ${waiting}
      )
      select from made`);
    return mails.length;
  });
}

/** What a mail says of one kind in one organisation. */
export interface NewsLine {
  organisation: string;
  name: string;
  nameEn: string;
  kind: NewsKind;
  count: number;
  /** Where it is one thing alone. */
  subject: string | null;
  figures: Summary | null;
}

export interface DueNewsMail {
  /** Without the part that names the installation. */
  messageId: string;
  recipient: string;
  /** Epoch milliseconds; the same at every attempt. */
  createdAt: number;
  attempts: number;
  lines: NewsLine[];
}

export type MailAttempt =
  | { kind: 'sent' }
  /** Tried again after so many milliseconds. */
  | { kind: 'failed'; error: string; againInMs: number }
  /** Not tried again. */
  | { kind: 'refused'; error: string };

/**
 * Takes the mail that waits longest and sends it while its row is locked. What is over, or not wanted any more, is left
 * out; where nothing is left, or nobody to tell it, the mail is dropped. False when none is due.
 */
export async function sendNextNewsMail(
  db: Database,
  send: (mail: DueNewsMail) => Promise<MailAttempt>,
  now: number,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [mail] = await tx.execute<{ message_id: string; staff_id: string; created_ms: number; attempts: number }>(sql`
      select message_id, staff_id, ${epochMs(sql`created_at`)} as created_ms, attempts from news_mails
      where sent_at is null and refused_at is null and dropped_at is null and next_attempt_at <= ${at(now)}
      order by attempts > 0, next_attempt_at limit 1 for update skip locked`);
    if (!mail) return false;
    const mine = sql`message_id = ${mail.message_id}`;
    const [told] = await tx.execute<{ recipient: string }>(sql`
      select recipient from news_recipient(${mail.staff_id}) as recipient`);
    const lines = await tx.execute<NewsLine & Record<string, unknown>>(sql`
      select n.organisation, coalesce(o.name, n.organisation) as name, coalesce(o.name_en, n.organisation) as "nameEn",
        n.kind, count(*)::int as count, case when count(*) = 1 then min(n.subject) end as subject,
        (array_agg(n.figures order by n.news_id desc))[1] as figures
      from news n join news_choices c on c.staff_id = n.staff_id
      left join organisations o on o.organisation = n.organisation
      where n.mail = ${mail.message_id} and n.over_at is null and c.mail_kinds @> array[n.kind]
      group by n.organisation, o.name, o.name_en, n.kind order by n.organisation, n.kind`);
    if (!told || lines.length === 0) {
      await tx.execute(sql`update news_mails set dropped_at = ${at(now)} where ${mine}`);
      return true;
    }
    const attempt = await send({
      messageId: mail.message_id,
      recipient: told.recipient,
      createdAt: mail.created_ms,
      attempts: mail.attempts,
      lines: lines.map((line) => ({ ...line })),
    });
    const again = attempt.kind === 'failed' ? attempt.againInMs : 0;
    await tx.execute(sql`
      update news_mails set attempts = attempts + 1,
        sent_at = case when ${attempt.kind} = 'sent' then ${at(now)} end,
        refused_at = case when ${attempt.kind} = 'refused' then ${at(now)} end,
        next_attempt_at = ${at(now + again)}, error = ${attempt.kind === 'sent' ? null : attempt.error}
      where ${mine}`);
    return true;
  });
}

const at = (millis: number) => sql`${new Date(millis).toISOString()}::timestamptz`;
