/** 統計: the figures of a municipality's day. Made again for the same day, they take the place of the former ones. */
import { sql, type SQL } from 'drizzle-orm';
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
  secondsToCodeMean: number | null;
  secondsToCodeP50: number | null;
  secondsToCodeP95: number | null;
  /** Epoch milliseconds. */
  madeAt: number;
}

/** The day of the Japanese calendar, from midnight to midnight. */
export async function makeStatistics(db: Database, { organisation: municipality, day }: DayKey): Promise<void> {
  await inMunicipality(db, municipality, (tx) =>
    tx.execute(sql`
      insert into daily_statistics (organisation, day, new_requests, requested, confirmed, errors, seconds_to_code_mean,
        seconds_to_code_p50, seconds_to_code_p95, made_at)
      select ${municipality}, ${day}::date, f.*, now() from (${figuresOf(municipality, day)}) f
      on conflict (organisation, day) do update set new_requests = excluded.new_requests,
        requested = excluded.requested, confirmed = excluded.confirmed, errors = excluded.errors,
        seconds_to_code_mean = excluded.seconds_to_code_mean, seconds_to_code_p50 = excluded.seconds_to_code_p50,
        seconds_to_code_p95 = excluded.seconds_to_code_p95, made_at = excluded.made_at`),
  );
}

/** The same of a day that is not over, as it stands now. Reads every resident, so callers keep the result. */
export async function readStatistics(
  db: Database,
  { organisation: municipality, day }: DayKey,
): Promise<DailyStatistics> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<FigureRow>(sql`
      select ${municipality}::text as organisation, ${day}::text as day, f.*, ${epochMs(sql`now()`)} as made_ms
      from (${figuresOf(municipality, day)}) f`);
    if (!row) throw new Error('An aggregate has a row');
    return statisticsOf(row);
  });
}

function figuresOf(municipality: string, day: string): SQL {
  const start = tokyoStartOf(day);
  const within = (column: string) =>
    sql`${sql.raw(column)} >= ${at(start)} and ${sql.raw(column)} < ${at(start + millisOfDay)}`;
  const seconds = sql`extract(epoch from acquired_at - created_at)::float8`;
  const confirmed = sql`filter (where ${within('acquired_at')})`;
  return sql`
    select count(*) filter (where ${within('created_at')})::int as new_requests,
      count(*) filter (where ${within('routed_at')})::int as requested, count(*) ${confirmed}::int as confirmed,
      (select count(*)::int from failures where municipality = ${municipality} and ${within('first_seen_at')}) as errors,
      avg(${seconds}) ${confirmed} as mean,
      percentile_cont(0.5) within group (order by ${seconds}) ${confirmed} as p50,
      percentile_cont(0.95) within group (order by ${seconds}) ${confirmed} as p95
    from persons where municipality = ${municipality}`;
}

interface FigureRow extends Record<string, unknown> {
  organisation: string;
  day: string;
  new_requests: number;
  requested: number;
  confirmed: number;
  errors: number;
  mean: number | null;
  p50: number | null;
  p95: number | null;
  made_ms: number;
}

function statisticsOf(row: FigureRow): DailyStatistics {
  return {
    municipality: row.organisation,
    day: row.day,
    newRequests: row.new_requests,
    requested: row.requested,
    confirmed: row.confirmed,
    errors: row.errors,
    secondsToCodeMean: row.mean,
    secondsToCodeP50: row.p50,
    secondsToCodeP95: row.p95,
    madeAt: row.made_ms,
  };
}

/** Of the organisation and of all below it, day by day; both dates included. Of a municipality at most its own. */
export function listStatistics(
  db: Database,
  { acting, organisation, from, to }: { acting: string; organisation: string; from: string; to: string },
): Promise<DailyStatistics[]> {
  return inMunicipality(db, acting, async (tx) => {
    const rows = await tx.execute<FigureRow>(sql`
      select s.organisation, s.day::text as day, s.new_requests, s.requested, s.confirmed, s.errors,
        s.seconds_to_code_mean as mean, s.seconds_to_code_p50 as p50, s.seconds_to_code_p95 as p95, ${epochMs(sql`s.made_at`)} as made_ms
      from daily_statistics s
      where s.day between ${from} and ${to} and (s.organisation = ${organisation} or ${organisation} = 'nation'
        or s.organisation in (select o.organisation from organisations o where o.parent = ${organisation}))
      order by s.day, s.organisation limit 100000`);
    return rows.map(statisticsOf);
  });
}
