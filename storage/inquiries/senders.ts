/** Who may write to the call centre by mail, and what becomes of a mail. */
import { sql } from 'drizzle-orm';
import type { AttachmentType } from '../../domain/inquiries/names.ts';
import type { AnyRole } from '../../domain/rights.ts';
import { rightsInTier } from '../../domain/rights.ts';
import type { Tier } from '../../domain/organisations.ts';
import { inOrganisation, type Database } from '../database/database.ts';
import { attach } from './attachments.ts';
import { ask } from './inquiries.ts';
import type { View } from './rows.ts';
import { addQuestion } from './work.ts';

export interface KnownSender {
  staffId: string;
  /** Those for which the person may ask. */
  organisations: string[];
}

/** A member of staff with this address of work; undefined where nobody has it who may ask. */
export async function findSender(db: Database, address: string): Promise<KnownSender | undefined> {
  const rows = await db.transaction(async (tx) => {
    const [person] = await tx.execute<{ staff_id: string }>(sql`
      select staff_id from staff where email = ${address.toLowerCase()} and revoked_at is null`);
    if (!person) return [];
    // Whose roles they are is asked in the own name.
    await tx.execute(sql`select set_config('fugo.staff_id', ${person.staff_id}, true)`);
    return tx.execute<{ staff_id: string; organisation: string; tier: Tier; roles: AnyRole[] }>(sql`
      select r.staff_id, r.organisation, o.tier, array_agg(r.role) as roles
      from staff_roles r join organisations o on o.organisation = r.organisation
      where r.staff_id = ${person.staff_id} group by r.staff_id, r.organisation, o.tier order by r.organisation`);
  });
  const asking = rows.filter(({ tier, roles }) => rightsInTier(tier, roles).has('inquiries:ask'));
  const [first] = asking;
  return first && { staffId: first.staff_id, organisations: asking.map(({ organisation }) => organisation) };
}

/** Whose inquiry it is; undefined where there is none. */
export async function findAsker(db: Database, inquiry: number): Promise<string | undefined> {
  const [row] = await db.execute<{ organisation: string }>(sql`
    select organisation from inquiries where inquiry = ${inquiry}::bigint`);
  return row?.organisation;
}

export interface TakenMail {
  mailId: string;
  /** The inquiry that it replies to; null: a new one. */
  inquiry: number | null;
  organisation: string;
  staffId: string;
  subject: string;
  text: string;
  requestKey: string;
  attachments: { name: string; type: AttachmentType; content: Uint8Array }[];
}

export type TakeMailResult =
  | { kind: 'taken'; inquiry: number }
  /** It was taken before. */
  | { kind: 'again'; inquiry: number }
  | { kind: 'unknownInquiry' }
  | { kind: 'tooManyFiles' };

/** One transaction: a mail is taken whole or not at all, and one that is delivered twice is taken once. */
export async function takeMail(db: Database, mail: TakenMail, now: number): Promise<TakeMailResult> {
  const { mailId, organisation, staffId, subject, text, requestKey } = mail;
  const view: View = { acting: organisation, organisation };
  try {
    return await inOrganisation(db, organisation, async (tx): Promise<TakeMailResult> => {
      // Two deliveries at once come one after the other.
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`fugo mail ${mailId}`}, 0))`);
      const [known] = await tx.execute<{ inquiry: number }>(sql`
        select inquiry::float8 as inquiry from inquiry_messages where mail_id = ${mailId}`);
      if (known) return { kind: 'again', inquiry: known.inquiry };
      const written =
        mail.inquiry === null
          ? await ask(
              tx,
              {
                organisation,
                kind: 'other',
                priority: 'normal',
                subject,
                text,
                road: 'mail',
                askedBy: staffId,
                requestKey,
                incident: null,
                errorEntry: null,
                mailId,
              },
              now,
            )
          : await addQuestion(tx, view, mail.inquiry, { text, by: staffId, requestKey, mailId }, now);
      if (!('inquiry' in written)) return { kind: 'unknownInquiry' };
      const { inquiry } = written;
      const seq = 'seq' in written ? (written.seq ?? 1) : 1;
      for (const file of mail.attachments) {
        const attached = await attach(tx, view, inquiry, { ...file, seq, by: staffId });
        if (attached.kind !== 'attached') throw new NotTaken();
      }
      return { kind: 'taken', inquiry };
    });
  } catch (error) {
    if (error instanceof NotTaken) return { kind: 'tooManyFiles' };
    throw error;
  }
}

/** Ends the transaction, so that nothing of the mail stays. */
class NotTaken extends Error {}
