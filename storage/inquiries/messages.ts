/** The texts of an inquiry. Nothing that was written is changed. */
import { sql } from 'drizzle-orm';
import type { MessageKind } from '../../domain/inquiries/names.ts';
import type { Transaction } from '../database/database.ts';
import { indexText, noIndex, textArray } from './indexed.ts';

export interface NewMessage {
  inquiry: number;
  seq: number;
  organisation: string;
  kind: MessageKind;
  /** Found with the first message. */
  subject?: string;
  text: string;
  writtenBy: string;
  requestKey: string;
  mailId?: string | undefined;
  now: number;
}

export async function writeMessage(tx: Transaction, message: NewMessage): Promise<void> {
  const { inquiry, seq, organisation, kind, subject, text, writtenBy, requestKey, mailId = null, now } = message;
  // Notes are nobody's answer.
  const { folded, grams, version } =
    kind === 'note' ? noIndex() : indexText(subject === undefined ? [text] : [subject, text]);
  await tx.execute(sql`
    insert into inquiry_messages (inquiry, seq, organisation, kind, text, written_by, at, request_key, mail_id, folded, grams,
      index_version)
    values (${inquiry}::bigint, ${seq}, ${organisation}, ${kind}, ${text}, ${writtenBy},
      ${new Date(now).toISOString()}::timestamptz, ${requestKey}::uuid, ${mailId}, ${folded}, ${textArray(grams)}, ${version})`);
}

/** The place after the last one, also after notes that whoever writes does not see. Locks the inquiry and counts the change. */
export async function nextSeq(tx: Transaction, inquiry: number): Promise<number> {
  const [row] = await tx.execute<{ seq: number }>(sql`
    update inquiries set last_seq = last_seq + 1, version = version + 1 where inquiry = ${inquiry}::bigint
    returning last_seq as seq`);
  if (!row) throw new Error('an inquiry that was just read is not there');
  return row.seq;
}

/** The place of the message with this key, so that what is sent twice is written once. */
export async function findByKey(tx: Transaction, inquiry: number, requestKey: string): Promise<number | undefined> {
  const [row] = await tx.execute<{ seq: number }>(sql`
    select seq from inquiry_messages where inquiry = ${inquiry}::bigint and request_key = ${requestKey}::uuid`);
  return row?.seq;
}
