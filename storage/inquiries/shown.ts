/** What is shown of what was found, read in the caller's own role: what that may not see is left out. */
import { sql } from 'drizzle-orm';
import type { InquiryKind, InquiryStatus } from '../../domain/inquiries/names.ts';
import { excerptOf, marksOf, type Mark, type Question } from '../../domain/inquiries/search.ts';
import { inOrganisation, type Database } from '../database/database.ts';
import { asJson, epochMs } from '../database/rows.ts';
import type { View } from './rows.ts';

/** Found, and how well it agrees. */
export interface Ranked {
  id: string;
  score: number;
  exact: boolean;
}

export interface FoundAnswer {
  answer: number;
  title: string;
  titleMarks: Mark[];
  excerpt: string;
  excerptMarks: Mark[];
  kind: InquiryKind;
  used: number;
  solved: number;
  score: number;
}
export interface FoundInquiry {
  inquiry: number;
  organisation: string;
  subject: string;
  subjectMarks: Mark[];
  excerpt: string;
  excerptMarks: Mark[];
  kind: InquiryKind;
  status: InquiryStatus;
  /** Epoch milliseconds. */
  askedAt: number;
  score: number;
}
export async function showAnswers(
  db: Database,
  { acting }: View,
  ranked: readonly Ranked[],
  question: Question,
): Promise<FoundAnswer[]> {
  if (ranked.length === 0) return [];
  const rows = await inOrganisation(db, acting, (tx) =>
    tx.execute<{ id: string; title: string; body: string; kind: InquiryKind; used: number; solved: number }>(sql`
      select a.answer::text as id, a.title, a.body, a.kind, a.used, a.solved from answers a
      where a.answer = any(string_to_array(${ranked.map(({ id }) => id).join(',')}, ',')::bigint[])`),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ranked.flatMap(({ id, score }) => {
    const row = byId.get(id);
    if (!row) return [];
    const { excerpt, marks } = excerptOf(row.body, question);
    const { title, kind, used, solved } = row;
    const titleMarks = marksOf(title, question);
    return [{ answer: Number(id), title, titleMarks, excerpt, excerptMarks: marks, kind, used, solved, score }];
  });
}

export async function showInquiries(
  db: Database,
  { acting }: View,
  ranked: readonly Ranked[],
  question: Question,
): Promise<FoundInquiry[]> {
  if (ranked.length === 0) return [];
  const rows = await inOrganisation(db, acting, (tx) =>
    tx.execute<{
      id: string;
      inquiry: number;
      organisation: string;
      subject: string;
      text: string;
      kind: InquiryKind;
      status: InquiryStatus;
      askedAt: number;
    }>(sql`
      select i.inquiry || '/' || m.seq as id, i.inquiry::float8 as inquiry, i.organisation, i.subject, m.text, i.kind,
        i.status, ${epochMs(sql`i.asked_at`)} as "askedAt"
      from jsonb_to_recordset(${asJson(ranked.map(({ id }) => keyOf(id)))}) as q(inquiry bigint, seq int)
      join inquiries i on i.inquiry = q.inquiry join inquiry_messages m on m.inquiry = q.inquiry and m.seq = q.seq`),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ranked.flatMap(({ id, score }) => {
    const row = byId.get(id);
    if (!row) return [];
    const { excerpt, marks } = excerptOf(row.text, question);
    const { inquiry, organisation, subject, kind, status, askedAt } = row;
    const subjectMarks = marksOf(subject, question);
    return [
      { inquiry, organisation, subject, subjectMarks, excerpt, excerptMarks: marks, kind, status, askedAt, score },
    ];
  });
}

function keyOf(id: string): { inquiry: number; seq: number } {
  const [inquiry = '0', seq = '0'] = id.split('/');
  return { inquiry: Number(inquiry), seq: Number(seq) };
}
