/**
 * What the monitor has decided, as entries that are stored together. They may be stored again: what is there already
 * stays as it is. So the monitor writes them down beside the database first, and repeats them when it does not know
 * whether the database has them.
 *
 * E1. An incident is known by its key, which is made before it is stored. Where the store has an open incident of the
 *     same fingerprint already, that one is meant.
 * E2. Nothing is undone: what happened once keeps its first moment.
 */
import { sql } from 'drizzle-orm';
import type { Incident, Transition } from '../../domain/monitoring/incidents.ts';
import type { CheckState } from '../../domain/monitoring/names.ts';
import type { RecipientKind } from '../../domain/monitoring/recipients.ts';
import type { Database, Transaction } from '../database/database.ts';
import { asJson } from '../database/rows.ts';

/** Epoch milliseconds throughout. */
export interface StateEntry {
  kind: 'state';
  target: string;
  organisation: string;
  state: CheckState;
  since: number;
  checkedAt: number;
  suppressedBy: string | null;
  detail: string | null;
  /** Whether the state became another one; else only what suppresses it. */
  changed: boolean;
}

export interface IncidentEntry {
  kind: 'incident';
  incident: Incident;
  detail: string | null;
}

export interface NotificationEntry {
  kind: 'notification';
  incidentId: string;
  transition: Transition;
  recipient: string;
  recipientKind: RecipientKind;
  messageId: string;
  organisation: string;
  at: number;
  /** When it was sent without the database, if it was. */
  sentAt: number | null;
}

export type Entry = StateEntry | IncidentEntry | NotificationEntry;

const moment = (name: string) => sql.raw(`to_timestamp(${name} / 1000.0)`);

/** Stores entries in one transaction, in their order as far as it matters. */
export async function saveEntries(db: Database, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  await db.transaction(async (tx) => {
    const states = entries.filter((entry) => entry.kind === 'state');
    if (states.length > 0) await saveStates(tx, states);
    for (const entry of entries) if (entry.kind === 'incident') await saveIncident(tx, entry);
    const notifications = entries.filter((entry) => entry.kind === 'notification');
    if (notifications.length > 0) await saveNotifications(tx, notifications, keysOf(entries));
  });
}

async function saveStates(tx: Transaction, states: readonly StateEntry[]): Promise<void> {
  const latest = [...new Map(states.map((entry) => [entry.target, entry])).values()];
  await tx.execute(sql`
    insert into check_states (target, organisation, state, since, checked_at, suppressed_by, detail)
    select r.target, r.organisation, r.state, ${moment('r.since')}, ${moment('r."checkedAt"')}, r."suppressedBy", r.detail
    from jsonb_to_recordset(${asJson(latest)}) as r(target text, organisation text, state text, since float8,
      "checkedAt" float8, "suppressedBy" text, detail text)
    where exists (select from check_targets t where t.target = r.target)
    on conflict (target) do update set organisation = excluded.organisation, state = excluded.state,
      since = excluded.since, checked_at = excluded.checked_at, suppressed_by = excluded.suppressed_by,
      detail = excluded.detail`);
  await tx.execute(sql`
    insert into check_changes (target, organisation, at, state, detail)
    select r.target, r.organisation, ${moment('r.since')}, r.state, r.detail
    from jsonb_to_recordset(${asJson(states.filter(({ changed }) => changed))}) as r(target text, organisation text,
      since float8, state text, detail text)
    where not exists (select from check_changes c where c.target = r.target and c.state = r.state
      and c.at = date_trunc('milliseconds', ${moment('r.since')}))`);
}

/**
 * The stored incident that an entry means (E1): the one with its key, or one of the same fingerprint that was open when
 * it opened.
 */
const meantBy = (key: string, fingerprint: string, openedAt: number) => sql`
  select incident from incidents
  where incident_key = ${key}::uuid or (fingerprint = ${fingerprint}
    and opened_at <= ${new Date(openedAt).toISOString()}::timestamptz
    and (closed_at is null or closed_at >= ${new Date(openedAt).toISOString()}::timestamptz))
  order by incident_key = ${key}::uuid desc, incident desc limit 1`;

/** A moment as PostgreSQL reads it. */
function at(millis: number | null): string | null {
  return millis === null ? null : new Date(millis).toISOString();
}

async function saveIncident(tx: Transaction, { incident, detail }: IncidentEntry): Promise<void> {
  const { incidentId, fingerprint, organisation, targetId, severity, cause, openedAt, flaps, suppressed } = incident;
  const opened = at(openedAt);
  await tx.execute(sql`
    insert into incidents (incident_key, fingerprint, organisation, target, severity, cause, detail, opened_at)
    select ${incidentId}::uuid, ${fingerprint}, ${organisation}, ${targetId}, ${severity}, ${cause}, ${detail},
      ${opened}::timestamptz
    where not exists (${meantBy(incidentId, fingerprint, openedAt)})
    on conflict do nothing`);
  // Whoever else writes meanwhile waits here; what happened first stays.
  await tx.execute(sql`
    update incidents set
      told_at = coalesce(told_at, ${at(incident.toldAt)}::timestamptz),
      escalated_at = coalesce(escalated_at, ${at(incident.escalatedAt)}::timestamptz),
      closed_at = coalesce(closed_at, ${at(incident.closedAt)}::timestamptz),
      flaps = greatest(flaps, ${flaps}::int), suppressed = greatest(suppressed, ${suppressed}::int)
    where incident = (${meantBy(incidentId, fingerprint, openedAt)})`);
}

interface KeyOfIncident {
  incidentId: string;
  fingerprint: string;
  openedAt: number;
}

function keysOf(entries: readonly Entry[]): Map<string, KeyOfIncident> {
  return new Map(
    entries.flatMap((entry) =>
      entry.kind === 'incident' ? [[entry.incident.incidentId, entry.incident] as const] : [],
    ),
  );
}

/** Every notification comes with an entry of its incident. */
async function saveNotifications(
  tx: Transaction,
  notifications: readonly NotificationEntry[],
  keys: ReadonlyMap<string, KeyOfIncident>,
): Promise<void> {
  for (const entry of notifications) {
    const { incidentId, transition, recipient, recipientKind, messageId, organisation } = entry;
    const known = keys.get(incidentId);
    const meant = known
      ? meantBy(incidentId, known.fingerprint, known.openedAt)
      : sql`select incident from incidents where incident_key = ${incidentId}::uuid`;
    await tx.execute(sql`
      insert into notifications (incident, transition, recipient, organisation, kind, message_id, created_at,
        next_attempt_at, sent_at)
      select incident, ${transition}, ${recipient}, ${organisation}, ${recipientKind}, ${messageId},
        ${at(entry.at)}::timestamptz, now(), ${at(entry.sentAt)}::timestamptz
      from (${meant}) meant
      on conflict (incident, transition, recipient) do update
        set sent_at = coalesce(notifications.sent_at, excluded.sent_at)`);
  }
}
