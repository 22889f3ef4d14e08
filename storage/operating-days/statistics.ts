/** 統計: the figures of a municipality's day. Made again for the same day, they take the place of the former ones. */
import { sql } from 'drizzle-orm';
import { millisOfDay, tokyoStartOf } from '../../domain/calendar/civil-date.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';
import { at, type DayKey } from './rows.ts';

/** Counts and times only. */
export interface DailyStatistics {
  municipality: string;
  day: string;
  /** Residents of whom the first transfer came on this day. */
  newRequests: number;
  /** Requests that were routed to the national server. */
  requested: number;
  confirmed: number;
  /** Errors that opened. */
  errors: number;
  /** Seconds from the first transfer to the confirmed code, of those confirmed on this day; null when there are none. */
  secondsToCodeP50: number | null;
  secondsToCodeP95: number | null;
  /** Epoch milliseconds. */
  madeAt: number;
}

/** The day of the Japanese calendar, from midnight to midnight. */
export async function makeStatistics(db: Database, { organisation: municipality, day }: DayKey): Promise<void> {
  const start = tokyoStartOf(day);
  const within = (column: string) =>
    sql`${sql.raw(column)} >= ${at(start)} and ${sql.raw(column)} < ${at(start + millisOfDay)}`;
  await inMunicipality(db, municipality, (tx) =>
    tx.execute(sql`
      insert into daily_statistics (organisation, day, new_requests, requested, confirmed, errors, seconds_to_code_p50,
        seconds_to_code_p95, made_at)
      select ${municipality}, ${day}::date, count(*) filter (where ${within('created_at')})::int,
        count(*) filter (where ${within('routed_at')})::int, count(*) filter (where ${within('acquired_at')})::int,
        (select count(*)::int from failures where municipality = ${municipality} and ${within('first_seen_at')}),
        percentile_cont(0.5) within group (order by extract(epoch from acquired_at - created_at)::float8)
          filter (where ${within('acquired_at')}),
        percentile_cont(0.95) within group (order by extract(epoch from acquired_at - created_at)::float8)
          filter (where ${within('acquired_at')}),
        now()
      from persons where municipality = ${municipality}
      on conflict (organisation, day) do update set new_requests = excluded.new_requests,
        requested = excluded.requested, confirmed = excluded.confirmed, errors = excluded.errors,
        seconds_to_code_p50 = excluded.seconds_to_code_p50, seconds_to_code_p95 = excluded.seconds_to_code_p95,
        made_at = excluded.made_at`),
  );
}

/** Of the organisation and of all below it, day by day; both dates included. Of a municipality at most its own. */
export function listStatistics(
  db: Database,
  { acting, organisation, from, to }: { acting: string; organisation: string; from: string; to: string },
): Promise<DailyStatistics[]> {
  return inMunicipality(db, acting, async (tx) => {
    const rows = await tx.execute<{
      organisation: string;
      day: string;
      new_requests: number;
      requested: number;
      confirmed: number;
      errors: number;
      p50: number | null;
      p95: number | null;
      made_ms: number;
    }>(sql`
      select s.organisation, s.day::text as day, s.new_requests, s.requested, s.confirmed, s.errors,
        s.seconds_to_code_p50 as p50, s.seconds_to_code_p95 as p95, ${epochMs(sql`s.made_at`)} as made_ms
      from daily_statistics s
      where s.day between ${from} and ${to} and (s.organisation = ${organisation} or ${organisation} = 'nation'
        or s.organisation in (select o.organisation from organisations o where o.parent = ${organisation}))
      order by s.day, s.organisation limit 100000`);
    return rows.map(({ organisation: municipality, new_requests: newRequests, made_ms: madeAt, p50, p95, ...row }) => ({
      municipality,
      day: row.day,
      newRequests,
      requested: row.requested,
      confirmed: row.confirmed,
      errors: row.errors,
      secondsToCodeP50: p50,
      secondsToCodeP95: p95,
      madeAt,
    }));
  });
}
