/** Incidents as stored. The monitor opens and closes them; staff acknowledge them and write notes. */
import { sql, type SQL } from 'drizzle-orm';
import type { Incident } from '../../domain/monitoring/incidents.ts';
import type { Severity } from '../../domain/monitoring/names.ts';
import type { Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';

export interface IncidentRow {
  incident: string;
  incident_key: string;
  fingerprint: string;
  organisation: string;
  target: string | null;
  severity: Severity;
  cause: string;
  detail: string | null;
  opened: number;
  told: number | null;
  acknowledged: number | null;
  escalated: number | null;
  closed: number | null;
  flaps: number;
  suppressed: number;
}

/** Of a table that is named i. */
export const incidentColumns: SQL = sql`i.incident, i.incident_key, i.fingerprint, i.organisation, i.target, i.severity,
  i.cause, i.detail, ${epochMs(sql`i.opened_at`)} as opened, ${epochMs(sql`i.told_at`)} as told,
  ${epochMs(sql`i.acknowledged_at`)} as acknowledged, ${epochMs(sql`i.escalated_at`)} as escalated,
  ${epochMs(sql`i.closed_at`)} as closed, i.flaps, i.suppressed`;

/** `minutes` are the most after which somebody was told of an escalation. */
export function incidentOf(row: IncidentRow, minutes = 0): Incident {
  return {
    incidentId: row.incident_key,
    fingerprint: row.fingerprint,
    organisation: row.organisation,
    severity: row.severity,
    targetId: row.target,
    cause: row.cause,
    openedAt: row.opened,
    toldAt: row.told,
    acknowledgedAt: row.acknowledged,
    escalatedAt: row.escalated,
    escalatedMinutes: minutes,
    closedAt: row.closed,
    flaps: row.flaps,
    suppressed: row.suppressed,
  };
}

/** Only the programs may ask who was told. */
const minutesColumn = sql`(select coalesce(max(r.after_minutes), 0)::int from notifications n
  join recipients r on r.kind = n.kind and r.address = n.recipient
  where n.incident = i.incident and n.transition = 'escalated') as minutes`;

type Row = IncidentRow & { minutes: number } & Record<string, unknown>;

export async function listOpenIncidents(db: Database): Promise<Incident[]> {
  const rows = await db.execute<Row>(
    sql`select ${incidentColumns}, ${minutesColumn} from incidents i where i.closed_at is null`,
  );
  return rows.map((row) => incidentOf(row, row.minutes));
}

/**
 * Incidents that somebody else has closed, and whose end nobody was told of: those of whom somebody was told that they
 * opened.
 */
export async function listClosedUntold(db: Database): Promise<Incident[]> {
  const rows = await db.execute<Row>(sql`
    select ${incidentColumns}, ${minutesColumn} from incidents i
    where i.closed_at > now() - interval '7 days' and i.told_at is not null
      and exists (select from notifications n where n.incident = i.incident and n.transition = 'opened')
      and not exists (select from notifications n where n.incident = i.incident and n.transition = 'closed')`);
  return rows.map((row) => incidentOf(row, row.minutes));
}
