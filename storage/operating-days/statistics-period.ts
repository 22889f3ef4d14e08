/** 統計 of a period: its days, and what they come to together. */
import { sql, type SQL } from 'drizzle-orm';
import { percentileOf, type DurationHistogram } from '../../domain/duration-histogram.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';
import {
  figuresIn,
  statisticsOf,
  type DailyStatistics,
  type FigureRow,
  type Figures,
  type PresentStatistics,
  type StatisticsRow,
} from './statistics.ts';

export interface PeriodStatistics {
  /** Of each municipality and day, by day. */
  statistics: DailyStatistics[];
  /** Of each day, all municipalities together. */
  days: (Figures & { day: string })[];
  /** Of each municipality, the whole period. */
  municipalities: (Figures & { municipality: string })[];
  period: Figures;
}

export interface StatisticsQuestion {
  acting: string;
  organisation: string;
  from: string;
  to: string;
  /** Figures of days that are not over; they count instead of those that may be stored already. */
  present?: readonly PresentStatistics[];
}

/**
 * Of the organisation and of all below it; both dates included. Of a municipality at most its own. Where figures of
 * several are added up, median and 95 % are those of all people together, accurate to 5 %.
 */
export function listStatistics(db: Database, question: StatisticsQuestion): Promise<PeriodStatistics> {
  const rows = rowsOf(question);
  return inMunicipality(db, question.acting, async (tx) => {
    const [statistics, sums, histograms] = await Promise.all([
      tx.execute<StatisticsRow>(sql`
        select organisation, day::text as day, new_requests, requested, confirmed, errors, mean, p50, p95, made_ms
        from (${rows}) r order by r.day, organisation limit 100000`),
      tx.execute<FigureRow & Part & { measured: number }>(sql`
        select day::text as day, organisation, coalesce(sum(new_requests), 0)::int as new_requests,
          coalesce(sum(requested), 0)::int as requested, coalesce(sum(confirmed), 0)::int as confirmed,
          coalesce(sum(errors), 0)::int as errors, count(p95)::int as measured, min(p50) as p50, min(p95) as p95,
          sum(mean * confirmed) / nullif(sum(confirmed) filter (where mean is not null), 0) as mean
        from (${rows}) r group by grouping sets ((r.day), (organisation), ())
        order by r.day, organisation`),
      tx.execute<Part & { durations: DurationHistogram }>(sql`
        select day, organisation, jsonb_object_agg(bucket, people) as durations from (
          select day::text as day, organisation, bucket, sum(people::int)::int as people
          from (${rows}) r, jsonb_each_text(durations) as counted(bucket, people)
          group by grouping sets ((r.day, bucket), (organisation, bucket), (bucket))) p
        group by day, organisation`),
    ]);
    const durationsOf = new Map(histograms.map((row) => [keyOf(row), row.durations]));
    const parts = sums.map((row) => ({ ...row, figures: figuresTogether(row, durationsOf.get(keyOf(row)) ?? {}) }));
    const whole = parts.find(({ day, organisation }) => day === null && organisation === null);
    if (!whole) throw new Error('An aggregate has a row');
    return {
      statistics: statistics.map(statisticsOf),
      days: parts.flatMap(({ day, figures }) => (day === null ? [] : [{ day, ...figures }])),
      municipalities: parts.flatMap(({ organisation, figures }) =>
        organisation === null ? [] : [{ municipality: organisation, ...figures }],
      ),
      period: whole.figures,
    };
  });
}

/** What figures are of: a day, a municipality, or all. */
interface Part extends Record<string, unknown> {
  day: string | null;
  organisation: string | null;
}
const keyOf = ({ day, organisation }: Part): string => `${day ?? ''} ${organisation ?? ''}`;

/** A single day of a single municipality has exact figures of its own. */
function figuresTogether(row: FigureRow & { measured: number }, durations: DurationHistogram): Figures {
  if (row.measured === 1) return figuresIn(row);
  return figuresIn({ ...row, p50: percentileOf(durations, 0.5), p95: percentileOf(durations, 0.95) });
}

function rowsOf({ organisation, from, to, present = [] }: StatisticsQuestion): SQL {
  const asRows = JSON.stringify(
    present.map(({ municipality, day, durations, madeAt, ...figures }) => ({
      organisation: municipality,
      day,
      new_requests: figures.newRequests,
      requested: figures.requested,
      confirmed: figures.confirmed,
      errors: figures.errors,
      mean: figures.secondsToCodeMean,
      p50: figures.secondsToCodeP50,
      p95: figures.secondsToCodeP95,
      durations,
      made_ms: madeAt,
    })),
  );
  return sql`
    with present as (
      select * from jsonb_to_recordset(${asRows}::jsonb) as p(organisation text, day date, new_requests integer,
        requested integer, confirmed integer, errors integer, mean float8, p50 float8, p95 float8, durations jsonb,
        made_ms float8))
    select s.organisation, s.day, s.new_requests, s.requested, s.confirmed, s.errors, s.seconds_to_code_mean as mean,
      s.seconds_to_code_p50 as p50, s.seconds_to_code_p95 as p95, s.seconds_to_code_histogram as durations,
      ${epochMs(sql`s.made_at`)} as made_ms
    from daily_statistics s
    where s.day between ${from} and ${to} and (s.organisation = ${organisation} or ${organisation} = 'nation'
        or s.organisation in (select o.organisation from organisations o where o.parent = ${organisation}))
      and not exists (select from present p where p.organisation = s.organisation and p.day = s.day)
    union all select * from present`;
}
