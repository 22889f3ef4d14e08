/**
 * By which past inquiries an answer is found too: the first question of each names the answers that its inquiry, or the
 * one it was merged into, was answered with. Nothing of the question is copied, so what becomes of it becomes of its
 * words: indexed anew they are others, and removed they are gone.
 */
import { sql } from 'drizzle-orm';
import { mostQuestions } from '../../domain/inquiries/learned.ts';
import type { Transaction } from '../database/database.ts';

/**
 * Says anew for an inquiry, and for all that is merged with it, what it was answered with. What did not help is left out.
 * Called as the program, whenever an answer is used, judged or an inquiry is merged.
 */
export async function learnFrom(tx: Transaction, inquiry: number): Promise<void> {
  const taught = await tx.execute<{ answers: number[] }>(sql`
    with recursive above as (
      select i.inquiry, i.merged_into from inquiries i where i.inquiry = ${inquiry}::bigint
      union all select i.inquiry, i.merged_into from inquiries i join above a on i.inquiry = a.merged_into
    ), family as (
      select inquiry from above where merged_into is null
      union all select i.inquiry from inquiries i join family f on i.merged_into = f.inquiry
    ), learned as (
      select coalesce(array_agg(distinct w.answer order by w.answer), '{}') as answers
      from inquiry_answers w join family f on f.inquiry = w.inquiry where w.solved is distinct from false
    )
    update inquiry_messages m set answered_with = l.answers from family f cross join learned l
    where m.inquiry = f.inquiry and m.seq = 1 and m.answered_with <> l.answers
    returning to_jsonb(m.answered_with) as answers`);
  for (const answer of new Set(taught.flatMap(({ answers }) => answers))) await forgetOldest(tx, answer);
}

/** Of an answer that is used all the time the latest questions say how it is asked for today. */
async function forgetOldest(tx: Transaction, answer: number): Promise<void> {
  await tx.execute(sql`
    update inquiry_messages m set answered_with = array_remove(m.answered_with, ${answer}::bigint)
    from (select t.inquiry, t.seq from inquiry_messages t
      where t.answered_with <> '{}' and t.answered_with @> array[${answer}::bigint]
      order by t.inquiry desc offset ${mostQuestions} for update skip locked) older
    where m.inquiry = older.inquiry and m.seq = older.seq`);
}
