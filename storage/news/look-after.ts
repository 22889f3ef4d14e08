/** What time and others' work change about news: what is over, what is overdue, and the summaries of the day. */
import { sql, type SQL } from 'drizzle-orm';
import { newsKinds, type NewsKind, type Summary, type SummaryFigure } from '../../domain/news.ts';
import { inMunicipality, inOrganisation, type Database, type Transaction } from '../database/database.ts';
import { listOfRoles, tellStaff } from './tell.ts';

/** News are kept for so long. Days. */
const keptDays = 90;

/** Whose people are told of something that goes on. */
export async function listToldOrganisations(db: Database): Promise<string[]> {
  const rows = await db.execute<{ organisation: string }>(sql`
    select distinct organisation from news where over_at is null order by organisation`);
  return rows.map(({ organisation }) => organisation);
}

/** Ends what is true no more, or is told to somebody whom it no longer concerns. `today`: a day in Japan. */
export function endNews(db: Database, organisation: string, today: string): Promise<number> {
  return inOrganisation(db, organisation, async (tx) => {
    const rows = await tx.execute(sql`
      update news n set over_at = now()
      where n.organisation = ${organisation} and n.over_at is null and not (case n.kind ${sql.join(
        newsKinds.map(
          (kind) => sql`when ${kind} then ${stillTrue[kind](organisation, today)} and n.staff_id in (
          select staff_working(${organisation}, ${listOfRoles(kind, organisation)}))`,
        ),
        sql` `,
      )} end)
      returning 1`);
    return rows.length;
  });
}

const ownCase = (municipality: string, more = sql``): SQL => sql`exists (select from failures f
  where f.municipality = ${municipality} and f.failure_id = n.subject::uuid and f.resolved_at is null
    and f.assignee_id = n.staff_id ${more})`;

/** An entry is overdue from the day after its due date on. */
const isOverdue = (today: string): SQL => sql`f.due_on < ${today}::date`;

/** An inquiry (`i`) that a person looks after. */
const ownInquiry = (more: SQL): SQL => sql`exists (select from inquiries i
  where i.inquiry = split_part(n.subject, '/', 1)::bigint and i.owner = n.staff_id and ${more})`;

const stillTrue: Readonly<Record<NewsKind, (organisation: string, today: string) => SQL>> = {
  assigned: (municipality) => ownCase(municipality),
  approval: (municipality) => sql`exists (select from approvals_waiting(${municipality}) u
    where u.waiting_id = right(n.subject, 36)::uuid and u.proposed_by <> n.staff_id)`,
  'load-stopped': (municipality) => sql`exists (select from loads l
    where l.municipality = ${municipality} and l.load_id = n.subject::uuid and l.state in ('STOPPED', 'FAILED'))`,
  overdue: (municipality, today) => ownCase(municipality, sql`and ${isOverdue(today)}`),
  'calendar-change': (organisation) => sql`exists (select from calendar_changes c
    where c.organisation = ${organisation} and c.change_id = n.subject::uuid and c.decision is null
      and c.proposed_by <> n.staff_id)`,
  // Nothing is agreed to after it began, and one side that refuses is enough.
  exception: (organisation) => sql`exists (select from hour_exceptions e
    where e.exception_id = n.subject::uuid and e.withdrawn_at is null and e.from_at > now() and e.asked_by <> n.staff_id
      and not exists (select from hour_exception_agreements a where a.exception_id = e.exception_id
        and (a.organisation = ${organisation} or a.decision = 'refused')))`,
  'inquiry-given': () => ownInquiry(sql`i.status in ('open', 'in-progress', 'waiting')`),
  'inquiry-written': () => ownInquiry(sql`i.status in ('open', 'in-progress')`),
  'inquiry-answered': (organisation) => sql`exists (select from inquiries i
    where i.inquiry = split_part(n.subject, '/', 1)::bigint and i.organisation = ${organisation}
      and i.status in ('answered', 'waiting'))`,
  summary: (_organisation, today) => sql`n.subject = ${today}`,
};

/** Tells of entries whose day is over to whoever looks after them; returns the number of these. */
export function tellOverdue(db: Database, municipality: string, today: string): Promise<number> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{ assignee_id: string; subjects: string[] }>(sql`
      select f.assignee_id, array_agg(f.failure_id::text order by f.failure_id) as subjects from failures f
      where f.municipality = ${municipality} and f.resolved_at is null and f.assignee_id is not null
        and f.due_on is not null and ${isOverdue(today)}
        and not exists (select from news n where n.staff_id = f.assignee_id and n.kind = 'overdue'
          and n.organisation = ${municipality} and n.subject = f.failure_id::text and n.over_at is null)
      group by f.assignee_id order by f.assignee_id`);
    for (const { assignee_id: staffId, subjects } of rows) {
      await tellStaff(tx, { kind: 'overdue', organisation: municipality, subjects, to: [staffId] });
    }
    return rows.reduce((sum, { subjects }) => sum + subjects.length, 0);
  });
}

/** Tells the summary of the day to whom its time has come. `clock`: `HH:MM` in Japan. */
export function tellSummaries(
  db: Database,
  municipality: string,
  { today, clock }: { today: string; clock: string },
): Promise<number> {
  return inMunicipality(db, municipality, async (tx) => {
    const due = await tx.execute<{ staff_id: string }>(sql`
      select c.staff_id from news_choices c
      where c.summary_at <= ${clock} and (c.mail_kinds @> array['summary'] or c.browser_kinds @> array['summary'])
        and c.staff_id in (select staff_working(${municipality}, ${listOfRoles('summary', municipality)}))
        and not exists (select from news n where n.staff_id = c.staff_id and n.kind = 'summary'
          and n.organisation = ${municipality} and n.subject = ${today})
      order by c.staff_id`);
    for (const { staff_id: staffId } of due) {
      const figures = await countFor(tx, municipality, { staffId, today });
      await tellStaff(tx, { kind: 'summary', organisation: municipality, subjects: [today], to: [staffId], figures });
    }
    return due.length;
  });
}

async function countFor(
  tx: Transaction,
  municipality: string,
  { staffId, today }: { staffId: string; today: string },
): Promise<Summary> {
  const open = sql`from failures f where f.municipality = ${municipality} and f.resolved_at is null`;
  const figures: readonly { figure: SummaryFigure; ofKind: NewsKind; count: SQL }[] = [
    { figure: 'own', ofKind: 'assigned', count: sql`${open} and f.assignee_id = ${staffId}` },
    {
      figure: 'overdue',
      ofKind: 'overdue',
      count: sql`${open} and f.assignee_id = ${staffId} and f.due_on is not null and ${isOverdue(today)}`,
    },
    { figure: 'nobodys', ofKind: 'assigned', count: sql`${open} and f.assignee_id is null` },
    {
      figure: 'approvals',
      ofKind: 'approval',
      count: sql`from approvals_waiting(${municipality}) u where u.proposed_by <> ${staffId}`,
    },
    {
      figure: 'loads',
      ofKind: 'load-stopped',
      count: sql`from loads l where l.municipality = ${municipality} and l.state = 'STOPPED'`,
    },
  ];
  const pairs = figures.map(
    ({ figure, ofKind, count }) => sql`${figure}::text, case when ${staffId} in (
      select staff_working(${municipality}, ${listOfRoles(ofKind, municipality)})) then (select count(*)::int ${count}) end`,
  );
  const [row] = await tx.execute<{ figures: Summary }>(sql`
    select jsonb_strip_nulls(jsonb_build_object(${sql.join(pairs, sql`, `)})) as figures`);
  return row?.figures ?? {};
}

/** Removes what is old, with its mails. */
export async function forgetNews(db: Database): Promise<void> {
  const old = sql`created_at < now() - make_interval(days => ${keptDays}::int)`;
  await db.execute(sql`delete from news where ${old}`);
  await db.execute(sql`
    delete from news_mails m where m.${old} and not exists (select from news n where n.mail = m.message_id)`);
}
