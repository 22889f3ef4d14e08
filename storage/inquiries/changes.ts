/** Counts of inquiries, with a mark that is another one whenever something of them has changed. */
import { sql } from 'drizzle-orm';
import { asProgram, inOrganisation, type Database } from '../database/database.ts';
import { at, inView, type View } from './rows.ts';

export interface InquiryChanges extends Record<string, unknown> {
  open: number;
  overdue: number;
  unowned: number;
  mark: string;
}

export function readInquiryChanges(db: Database, view: View, now: number): Promise<InquiryChanges> {
  return inOrganisation(db, view.acting, async (tx) => {
    // Counts alone, of nobody's text: as the program, which asks nothing of each row.
    await asProgram(tx);
    const [row] = await tx.execute<InquiryChanges>(sql`
      select (count(*) filter (where i.closed_at is null))::int as open,
        (count(*) filter (where i.closed_at is null and i.due_at <= ${at(now)}))::int as overdue,
        (count(*) filter (where i.closed_at is null and i.owner is null))::int as unowned,
        concat_ws('.', count(*), sum(i.version), sum(i.last_seq)) as mark
      from inquiries i where ${inView(view)}`);
    return row ?? { open: 0, overdue: 0, unowned: 0, mark: '0' };
  });
}
