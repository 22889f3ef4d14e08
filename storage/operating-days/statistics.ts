/** 統計: the figures of a municipality's day. Made again for the same day, they take the place of the former ones. */
import { sql, type SQL } from 'drizzle-orm';
import { millisOfDay, tokyoStartOf } from '../../domain/calendar/civil-date.ts';
import type { DurationHistogram } from '../../domain/duration-histogram.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';
import { histogramOf } from './durations.ts';
import { at, type DayKey } from './rows.ts';

/** Counts and times only. */
export interface Figures {
  /** Residents of whom the first transfer came. */
  newRequests: number;
  /** Requests that were routed to the national server. */
  requested: number;
  confirmed: number;
  /** Errors that opened. */
  errors: number;
  /** Seconds from the first transfer to the confirmed code, of those confirmed then; null when there are none. */
  secondsToCodeMean: number | null;
  secondsToCodeP50: number | null;
  secondsToCodeP95: number | null;
}

export interface DailyStatistics extends Figures {
  municipality: string;
  day: string;
  /** Epoch milliseconds. */
  madeAt: number;
}

/** Of a day that is not over. */
export interface PresentStatistics extends DailyStatistics {
  durations: DurationHistogram;
}

/** The day of the Japanese calendar, from midnight to midnight. */
export async function makeStatistics(db: Database, { organisation: municipality, day }: DayKey): Promise<void> {
  await inMunicipality(db, municipality, (tx) =>
    tx.execute(sql`
      insert into daily_statistics (organisation, day, new_requests, requested, confirmed, errors, seconds_to_code_mean,
        seconds_to_code_p50, seconds_to_code_p95, seconds_to_code_histogram, made_at)
      select ${municipality}, ${day}::date, f.*, now() from (${figuresOf(municipality, day)}) f
      on conflict (organisation, day) do update set new_requests = excluded.new_requests,
        requested = excluded.requested, confirmed = excluded.confirmed, errors = excluded.errors,
        seconds_to_code_mean = excluded.seconds_to_code_mean, seconds_to_code_p50 = excluded.seconds_to_code_p50,
        seconds_to_code_p95 = excluded.seconds_to_code_p95,
        seconds_to_code_histogram = excluded.seconds_to_code_histogram, made_at = excluded.made_at`),
  );
}

/** The same of a day that is not over, as it stands now. Reads every resident, so callers keep the result. */
export async function readStatistics(
  db: Database,
  { organisation: municipality, day }: DayKey,
): Promise<PresentStatistics> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<StatisticsRow & { durations: DurationHistogram }>(sql`
      select ${municipality}::text as organisation, ${day}::text as day, f.*, ${epochMs(sql`now()`)} as made_ms
      from (${figuresOf(municipality, day)}) f`);
    if (!row) throw new Error('An aggregate has a row');
    return { ...statisticsOf(row), durations: row.durations };
  });
}

/** In the order of the columns of `daily_statistics`. */
function figuresOf(municipality: string, day: string): SQL {
  const start = tokyoStartOf(day);
  const within = (column: string) =>
    sql`(${sql.raw(column)} >= ${at(start)} and ${sql.raw(column)} < ${at(start + millisOfDay)})`;
  const confirmed = sql`filter (where ${within('acquired_at')})`;
  return sql`
    with people as materialized (
      select created_at, routed_at, acquired_at, extract(epoch from acquired_at - created_at)::float8 as seconds
      from persons where municipality = ${municipality}
        and (${within('created_at')} or ${within('routed_at')} or ${within('acquired_at')}))
    select count(*) filter (where ${within('created_at')})::int as new_requests,
      count(*) filter (where ${within('routed_at')})::int as requested, count(*) ${confirmed}::int as confirmed,
      (select count(*)::int from failures where municipality = ${municipality} and ${within('first_seen_at')}) as errors,
      avg(seconds) ${confirmed} as mean, percentile_cont(0.5) within group (order by seconds) ${confirmed} as p50,
      percentile_cont(0.95) within group (order by seconds) ${confirmed} as p95,
      ${histogramOf(sql`select seconds from people where ${within('acquired_at')}`)} as durations
    from people`;
}

export interface FigureRow extends Record<string, unknown> {
  new_requests: number;
  requested: number;
  confirmed: number;
  errors: number;
  mean: number | null;
  p50: number | null;
  p95: number | null;
}
export interface StatisticsRow extends FigureRow {
  organisation: string;
  day: string;
  made_ms: number;
}

export function statisticsOf(row: StatisticsRow): DailyStatistics {
  return { municipality: row.organisation, day: row.day, ...figuresIn(row), madeAt: row.made_ms };
}

export function figuresIn(row: FigureRow): Figures {
  return {
    newRequests: row.new_requests,
    requested: row.requested,
    confirmed: row.confirmed,
    errors: row.errors,
    secondsToCodeMean: row.mean,
    secondsToCodeP50: row.p50,
    secondsToCodeP95: row.p95,
  };
}
