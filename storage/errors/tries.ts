/** Each time that staff tried an entry of the error list again. */
import { sql } from 'drizzle-orm';
import type { AcquisitionFailureCode, Step } from '../../domain/failures.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { dateOf, epochMs } from '../database/rows.ts';

export interface StoredTry {
  tryNo: number;
  /** What had failed before: when, how, and the participant's own code. */
  failedAt: Date;
  code: AcquisitionFailureCode;
  step: Step | null;
  attempt: number;
  reason: string | null;
  action: 'retried' | 'corrected';
  staffId: string;
  because: string;
  triedAt: Date;
  /** Null, like `outcome`, while it is not known how it ends. */
  endedAt: Date | null;
  outcome: 'passed' | 'failed' | 'cancelled' | null;
}

interface Row extends Record<string, unknown>, Omit<StoredTry, 'failedAt' | 'triedAt' | 'endedAt'> {
  failed: number;
  tried: number;
  ended: number | null;
}

/** The latest 200, in order of time. */
export function listTries(db: Database, municipality: string, failureId: string): Promise<StoredTry[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<Row>(sql`
      select try_no as "tryNo", ${epochMs(sql`failed_at`)} as failed, code, step, attempt, reason, action,
        staff_id as "staffId", staff_reason as because, ${epochMs(sql`tried_at`)} as tried,
        ${epochMs(sql`ended_at`)} as ended, outcome
      from failure_tries where municipality = ${municipality} and failure_id = ${failureId}::uuid
      order by try_no desc limit 200`);
    return [...rows].toReversed().map(({ failed, tried, ended, ...row }) => ({
      ...row,
      failedAt: new Date(failed),
      triedAt: new Date(tried),
      endedAt: dateOf(ended),
    }));
  });
}
