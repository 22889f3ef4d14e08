/** 回答集: answers that may serve again. */
import { sql, type SQL } from 'drizzle-orm';
import type { InquiryKind } from '../../domain/inquiries/names.ts';
import { inOrganisation, type Database, type Transaction } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';
import { indexText, textArray } from './indexed.ts';
import { nameOf } from './rows.ts';

export interface StoredAnswer extends Record<string, unknown> {
  answer: number;
  title: string;
  body: string;
  kind: InquiryKind;
  used: number;
  solved: number;
  writtenBy: string;
  writtenByName: string | null;
  changedAt: number;
  retiredAt: number | null;
  retiredBy: string | null;
  retiredByName: string | null;
  version: number;
}

const answerColumns = sql`a.answer::float8 as answer, a.title, a.body, a.kind, a.used, a.solved,
  a.written_by as "writtenBy", ${nameOf(sql`a.written_by`)} as "writtenByName",
  ${epochMs(sql`a.changed_at`)} as "changedAt", ${epochMs(sql`a.retired_at`)} as "retiredAt",
  a.retired_by as "retiredBy", ${nameOf(sql`a.retired_by`)} as "retiredByName", a.version`;

export interface AnswerFilter {
  kind?: InquiryKind | undefined;
  retired: 'no' | 'yes' | 'all';
  sort: 'number' | 'used';
  before?: number | undefined;
  limit: number;
}

export function listAnswers(db: Database, acting: string, filter: AnswerFilter): Promise<StoredAnswer[]> {
  const { kind, retired, sort, before, limit } = filter;
  const conditions: SQL[] = [sql`true`];
  if (kind !== undefined) conditions.push(sql`a.kind = ${kind}`);
  if (retired !== 'all') conditions.push(retired === 'yes' ? sql`a.retired_at is not null` : sql`a.retired_at is null`);
  if (before !== undefined) conditions.push(sql`a.answer < ${before}::bigint`);
  const order = sort === 'used' ? sql`a.used desc, a.answer desc` : sql`a.answer desc`;
  return inOrganisation(db, acting, async (tx) => [
    ...(await tx.execute<StoredAnswer>(sql`
      select ${answerColumns} from answers a where ${sql.join(conditions, sql` and `)} order by ${order} limit ${limit}`)),
  ]);
}

export function findAnswer(db: Database, acting: string, answer: number): Promise<StoredAnswer | undefined> {
  return inOrganisation(db, acting, (tx) => readAnswer(tx, answer));
}

async function readAnswer(tx: Transaction, answer: number): Promise<StoredAnswer | undefined> {
  const [row] = await tx.execute<StoredAnswer>(sql`
    select ${answerColumns} from answers a where a.answer = ${answer}::bigint`);
  return row;
}

export interface AnswerText {
  title: string;
  body: string;
  kind: InquiryKind;
}

export function addAnswer(db: Database, acting: string, text: AnswerText, by: string): Promise<StoredAnswer> {
  const { title, body, kind } = text;
  const { folded, grams, version } = indexText([title, body]);
  return inOrganisation(db, acting, async (tx) => {
    const [made] = await tx.execute<{ answer: number }>(sql`
      insert into answers (title, body, kind, written_by, folded, grams, index_version)
      values (${title}, ${body}, ${kind}, ${by}, ${folded}, ${textArray(grams)}, ${version}) returning answer::float8 as answer`);
    const stored = made && (await readAnswer(tx, made.answer));
    if (!stored) throw new Error('an answer that was just stored is not there');
    return stored;
  });
}

export type AnswerChangeResult =
  | { kind: 'done'; answer: StoredAnswer }
  | { kind: 'unknown' }
  /** Somebody has changed it since. */
  | { kind: 'changed'; current: StoredAnswer };

export function changeAnswer(
  db: Database,
  acting: string,
  answer: number,
  change: { [Field in keyof AnswerText]?: AnswerText[Field] | undefined } & {
    version: number;
    retired?: boolean | undefined;
  },
  by: string,
): Promise<AnswerChangeResult> {
  return inOrganisation(db, acting, async (tx): Promise<AnswerChangeResult> => {
    await tx.execute(sql`select 1 from answers where answer = ${answer}::bigint for update`);
    const before = await readAnswer(tx, answer);
    if (!before) return { kind: 'unknown' };
    if (before.version !== change.version) return { kind: 'changed', current: before };
    const {
      title = before.title,
      body = before.body,
      kind = before.kind,
      retired = before.retiredAt !== null,
    } = change;
    const { folded, grams, version } = indexText([title, body]);
    await tx.execute(sql`
      update answers set title = ${title}, body = ${body}, kind = ${kind}, folded = ${folded}, grams = ${textArray(grams)},
        index_version = ${version}, retired_at = ${retired ? sql`coalesce(retired_at, now())` : sql`null`},
        retired_by = ${retired ? sql`coalesce(retired_by, ${by})` : sql`null`}, changed_at = now(), version = version + 1
      where answer = ${answer}::bigint`);
    const after = await readAnswer(tx, answer);
    return after ? { kind: 'done', answer: after } : { kind: 'unknown' };
  });
}
