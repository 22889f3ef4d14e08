import { sql } from 'drizzle-orm';
import type { Stage } from '../../domain/stages.ts';
import type { Transaction } from '../database/database.ts';
import { asJson } from '../database/rows.ts';

export interface TimelineRow {
  personId: string;
  /** An event of the lifecycle, never a sentence. */
  event: string;
  stage: Stage | null;
  attempt: number;
  detail?: Record<string, string | number | boolean | null>;
}

/** Records events for staff: ids and codes only. */
export async function writeTimeline(tx: Transaction, municipality: string, rows: TimelineRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into timeline (municipality, person_id, event, stage, attempt, detail)
    select ${municipality}, t."personId", t.event, t.stage, t.attempt, t.detail
    from jsonb_to_recordset(${asJson(rows)}) as t("personId" uuid, event text, stage text, attempt int, detail jsonb)`);
}
