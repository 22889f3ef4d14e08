/** Incidents, silences, targets and recipients as people see and change them, within what their role may (row-level security). */
import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import type { CheckKind, CheckState, Severity } from '../../domain/monitoring/names.ts';
import type { Recipient } from '../../domain/monitoring/recipients.ts';
import { recipients } from '../../schema/monitoring.ts';
import { inOrganisation, type Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';

/** Who asks: for which organisation the caller acts, and which one is asked about. */
export interface View {
  acting: string;
  organisation: string;
}

/** Of a table with the alias `x` that has an organisation: the asked one, what is above and below it, as far as it is seen. */
const around = (x: SQL, organisation: string): SQL => sql`sees_organisation(${x}.organisation) and exists (
  select from organisations o where o.organisation = ${x}.organisation and (o.organisation = ${organisation}
    or o.parent = ${organisation} or ${organisation} = 'nation' or o.organisation = 'nation'
    or o.organisation = (select own.parent from organisations own where own.organisation = ${organisation})))`;

/** Moments are epoch milliseconds. */
export interface SeenIncident extends Record<string, unknown> {
  incident: number;
  organisation: string;
  severity: Severity;
  cause: string;
  detail: string | null;
  target: string | null;
  name: string | null;
  nameEn: string | null;
  openedAt: number;
  toldAt: number | null;
  acknowledgedAt: number | null;
  acknowledgedBy: string | null;
  acknowledgedByName: string | null;
  escalatedAt: number | null;
  closedAt: number | null;
  suppressed: number;
  flaps: number;
}

const nameOf = (id: SQL): SQL => sql`(select named.name from staff named where named.staff_id = ${id})`;

const shown = sql`i.incident::float8 as incident, i.organisation, i.severity, i.cause, seen_detail(i.incident) as detail, i.target,
  t.name, t.name_en as "nameEn", ${epochMs(sql`i.opened_at`)} as "openedAt", ${epochMs(sql`i.told_at`)} as "toldAt",
  ${epochMs(sql`i.acknowledged_at`)} as "acknowledgedAt", i.acknowledged_by as "acknowledgedBy",
  ${nameOf(sql`i.acknowledged_by`)} as "acknowledgedByName",
  ${epochMs(sql`i.escalated_at`)} as "escalatedAt", ${epochMs(sql`i.closed_at`)} as "closedAt", i.suppressed, i.flaps`;

/** The latest first. */
export function listIncidents(
  db: Database,
  { acting, organisation }: View,
  { state, only, before, limit }: { state: 'open' | 'closed' | 'all'; only?: 'own'; before?: number; limit: number },
): Promise<SeenIncident[]> {
  const stateIs = { open: sql`i.closed_at is null`, closed: sql`i.closed_at is not null`, all: sql`true` }[state];
  const where = only === 'own' ? sql`i.organisation = ${organisation}` : around(sql`i`, organisation);
  return inOrganisation(db, acting, async (tx) => [
    ...(await tx.execute<SeenIncident>(sql`
      select ${shown} from incidents i left join check_targets t on t.target = i.target
      where ${where} and ${stateIs} and (${before ?? null}::bigint is null or i.incident < ${before ?? null}::bigint)
      order by i.incident desc limit ${limit}`)),
  ]);
}

export interface SeenDetail extends SeenIncident {
  notes: { noteId: string; staffId: string; name: string | null; text: string; at: number }[];
  changes: { at: number; state: CheckState; cause: string | null }[];
  suppressedTargets: { target: string; name: string; nameEn: string }[];
  requests: { municipality: string; personId: string; since: number }[];
}

/** Undefined when there is no such incident that the caller sees. */
export function findIncident(
  db: Database,
  { acting, organisation }: View,
  incident: number,
): Promise<SeenDetail | undefined> {
  return inOrganisation(db, acting, async (tx) => {
    const [row] = await tx.execute<SeenIncident>(sql`
      select ${shown} from incidents i left join check_targets t on t.target = i.target
      where i.incident = ${incident}::bigint and ${around(sql`i`, organisation)}`);
    if (!row) return undefined;
    const [notes, changes, suppressedTargets] = await Promise.all([
      tx.execute<SeenDetail['notes'][number] & Record<string, unknown>>(sql`
        select n.note_id as "noteId", n.staff_id as "staffId", ${nameOf(sql`n.staff_id`)} as name, n.text,
          ${epochMs(sql`n.at`)} as at
        from incident_notes n where n.incident = ${incident}::bigint order by n.at, n.note_id`),
      tx.execute<SeenDetail['changes'][number] & Record<string, unknown>>(sql`
        select * from (
          select ${epochMs(sql`c.at`)} as at, c.state, c.detail as cause from check_changes c
          where c.target = ${row.target} and c.at >= to_timestamp(${row.openedAt}::float8 / 1000) - interval '1 hour'
            and (${row.closedAt}::float8 is null or c.at <= to_timestamp(${row.closedAt}::float8 / 1000))
          order by c.seq desc limit 100) latest order by at`),
      tx.execute<SeenDetail['suppressedTargets'][number] & Record<string, unknown>>(sql`
        select t.target, t.name, t.name_en as "nameEn" from check_states s join check_targets t using (target)
        where s.suppressed_by = ${row.target} and ${row.closedAt}::float8 is null and sees_organisation(t.organisation)
        order by t.target limit 200`),
    ]);
    return {
      ...row,
      notes: [...notes],
      changes: [...changes],
      suppressedTargets: [...suppressedTargets],
      requests: [],
    };
  });
}

/** The requests that an incident affects, of the municipality that the caller works for. */
export function listAffectedRequests(
  db: Database,
  municipality: string,
  incident: number,
): Promise<SeenDetail['requests']> {
  return inOrganisation(db, municipality, async (tx) => [
    ...(await tx.execute<SeenDetail['requests'][number] & Record<string, unknown>>(sql`
      select organisation as municipality, person_id as "personId", ${epochMs(sql`since`)} as since
      from incident_requests where organisation = ${municipality} and incident = ${incident}::bigint
      order by since, person_id limit 200`)),
  ]);
}

/** How many requests of each municipality an incident affects, of those that the acting organisation sees. */
export function countAffectedRequests(
  db: Database,
  acting: string,
  incident: number,
): Promise<{ municipality: string; requests: number }[]> {
  return inOrganisation(db, acting, async (tx) => [
    ...(await tx.execute<{ municipality: string; requests: number }>(sql`
      select organisation as municipality, count(*)::int as requests from incident_requests r
      where incident = ${incident}::bigint and sees_organisation(organisation)
      group by organisation order by organisation`)),
  ]);
}

/** `over`: it has closed, perhaps a moment ago; `already`: somebody has acknowledged it before. */
export function acknowledgeIncident(
  db: Database,
  { acting, organisation }: View,
  incident: number,
  by: string,
): Promise<'acknowledged' | 'already' | 'over' | 'unknown'> {
  return inOrganisation(db, acting, async (tx) => {
    const [row] = await tx.execute(sql`
      update incidents set acknowledged_by = ${by}, acknowledged_at = now()
      where incident = ${incident}::bigint and organisation = ${organisation} and closed_at is null
        and acknowledged_at is null
      returning incident`);
    if (row) return 'acknowledged';
    const [known] = await tx.execute<{ acknowledged: boolean }>(sql`
      select acknowledged_at is not null as acknowledged from incidents
      where incident = ${incident}::bigint and organisation = ${organisation}`);
    if (!known) return 'unknown';
    return known.acknowledged ? 'already' : 'over';
  });
}

/** False when there is no such incident of the organisation. */
export function noteIncident(
  db: Database,
  { acting, organisation }: View,
  incident: number,
  { by, text }: { by: string; text: string },
): Promise<boolean> {
  return inOrganisation(db, acting, async (tx) => {
    const rows = await tx.execute(sql`
      select 1 from incidents where incident = ${incident}::bigint and organisation = ${organisation}`);
    if (rows.length === 0) return false;
    await tx.execute(sql`
      insert into incident_notes (incident, organisation, staff_id, text)
      values (${incident}::bigint, ${organisation}, ${by}, ${text})`);
    return true;
  });
}

export interface SeenSilence extends Record<string, unknown> {
  silenceId: string;
  organisation: string;
  target: string | null;
  fromAt: number;
  toAt: number;
  message: string;
  setBy: string;
  setByName: string | null;
  setAt: number;
  withdrawnBy: string | null;
  withdrawnByName: string | null;
  withdrawnAt: number | null;
}

const shownSilence = sql`s.silence_id as "silenceId", s.organisation, s.target, ${epochMs(sql`s.from_at`)} as "fromAt",
  ${epochMs(sql`s.to_at`)} as "toAt", s.message, s.set_by as "setBy", ${nameOf(sql`s.set_by`)} as "setByName",
  ${epochMs(sql`s.set_at`)} as "setAt", s.withdrawn_by as "withdrawnBy",
  ${nameOf(sql`s.withdrawn_by`)} as "withdrawnByName", ${epochMs(sql`s.withdrawn_at`)} as "withdrawnAt"`;

/** Those that hold or will, then the ended ones of the last thirty days. */
export function listSilences(db: Database, { acting, organisation }: View): Promise<SeenSilence[]> {
  return inOrganisation(db, acting, async (tx) => [
    ...(await tx.execute<SeenSilence>(sql`
      select ${shownSilence} from silences s
      where ${around(sql`s`, organisation)} and s.to_at > now() - interval '30 days'
      order by (s.withdrawn_at is null and s.to_at > now()) desc, s.from_at desc, s.silence_id limit 200`)),
  ]);
}

export interface NewSilence {
  target: string | null;
  /** Null: now. ISO 8601. */
  from: string | null;
  to: string;
  message: string;
  by: string;
}

/** Undefined when the target is none of the organisation. */
export function addSilence(
  db: Database,
  { acting, organisation }: View,
  { target, from, to, message, by }: NewSilence,
): Promise<SeenSilence | undefined> {
  return inOrganisation(db, acting, async (tx) => {
    if (target !== null) {
      const known = await tx.execute(sql`
        select 1 from check_targets where target = ${target} and organisation = ${organisation} and watched`);
      if (known.length === 0) return undefined;
    }
    // The id is made first: a returning clause would ask for more than the role may read at that moment.
    const [{ id } = { id: '' }] = await tx.execute<{ id: string }>(sql`select gen_random_uuid() as id`);
    await tx.execute(sql`
      insert into silences (silence_id, organisation, target, from_at, to_at, message, set_by)
      values (${id}::uuid, ${organisation}, ${target}, coalesce(${from}::timestamptz, now()), ${to}::timestamptz, ${message}, ${by})`);
    const [row] = await tx.execute<SeenSilence>(sql`
      select ${shownSilence} from silences s where s.silence_id = ${id}::uuid`);
    return row;
  });
}

/** False when there is no silence of the organisation that holds or will. */
export function withdrawSilence(
  db: Database,
  { acting, organisation }: View,
  silenceId: string,
  by: string,
): Promise<boolean> {
  return inOrganisation(db, acting, async (tx) => {
    const rows = await tx.execute(sql`
      update silences set withdrawn_by = ${by}, withdrawn_at = now()
      where silence_id = ${silenceId}::uuid and organisation = ${organisation} and withdrawn_at is null and to_at > now()
      returning silence_id`);
    return rows.length > 0;
  });
}

export interface SeenTarget extends Record<string, unknown> {
  target: string;
  organisation: string;
  kind: CheckKind;
  name: string;
  nameEn: string;
  parent: string | null;
  severity: Severity;
  intervalSeconds: number;
  failAfter: number;
  okAfter: number;
  state: CheckState | null;
  since: number | null;
  checkedAt: number | null;
  suppressedBy: string | null;
  cause: string | null;
}

export function listTargets(db: Database, { acting, organisation }: View): Promise<SeenTarget[]> {
  return inOrganisation(db, acting, async (tx) => [
    ...(await tx.execute<SeenTarget>(sql`
      select t.target, t.organisation, t.kind, t.name, t.name_en as "nameEn", t.parent, t.severity,
        t.interval_seconds as "intervalSeconds", t.fail_after as "failAfter", t.ok_after as "okAfter", s.state,
        ${epochMs(sql`s.since`)} as since, ${epochMs(sql`s.checked_at`)} as "checkedAt",
        s.suppressed_by as "suppressedBy", s.detail as cause
      from check_targets t left join check_states s using (target)
      where t.watched and ${around(sql`t`, organisation)}
      order by array_position(array['down', 'unknown', 'up'], coalesce(s.state, 'unknown')), t.target limit 2000`)),
  ]);
}

export type KnownRecipient = Recipient & { recipientId: string };

export function listRecipients(db: Database, organisation: string): Promise<KnownRecipient[]> {
  return db
    .select()
    .from(recipients)
    .where(eq(recipients.organisation, organisation))
    .orderBy(asc(recipients.afterMinutes), asc(recipients.address));
}

/** Adds a recipient; one with the same address is changed. */
export async function putRecipient(db: Database, recipient: Recipient): Promise<KnownRecipient> {
  const { severity, afterMinutes } = recipient;
  const [row] = await db
    .insert(recipients)
    .values(recipient)
    .onConflictDoUpdate({
      target: [recipients.organisation, recipients.kind, recipients.address],
      set: { severity, afterMinutes },
    })
    .returning();
  if (!row) throw new Error('a recipient that was just stored is not there');
  return row;
}

/** False when there is none. */
export async function removeRecipient(db: Database, organisation: string, recipientId: string): Promise<boolean> {
  const rows = await db
    .delete(recipients)
    .where(and(eq(recipients.organisation, organisation), eq(recipients.recipientId, recipientId)))
    .returning({ recipientId: recipients.recipientId });
  return rows.length > 0;
}
