/** In which texts the search looks. */
import { sql, type SQL } from 'drizzle-orm';
import { mostQuestions } from '../../domain/inquiries/learned.ts';
import type { InquiryKind } from '../../domain/inquiries/names.ts';
import { nation } from '../../domain/organisations.ts';
import { asJson } from '../database/rows.ts';

/** Texts of one kind of which some are looked for. */
export interface Source {
  name: 'answers' | 'inquiries';
  table: SQL;
  /** Of a row `t`, as text. */
  id: SQL;
  /** Of a candidate `c`, that it is row `t`. */
  isOf: SQL;
  where: SQL;
  /** The part of the text that counts more. */
  title: SQL;
  /** What comes first of many that agree alike. */
  order: SQL;
}

export const answerSource = (kind: InquiryKind | undefined): Source => ({
  name: 'answers',
  table: sql`answers t`,
  id: sql`t.answer::text`,
  isOf: sql`t.answer = c.id::bigint`,
  where: sql`t.retired_at is null and ${kind === undefined ? sql`true` : sql`t.kind = ${kind}`}`,
  title: sql`t.title`,
  order: sql`t.used desc, t.answer desc`,
});

export const inquirySource = (organisation: string, kind: InquiryKind | undefined): Source => ({
  name: 'inquiries',
  table: sql`inquiry_messages t`,
  id: sql`t.inquiry || '/' || t.seq`,
  isOf: sql`t.inquiry = split_part(c.id, '/', 1)::bigint and t.seq = split_part(c.id, '/', 2)::int`,
  where: sql`t.kind <> 'note' and ${organisation === nation ? sql`true` : sql`t.organisation = ${organisation}`}
    and ${kind === undefined ? sql`true` : sql`exists (select 1 from inquiries i where i.inquiry = t.inquiry and i.kind = ${kind})`}`,
  title: sql`(select i.subject from inquiries i where i.inquiry = t.inquiry)`,
  order: sql`t.inquiry desc, t.seq`,
});

/** A lexeme of which an index is asked. */
export interface Asked {
  lexeme: string;
  weight: number;
}

/** Rows that are read for one lexeme of past questions, and for all of them. */
export const mostLearned = { mostOfLexeme: 200, mostRead: 1_500 };
const mostLearnedAnswers = 40;

/**
 * Answers of whose past questions some have lexemes, and how many have each. Of the questions, whoever asked them, nothing
 * leaves the database but these counts.
 *
 * @param when false where enough is found without
 */
export const learnedAnswers = (kind: InquiryKind | undefined, asked: readonly Asked[], when: SQL): SQL => sql`
  select t.answer::text as id, least(t.used, ${mostQuestions}::int) as questions, l.having
  from (select p.answer, jsonb_object_agg(p.lexeme, p.count) as having, sum(p.weight * sqrt(p.count)) as weight
    from (select w.answer, q.lexeme, q.weight, count(*)::int as count
      from jsonb_to_recordset(${asJson(asked)}) as q(lexeme text, weight float8)
      cross join lateral (select m.answered_with from inquiry_messages m
        where m.answered_with <> '{}' and m.grams @> array[q.lexeme] limit ${mostLearned.mostOfLexeme}) c
      cross join lateral unnest(c.answered_with) as w(answer)
      where ${when} group by w.answer, q.lexeme, q.weight) p
    group by p.answer) l
  join answers t on t.answer = l.answer
  where t.retired_at is null and ${kind === undefined ? sql`true` : sql`t.kind = ${kind}`}
  order by l.weight / sqrt(greatest(1, least(t.used, ${mostQuestions}::int))) desc
  limit ${mostLearnedAnswers}`;

export const nothingLearned = sql`select null::text as id, 0 as questions, null::jsonb as having where false`;
