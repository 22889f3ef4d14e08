/**
 * The outbox of alarms. A row is taken and sent while its transaction is open, so whoever dies gives it back at once;
 * the mail server may have taken the mail then, and gets it again under the same Message-ID.
 */
import { sql } from 'drizzle-orm';
import type { Incident, Transition } from '../../domain/monitoring/incidents.ts';
import type { RecipientKind } from '../../domain/monitoring/recipients.ts';
import type { Database } from '../database/database.ts';
import { asJson } from '../database/rows.ts';
import { incidentColumns, incidentOf, type IncidentRow } from './incidents.ts';

export interface DueNotification {
  transition: Transition;
  recipient: string;
  recipientKind: RecipientKind;
  messageId: string;
  attempts: number;
  incident: Incident;
  /** The number that people know the incident by. */
  number: number;
  name: { ja: string; en: string };
  labels: Record<string, string> | null;
  affectedRequests: number;
}

export type Attempt =
  | { kind: 'sent' }
  /** Tried again after so many milliseconds. */
  | { kind: 'failed'; error: string; againInMs: number }
  /** Not tried again. */
  | { kind: 'refused'; error: string };

interface Row extends IncidentRow {
  transition: Transition;
  recipient: string;
  recipient_kind: RecipientKind;
  message_id: string;
  attempts: number;
  name: string;
  name_en: string;
  labels: Record<string, string> | null;
  affected: number;
}

/**
 * Takes the notification that waits longest and sends it; those that nobody has tried are first, so that recipients who
 * do not answer hold up no others. False when none is due, or others send all that are.
 */
export async function sendNext(db: Database, send: (due: DueNotification) => Promise<Attempt>): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [row] = await tx.execute<Row & Record<string, unknown>>(sql`
      select n.transition, n.recipient, n.kind as recipient_kind, n.message_id, n.attempts, ${incidentColumns},
        coalesce(t.name, o.name) as name, coalesce(t.name_en, o.name_en) as name_en, a.labels,
        (select count(*)::int from incident_requests r where r.incident = i.incident) as affected
      from notifications n join incidents i on i.incident = n.incident
      join organisations o on o.organisation = i.organisation
      left join check_targets t on t.target = i.target
      left join alarms a on i.fingerprint = 'alarm/' || a.fingerprint
      where n.sent_at is null and n.refused_at is null and n.next_attempt_at <= now()
      order by n.attempts > 0, n.next_attempt_at limit 1
      for update of n skip locked`);
    if (!row) return false;
    const attempt = await send({
      transition: row.transition,
      recipient: row.recipient,
      recipientKind: row.recipient_kind,
      messageId: row.message_id,
      attempts: row.attempts,
      incident: incidentOf(row),
      number: Number(row.incident),
      name: { ja: row.name, en: row.name_en },
      labels: row.labels,
      affectedRequests: row.affected,
    });
    const again = attempt.kind === 'failed' ? attempt.againInMs / 1_000 : 0;
    await tx.execute(sql`
      update notifications set attempts = attempts + 1,
        sent_at = case when ${attempt.kind} = 'sent' then now() end,
        refused_at = case when ${attempt.kind} = 'refused' then now() end,
        next_attempt_at = clock_timestamp() + make_interval(secs => ${again}::float8),
        error = ${attempt.kind === 'sent' ? null : attempt.error}
      where message_id = ${row.message_id}`);
    return true;
  });
}

/** Notes what was sent without the database. */
export async function markSent(db: Database, sent: readonly { messageId: string; sentAt: number }[]): Promise<void> {
  if (sent.length === 0) return;
  await db.execute(sql`
    update notifications n set sent_at = to_timestamp(r."sentAt" / 1000.0)
    from jsonb_to_recordset(${asJson(sent)}) as r("messageId" text, "sentAt" float8)
    where n.message_id = r."messageId" and n.sent_at is null`);
}

/** Of these, the ones that are to be sent still. */
export async function listUnsent(db: Database, messageIds: readonly string[]): Promise<Set<string>> {
  if (messageIds.length === 0) return new Set();
  const rows = await db.execute<{ message_id: string }>(sql`
    select n.message_id from notifications n
    join jsonb_array_elements_text(${asJson(messageIds)}) as given(id) on given.id = n.message_id
    where n.sent_at is null and n.refused_at is null`);
  return new Set(rows.map(({ message_id }) => message_id));
}
