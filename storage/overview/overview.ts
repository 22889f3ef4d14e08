/** The figures of the first page: what waits and for how long, what was done today, and who answers. */
import { sql, type SQL } from 'drizzle-orm';
import type { AcquisitionFailureCode } from '../../domain/failures.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';

/** The age bands, by their upper ends; older entries are in the last one. */
const bands = ['hour', 'day', 'threeDays', 'older'] as const;
type Band = (typeof bands)[number];
export type Ages = Record<Band, number>;

export interface WaitingFigures {
  /** 未依頼 and 依頼中, by how long they have been so. */
  notRequested: Ages;
  requesting: Ages;
  requested: number;
  /** Those of 依頼中 who only wait for the operating hours. */
  waitingForHours: number;
}

const hourOf = (at: SQL) => sql`extract(hour from ${at} at time zone 'Asia/Tokyo')::int`;

const bandOf = (since: SQL) => sql`case
  when ${since} > now() - interval '1 hour' then 'hour' when ${since} > now() - interval '1 day' then 'day'
  when ${since} > now() - interval '3 days' then 'threeDays' else 'older' end`;

/** Reads every resident once, so callers keep the result for a time that grows with what it cost. */
export function countWaiting(db: Database, municipality: string): Promise<WaitingFigures> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{ status: string; band: Band | null; count: number; waiting: number }>(sql`
      select code_request_status as status, case code_request_status
          when 'NOT_REQUESTED' then ${bandOf(sql`created_at`)}
          when 'REQUESTING' then ${bandOf(sql`coalesce(serial_requested_at, created_at)`)} end as band,
        count(*)::int as count, count(*) filter (where stage = 'WAITING_FOR_HOURS')::int as waiting
      from persons where municipality = ${municipality} group by 1, 2`);
    const ages = (status: string) => sumAges(rows.filter((row) => row.status === status));
    return {
      notRequested: ages('NOT_REQUESTED'),
      requesting: ages('REQUESTING'),
      requested: rows.find(({ status }) => status === 'REQUESTED')?.count ?? 0,
      waitingForHours: rows.reduce((sum, { waiting }) => sum + waiting, 0),
    };
  });
}

export interface HourFigures {
  /** 0 to 23, in Japan. */
  hour: number;
  acquired: number;
  routed: number;
  errors: number;
}

export interface ParticipantFigures {
  participant: string;
  lastAskedAt: number | null;
  lastAnsweredAt: number | null;
  /** Requests since the last answer that were sent more than once and not answered. */
  unanswered: number;
}

export interface NoticeFigures {
  numberSystem: string;
  undelivered: number;
  /** Notices of these that were sent in vain at least once. */
  retrying: number;
  oldestAt: number;
}

/** Open entries of the error list. */
export interface ErrorFigures {
  band: Band;
  code: AcquisitionFailureCode;
  assigned: boolean;
  count: number;
}

export interface ActivityFigures {
  errors: ErrorFigures[];
  /** Updates of address information and other proposals that wait for a second person; `oldestAt` null: none does. */
  proposedUpdates: { count: number; oldestAt: number | null };
  hours: HourFigures[];
  participants: ParticipantFigures[];
  notices: NoticeFigures[];
}

/** Each part uses an index on few rows: open errors, due notices, today's requests. */
export function readActivity(
  db: Database,
  municipality: string,
  { participants, since }: { participants: readonly string[]; since: number },
): Promise<ActivityFigures> {
  const start = sql`${new Date(since).toISOString()}::timestamptz`;
  const names = sql`string_to_array(${participants.join(',')}, ',')`;
  return inMunicipality(db, municipality, async (tx) => {
    const [errors, proposed, hours, participantRows, notices] = await Promise.all([
      tx.execute<Record<string, unknown> & ErrorFigures>(sql`
        select ${bandOf(sql`first_seen_at`)} as band, code, assignee_id is not null as assigned, count(*)::int as count
        from failures where municipality = ${municipality} and resolved_at is null group by 1, 2, 3`),
      tx.execute<Record<string, unknown> & ActivityFigures['proposedUpdates']>(sql`
        select count(*)::int as count, ${epochMs(sql`min(proposed_at)`)} as "oldestAt"
        from (
          select proposed_at from proposed_updates where municipality = ${municipality} and decision is null
          union all
          select proposed_at from proposals where municipality = ${municipality} and decision is null
        ) as waiting`),
      tx.execute<Record<string, unknown> & HourFigures>(sql`
        select hour, sum(acquired)::int as acquired, sum(routed)::int as routed, sum(errors)::int as errors from (
          select ${hourOf(sql`started_at`)} as hour, acquired, 0 as routed, 0 as errors
          from confirmation_runs where municipality = ${municipality} and started_at >= ${start}
          union all
          select ${hourOf(sql`answered_at`)}, 0, line_count, 0 from request_attempts
          where municipality = ${municipality} and participant in ('juki-system', 'juki-gateway')
            and created_at >= ${start} - interval '1 day' and step = 'route' and answered_at >= ${start}
          union all
          select ${hourOf(sql`first_seen_at`)}, 0, 0, 1 from failures
          where municipality = ${municipality} and first_seen_at >= ${start} and resolved_at is null
          union all
          select ${hourOf(sql`first_seen_at`)}, 0, 0, 1 from failures
          where municipality = ${municipality} and first_seen_at >= ${start} and resolved_at is not null
        ) as done group by hour order by hour`),
      tx.execute<Record<string, unknown> & ParticipantFigures>(sql`
        select n.name as participant, ${epochMs(sql`max(r.created_at)`)} as "lastAskedAt",
          ${epochMs(sql`max(r.answered_at)`)} as "lastAnsweredAt",
          count(*) filter (where r.state = 'SENDING' and r.sends > 1
            and r.created_at > coalesce(r.last_answer, '-infinity'))::int as unanswered
        from unnest(${names}) as n(name)
        left join lateral (
          select *, max(answered_at) over () as last_answer from (
            select state, sends, created_at, answered_at from request_attempts
            where municipality = ${municipality} and participant = n.name order by created_at desc limit 50) latest
        ) r on true
        group by n.name order by n.name`),
      tx.execute<Record<string, unknown> & NoticeFigures>(sql`
        select number_system as "numberSystem", count(*)::int as undelivered,
          count(*) filter (where sends > 0)::int as retrying, ${epochMs(sql`min(created_at)`)} as "oldestAt"
        from outbox where municipality = ${municipality} and delivered_at is null group by number_system
        order by number_system`),
    ]);
    return {
      errors: [...errors],
      proposedUpdates: proposed[0] ?? { count: 0, oldestAt: null },
      hours: [...hours],
      participants: [...participantRows],
      notices: [...notices],
    };
  });
}

export function sumAges(rows: readonly { band: Band | null; count: number }[]): Ages {
  const ages: Ages = { hour: 0, day: 0, threeDays: 0, older: 0 };
  for (const { band, count } of rows) if (band) ages[band] += count;
  return ages;
}
