/** Texts that were indexed by other words than the present ones are indexed anew, some at a time, after an update of fugo. */
import { sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { asJson } from '../database/rows.ts';
import { indexText, noIndex } from './indexed.ts';
import { indexVersion } from './meanings.ts';

/** Texts of one transaction, and of one call; each takes less than a millisecond. */
const atOnce = 200;
const most = 2_000;

/** Returns how many were indexed; none when all are. */
export async function indexAnew(db: Database): Promise<number> {
  let indexed = 0;
  for (const some of [indexAnswers, indexMessages]) {
    for (let done = atOnce; done === atOnce && indexed < most;) {
      done = await some(db);
      indexed += done;
    }
  }
  return indexed;
}

async function indexAnswers(db: Database): Promise<number> {
  const now = indexVersion();
  return db.transaction(async (tx) => {
    const rows = await tx.execute<{ answer: number; title: string; body: string }>(sql`
      select answer::float8 as answer, title, body from answers
      where index_version < ${now} or index_version > ${now} limit ${atOnce} for update skip locked`);
    if (rows.length === 0) return 0;
    const made = rows.map(({ answer, title, body }) => ({ answer, ...indexText([title, body]) }));
    await tx.execute(sql`
      update answers a set folded = r.folded, index_version = r.version,
        grams = array(select jsonb_array_elements_text(r.grams))
      from jsonb_to_recordset(${asJson(made)}) as r(answer bigint, folded text, version text, grams jsonb)
      where a.answer = r.answer`);
    return rows.length;
  });
}

async function indexMessages(db: Database): Promise<number> {
  const now = indexVersion();
  return db.transaction(async (tx) => {
    const rows = await tx.execute<{ inquiry: number; seq: number; kind: string; text: string; subject: string }>(sql`
      select m.inquiry::float8 as inquiry, m.seq, m.kind, m.text, i.subject
      from inquiry_messages m join inquiries i on i.inquiry = m.inquiry
      where m.index_version < ${now} or m.index_version > ${now} limit ${atOnce} for update of m skip locked`);
    if (rows.length === 0) return 0;
    const made = rows.map(({ inquiry, seq, kind, text, subject }) => {
      if (kind === 'note') return { inquiry, seq, ...noIndex() };
      return { inquiry, seq, ...indexText(seq === 1 ? [subject, text] : [text]) };
    });
    await tx.execute(sql`
      update inquiry_messages m set folded = r.folded, index_version = r.version,
        grams = array(select jsonb_array_elements_text(r.grams))
      from jsonb_to_recordset(${asJson(made)})
        as r(inquiry bigint, seq integer, folded text, version text, grams jsonb)
      where m.inquiry = r.inquiry and m.seq = r.seq`);
    return rows.length;
  });
}
