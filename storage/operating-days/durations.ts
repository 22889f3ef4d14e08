import { sql, type SQL } from 'drizzle-orm';
import { growth, leastSeconds } from '../../domain/duration-histogram.ts';

/** A `DurationHistogram` of the seconds that `rows`, a query with the one column `seconds`, gives. */
export function histogramOf(rows: SQL): SQL {
  const bucket = sql`case when seconds < ${leastSeconds}::float8 then 0
    else floor(ln(seconds / ${leastSeconds}::float8) / ln(${growth}::float8))::int + 1 end`;
  return sql`(select coalesce(jsonb_object_agg(bucket, people), '{}') from (
    select ${bucket} as bucket, count(*)::int as people from (${rows}) r group by 1) h)`;
}
