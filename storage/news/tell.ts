/**
 * News for members of staff, written in the transaction of what they tell of: both are stored, or neither.
 *
 * N1. A person is told of a subject once; again only when it was over and has come back.
 * N2. Who does something is not told of it.
 * N3. Who no longer works here, or has no role to whom it matters, is told nothing.
 */
import { sql, type SQL } from 'drizzle-orm';
import { rolesOfNews, usualNewsChoices, type NewsKind, type Summary } from '../../domain/news.ts';
import { tierOf } from '../../domain/organisations.ts';
import { asProgram, type Transaction } from '../database/database.ts';
import { asJson } from '../database/rows.ts';

export interface Told {
  kind: NewsKind;
  organisation: string;
  /** Ids of cases, proposals, loads, changes, exceptions or inquiries; of a summary the day. */
  subjects: readonly string[];
  /** Ids of staff; `everybody`: all whose role it concerns. */
  to: readonly string[] | 'everybody';
  /** Whose act it was, where the transaction does not say so itself. */
  by?: string | null;
  /** Who is sent another mail about the same. */
  mailedAlready?: readonly string[];
  /** Of a summary. */
  figures?: Summary;
}

/**
 * Comes last in a transaction of staff, which from here on is the program's: what others are told is theirs to read. They
 * may be of another organisation than the transaction.
 */
export async function tellStaff(tx: Transaction, told: Told): Promise<void> {
  if (told.subjects.length === 0 || told.to.length === 0) return;
  await asProgram(tx);
  const [own] = await tx.execute<{ organisation: string }>(sql`
    select current_setting('fugo.organisation', true) as organisation`);
  const actFor = (organisation: string) =>
    tx.execute(sql`select set_config('fugo.organisation', ${organisation}, true)`);
  if (own?.organisation === told.organisation) return insertNews(tx, told);
  await actFor(told.organisation);
  await insertNews(tx, told);
  await actFor(own?.organisation ?? '');
}

async function insertNews(
  tx: Transaction,
  { kind, organisation, subjects, to, by, mailedAlready = [], figures }: Told,
): Promise<void> {
  const named = to === 'everybody' ? sql`` : sql`and w.staff_id in (select jsonb_array_elements_text(${asJson(to)}))`;
  await tx.execute(sql`
    insert into news as n (staff_id, kind, organisation, subject, figures, mail_at)
    select w.staff_id, ${kind}, ${organisation}, s.subject, ${figures === undefined ? sql`null` : asJson(figures)},
      case when w.staff_id not in (select jsonb_array_elements_text(${asJson(mailedAlready)})) then ${mailAt(kind)} end
    from staff_working(${organisation}, ${listOfRoles(kind, organisation)}) w(staff_id)
    cross join jsonb_array_elements_text(${asJson(subjects)}) s(subject)
    left join news_choices c on c.staff_id = w.staff_id
    where w.staff_id is distinct from ${by ?? null} and w.staff_id is distinct from current_setting('fugo.staff_id', true)
      ${named}
    on conflict on constraint one_news_a_subject do update
    set news_id = default, created_at = now(), mail_at = excluded.mail_at, mail = null, seen_at = null, over_at = null
    where n.over_at is not null and n.kind <> 'summary'`);
}

/** The roles whose people are told of it, for `staff_working`. */
export function listOfRoles(kind: NewsKind, organisation: string): SQL {
  return sql`string_to_array(${rolesOfNews(kind, tierOf(organisation)).join(',')}, ',')`;
}

/** A summary comes at its time, and takes along what waits. */
function mailAt(kind: NewsKind): SQL {
  const minutes = kind === 'summary' ? sql`0` : sql`coalesce(c.digest_minutes, ${usualNewsChoices.digestMinutes}::int)`;
  return sql`case when c.mail_kinds @> array[${kind}]::text[] then now() + make_interval(mins => ${minutes}) end`;
}
