/** Files of an inquiry: bounded in size and number, of a kind that their first bytes show. */
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { mostAttachments } from '../../contracts/api/inquiries.ts';
import { judgeAttachment } from '../../domain/inquiries/attachments.ts';
import type { AttachmentType } from '../../domain/inquiries/names.ts';
import { nation } from '../../domain/organisations.ts';
import { inOrganisation, type Database, type Transaction } from '../database/database.ts';
import type { StoredAttachment } from './inquiries.ts';
import { inView, type View } from './rows.ts';

/** Every text that the bytes may be in an encoding in use. */
export function textsOf(bytes: Uint8Array): string[] {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const encodings = isUtf16 ? [bytes[0] === 0xff ? 'utf-16le' : 'utf-16be'] : ['utf-8', 'shift_jis', 'euc-jp'];
  return encodings.flatMap((encoding) => {
    try {
      return [new TextDecoder(encoding, { fatal: true }).decode(bytes)];
    } catch {
      return [];
    }
  });
}

export const judgeFile = (bytes: Uint8Array) => judgeAttachment(bytes, textsOf);

export interface NewAttachment {
  seq: number;
  name: string;
  type: AttachmentType;
  content: Uint8Array;
  by: string;
}

export type AttachResult =
  { kind: 'attached'; attachment: StoredAttachment } | { kind: 'unknown' } | { kind: 'tooMany' };

/** Adds a file to the own message; the same file again is the same. */
export function attachFile(db: Database, view: View, inquiry: number, file: NewAttachment): Promise<AttachResult> {
  return inOrganisation(db, view.acting, (tx) => attach(tx, view, inquiry, file));
}

export async function attach(
  tx: Transaction,
  view: View,
  inquiry: number,
  { seq, name, type, content, by }: NewAttachment,
): Promise<AttachResult> {
  const [message] = await tx.execute<{ organisation: string; kind: string }>(sql`
    select i.organisation, m.kind from inquiries i join inquiry_messages m on m.inquiry = i.inquiry
    where i.inquiry = ${inquiry}::bigint and ${inView(view)} and m.seq = ${seq} and m.written_by = ${by} for update of i`);
  if (!message) return { kind: 'unknown' };
  const sha256 = createHash('sha256').update(content).digest('hex');
  const known = await readAttachments(tx, inquiry);
  const same = known.find((each) => each.seq === seq && each.sha256 === sha256 && each.name === name);
  if (same) return { kind: 'attached', attachment: same };
  if (known.length >= mostAttachments) return { kind: 'tooMany' };
  // A name and the bytes as hexadecimal digits: both go through the driver as text.
  await tx.execute(sql`
    insert into inquiry_attachments (inquiry, seq, organisation, name, type, sha256, content, bytes, internal)
    values (${inquiry}::bigint, ${seq}, ${message.organisation}, ${name}, ${type}, ${sha256},
      decode(${Buffer.from(content).toString('base64')}, 'base64'), ${content.length}, ${message.kind === 'note'})`);
  const [attachment] = (await readAttachments(tx, inquiry)).filter(
    (each) => each.seq === seq && each.sha256 === sha256 && each.name === name,
  );
  if (!attachment) throw new Error('a file that was just attached is not there');
  return { kind: 'attached', attachment };
}

async function readAttachments(tx: Transaction, inquiry: number): Promise<StoredAttachment[]> {
  return [
    ...(await tx.execute<StoredAttachment>(sql`
      select attachment, inquiry::float8 as inquiry, seq, name, type, bytes, sha256, internal
      from inquiry_attachments where inquiry = ${inquiry}::bigint order by seq, name`)),
  ];
}

export interface AttachmentContent {
  name: string;
  type: AttachmentType;
  content: Uint8Array;
}

/** Undefined when the view has none. One of a note is the call centre's. */
export async function readAttachment(
  db: Database,
  view: View,
  inquiry: number,
  attachment: string,
): Promise<AttachmentContent | undefined> {
  const [row] = await inOrganisation(db, view.acting, (tx) =>
    tx.execute<{ name: string; type: AttachmentType; content: string }>(sql`
      select a.name, a.type, encode(a.content, 'base64') as content
      from inquiry_attachments a join inquiries i on i.inquiry = a.inquiry
      where a.attachment = ${attachment}::uuid and ${inView(view)}
        and (a.inquiry = ${inquiry}::bigint or i.merged_into is not null)
        and (not a.internal or ${view.acting === nation})`),
  );
  return row && { name: row.name, type: row.type, content: Buffer.from(row.content, 'base64') };
}
