/** Alarms that come from elsewhere, as the API takes them. The monitor opens and closes their incidents. */
import { sql } from 'drizzle-orm';
import type { OutsideAlarm } from '../../domain/monitoring/monitor.ts';
import type { Severity } from '../../domain/monitoring/names.ts';
import type { Database } from '../database/database.ts';
import { asJson } from '../database/rows.ts';

export interface NewAlarm {
  fingerprint: string;
  organisation: string;
  labels: Record<string, string>;
  status: 'firing' | 'resolved';
  /** ISO 8601. */
  startsAt: string;
  endsAt: string | null;
}

/**
 * Minutes in which a sender may still repeat what its own “resolved” has overtaken. An Alertmanager gives up a message
 * when its next one is due, after five by default; what it then says of the same beginning is meant.
 */
const repeatsFor = 4;

/**
 * Takes alarms; one that is known gets its new state. What is older than what is known changes nothing, because a
 * sender that repeats may be overtaken by itself: neither an earlier beginning, nor a beginning before the end of an alarm
 * that has just been resolved. A moment in the future counts as now: otherwise one message of a sender whose clock was
 * wrong would keep all later ones out.
 */
export async function takeAlarms(db: Database, alarms: readonly NewAlarm[]): Promise<void> {
  const latest = [...new Map(alarms.map((alarm) => [alarm.fingerprint, alarm])).values()];
  await db.execute(sql`
    insert into alarms (fingerprint, organisation, labels, status, starts_at, ends_at)
    select r.fingerprint, r.organisation, r.labels, r.status, least(r."startsAt"::timestamptz, now()),
      least(r."endsAt"::timestamptz, now())
    from jsonb_to_recordset(${asJson(latest)}) as r(fingerprint text, organisation text, labels jsonb, status text,
      "startsAt" text, "endsAt" text)
    on conflict (fingerprint) do update set organisation = excluded.organisation, labels = excluded.labels,
      status = excluded.status, starts_at = excluded.starts_at, ends_at = excluded.ends_at, received_at = now()
    where excluded.starts_at >= alarms.starts_at and (excluded.status = 'resolved' or alarms.status = 'firing'
      or excluded.starts_at > coalesce(alarms.ends_at, alarms.starts_at)
      or alarms.received_at < now() - make_interval(mins => ${repeatsFor}))`);
}

interface Row extends Record<string, unknown> {
  fingerprint: string;
  organisation: string;
  labels: Record<string, string>;
  status: 'firing' | 'resolved';
}

/** Alarms whose incident does not agree with them yet. */
export async function listAlarmsToFollow(db: Database): Promise<OutsideAlarm[]> {
  const rows = await db.execute<Row>(sql`
    select a.fingerprint, a.organisation, a.labels, a.status from alarms a
    where (a.status = 'firing') <> exists (
      select from incidents i where i.fingerprint = 'alarm/' || a.fingerprint and i.closed_at is null)`);
  return rows.map(({ fingerprint, organisation, labels, status }) => ({
    fingerprint,
    organisation,
    severity: severityOf(labels['severity']),
    cause: (labels['alertname'] ?? '').trim() || 'ALARM',
    firing: status === 'firing',
  }));
}

/** Words of others for what matters more or less. */
function severityOf(label: string | undefined): Severity {
  if (label === 'critical' || label === 'page' || label === 'error') return 'critical';
  return label === 'info' || label === 'none' ? 'info' : 'warning';
}
