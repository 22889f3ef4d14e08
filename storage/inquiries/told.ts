/** Who is told of what happens to an inquiry and does not look at it. Each comes last in its transaction. */
import { sql } from 'drizzle-orm';
import { subjectOfInquiry } from '../../domain/news.ts';
import { nation } from '../../domain/organisations.ts';
import type { Transaction } from '../database/database.ts';
import { tellStaff } from '../news/tell.ts';
import type { StoredInquiry } from './rows.ts';

/** By somebody else, whom the transaction names, or by the program. */
export async function tellNewOwner(tx: Transaction, inquiry: number, owner: string): Promise<void> {
  const subjects = [subjectOfInquiry(inquiry)];
  await tellStaff(tx, { kind: 'inquiry-given', organisation: nation, subjects, to: [owner] });
}

/** That it waits for the owner again. `what` tells one time from the next. */
export async function tellOwner(
  tx: Transaction,
  { inquiry, owner }: Pick<StoredInquiry, 'inquiry' | 'owner'>,
  { what, by }: { what: string; by?: string },
): Promise<void> {
  if (owner === null) return;
  const subjects = [subjectOfInquiry(inquiry, what)];
  await tellStaff(tx, { kind: 'inquiry-written', organisation: nation, subjects, to: [owner], by: by ?? null });
}

/** All who have asked in it, or in what was merged into it. Who asked first is sent the answer itself by mail. */
export async function tellAskers(
  tx: Transaction,
  { inquiry, organisation, askedBy }: StoredInquiry,
  seq: number,
): Promise<void> {
  const askers = await tx.execute<{ id: string }>(sql`
    with recursive family as (
      select ${inquiry}::bigint as inquiry
      union all select i.inquiry from inquiries i join family f on i.merged_into = f.inquiry)
    select distinct m.written_by as id from inquiry_messages m join family f on f.inquiry = m.inquiry
    where m.kind = 'question'`);
  await tellStaff(tx, {
    kind: 'inquiry-answered',
    organisation,
    subjects: [subjectOfInquiry(inquiry, String(seq))],
    to: askers.map(({ id }) => id),
    mailedAlready: [askedBy],
  });
}
