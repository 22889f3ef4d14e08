/** The figures that operators watch. */
import { sql } from 'drizzle-orm';
import { inMunicipality, type Database } from '../database/database.ts';

export interface CountsView {
  stages: Record<string, number>;
  codeRequestStatuses: Record<string, number>;
  errors: Record<string, number>;
  persons: number;
  heldTransfers: number;
  unjudgedTransfers: number;
  undeliveredNotices: number;
}

/** Counts in one statement, so that all figures are of one moment. Persons not judged yet count under `RECEIVED`. */
export function countAll(db: Database, municipality: string): Promise<CountsView> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{ what: string; key: string; count: number }>(sql`
      with people as (
        select stage, code_request_status, count(*)::int as count, sum(held_transfers)::int as held
        from persons where municipality = ${municipality} group by stage, code_request_status
      )
      select 'stage' as what, coalesce(stage, 'RECEIVED') as key, sum(count)::int as count from people group by stage
      union all select 'status', code_request_status, sum(count)::int from people group by code_request_status
      union all select 'held', '', coalesce(sum(held), 0)::int from people
      union all select 'error', code, count(*)::int from failures
        where municipality = ${municipality} and resolved_at is null group by code
      union all select 'unjudged', '', count(*)::int from inbox where municipality = ${municipality} and state = 'RECEIVED'
      union all select 'undelivered', '', count(*)::int from outbox
        where municipality = ${municipality} and delivered_at is null`);
    const countsOf = (what: string): Record<string, number> =>
      Object.fromEntries(rows.filter((row) => row.what === what).map(({ key, count }) => [key, count]));
    const countOf = (what: string): number => countsOf(what)[''] ?? 0;
    const stages = countsOf('stage');
    return {
      stages,
      codeRequestStatuses: countsOf('status'),
      errors: countsOf('error'),
      persons: Object.values(stages).reduce((sum, count) => sum + count, 0),
      heldTransfers: countOf('held'),
      unjudgedTransfers: countOf('unjudged'),
      undeliveredNotices: countOf('undelivered'),
    };
  });
}
