/** What one person is told, and how this person wants it. As the program: everybody asks for the own news alone. */
import { sql, type SQL } from 'drizzle-orm';
import {
  usualNewsChoices,
  type DigestMinutes,
  type NewsChoices,
  type NewsKind,
  type Summary,
} from '../../domain/news.ts';
import type { Database } from '../database/database.ts';
import { asJson, epochMs } from '../database/rows.ts';

export interface StoredNews {
  newsId: number;
  kind: NewsKind;
  organisation: string;
  subject: string;
  figures: Summary | null;
  /** Epoch milliseconds. */
  createdAt: number;
  seen: boolean;
  over: boolean;
  /** Whether the person wants a notice of the browser. */
  browser: boolean;
}

/** The latest first. */
export async function listNews(
  db: Database,
  staffId: string,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<StoredNews[]> {
  const rows = await db.execute<StoredNews & Record<string, unknown>>(sql`
    select n.news_id::float8 as "newsId", n.kind, n.organisation, n.subject, n.figures,
      ${epochMs(sql`n.created_at`)} as "createdAt", n.seen_at is not null as seen, n.over_at is not null as over,
      coalesce(c.browser_kinds @> array[n.kind], false) as browser
    from news n left join news_choices c on c.staff_id = n.staff_id
    where n.staff_id = ${staffId} and (${before ?? null}::bigint is null or n.news_id < ${before ?? null}::bigint)
    order by n.news_id desc limit ${limit}`);
  return rows.map((row) => ({ ...row }));
}

/** More are told as so many. */
const mostUnseen = 1_000;

/** How many going on have not been seen. */
export async function countUnseen(db: Database, staffId: string): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from (
      select from news where staff_id = ${staffId} and seen_at is null and over_at is null limit ${mostUnseen}) unseen`);
  return row?.count ?? 0;
}

/** Marks everything up to this one, so that what has come meanwhile stays new. */
export async function markSeen(db: Database, staffId: string, upTo: number): Promise<void> {
  await db.execute(sql`
    update news set seen_at = now() where staff_id = ${staffId} and news_id <= ${upTo}::bigint and seen_at is null`);
}

export async function readChoices(db: Database, staffId: string): Promise<NewsChoices> {
  const [row] = await db.execute<NewsChoices & { digestMinutes: DigestMinutes } & Record<string, unknown>>(sql`
    select mail_kinds as mail, browser_kinds as browser, digest_minutes as "digestMinutes", summary_at as "summaryAt"
    from news_choices where staff_id = ${staffId}`);
  return row ? { ...row } : usualNewsChoices;
}

/** What was to be mailed and is wanted no more is not mailed; what waits already is not mailed because of a new choice. */
export async function putChoices(
  db: Database,
  staffId: string,
  { mail, browser, digestMinutes, summaryAt }: NewsChoices,
): Promise<void> {
  await db.execute(sql`
    insert into news_choices (staff_id, mail_kinds, browser_kinds, digest_minutes, summary_at)
    values (${staffId}, ${kinds(mail)}, ${kinds(browser)}, ${digestMinutes}, ${summaryAt})
    on conflict (staff_id) do update set mail_kinds = excluded.mail_kinds, browser_kinds = excluded.browser_kinds,
      digest_minutes = excluded.digest_minutes, summary_at = excluded.summary_at, changed_at = now()`);
}

const kinds = (list: readonly NewsKind[]): SQL =>
  sql`array(select jsonb_array_elements_text(${asJson([...new Set(list)])}))`;
