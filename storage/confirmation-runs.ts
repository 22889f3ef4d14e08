/** The runs of the confirmation (確認部 42), for whoever looks at them. */
import { sql } from 'drizzle-orm';
import { inMunicipality, type Database } from './database.ts';
import { epochMs } from './rows.ts';

export interface ConfirmationRunView {
  runId: string;
  startedAt: Date;
  finishedAt: Date | null;
  asked: number;
  acquired: number;
  errors: number;
  unknown: number;
  overdue: number;
}

/** The latest first. */
export function listConfirmationRuns(
  db: Database,
  municipality: string,
  limit: number,
): Promise<ConfirmationRunView[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<
      Record<string, unknown> &
        Omit<ConfirmationRunView, 'runId' | 'startedAt' | 'finishedAt'> & {
          run_id: string;
          started_at: number;
          finished_at: number | null;
        }
    >(sql`
      select run_id, ${epochMs(sql`started_at`)} as started_at, ${epochMs(sql`finished_at`)} as finished_at,
        asked, acquired, errors, unknown, overdue
      from confirmation_runs where municipality = ${municipality}
      order by confirmation_runs.started_at desc, run_id desc limit ${limit}`);
    return rows.map(({ run_id, started_at, finished_at, asked, acquired, errors, unknown, overdue }) => ({
      runId: run_id,
      startedAt: new Date(started_at),
      finishedAt: finished_at === null ? null : new Date(finished_at),
      asked,
      acquired,
      errors,
      unknown,
      overdue,
    }));
  });
}
