/** What the monitor reads of the database itself and of work that stands still. Times, counts, ids and codes only. */
import { sql } from 'drizzle-orm';
import { findKeyFault } from '../../keys/key-checks.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import { keyChecks } from '../../schema/municipalities.ts';
import { inMunicipality, type Database } from '../database/database.ts';

export interface ServerFacts {
  connections: number;
  /** The most connections that others than superusers may have. */
  mostConnections: number;
  /** Of the standby that is furthest behind; null when there is none, or this role may not see it. Seconds. */
  replicationLagSeconds: number | null;
  lostSlots: number;
  /** Whether the latest attempt to archive the log failed. */
  archivingFails: boolean;
  /** The longest open transaction that this role sees. Seconds. */
  oldestTransactionSeconds: number;
}

/** Standbys and transactions of others are seen by members of `pg_monitor` only. */
export async function readServerFacts(db: Database): Promise<ServerFacts> {
  const [row] = await db.execute<Record<string, unknown> & { [Key in keyof ServerFacts]: ServerFacts[Key] }>(sql`
    select
      (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as connections,
      (current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int) as "mostConnections",
      (select max(extract(epoch from replay_lag))::float8 from pg_stat_replication) as "replicationLagSeconds",
      (select count(*)::int from pg_replication_slots where wal_status in ('unreserved', 'lost')) as "lostSlots",
      (select coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) from pg_stat_archiver)
        as "archivingFails",
      (select coalesce(max(extract(epoch from now() - xact_start)), 0)::float8 from pg_stat_activity
        where backend_type = 'client backend' and pid <> pg_backend_pid()) as "oldestTransactionSeconds"`);
  if (!row) throw new Error('The database says nothing of itself');
  return row;
}

/** When the newest backup was verified, and since when there is something to back up. Epoch milliseconds. */
export async function readBackupFacts(db: Database): Promise<{ verifiedAt: number | null; since: number }> {
  const [row] = await db.execute<{ verified: number | null; since: number }>(sql`
    select (select (extract(epoch from max(verified_at)) * 1000)::float8 from backups) as verified,
      (extract(epoch from min(created_at)) * 1000)::float8 as since from organisations`);
  return { verifiedAt: row?.verified ?? null, since: row?.since ?? Date.now() };
}

/** Whether the ring is the one with which this database was written. */
export async function isRingOfDatabase(db: Database, ring: KeyRing): Promise<boolean> {
  const kept = await db
    .select({
      keyId: keyChecks.keyId,
      data: keyChecks.data,
      payload: keyChecks.payload,
      index: keyChecks.index,
      isFirst: keyChecks.isFirst,
    })
    .from(keyChecks);
  return findKeyFault(ring, kept) === undefined;
}

/** When the last key that signs tokens ends; null when none was made yet. Epoch milliseconds. */
export async function readSigningKeyEnd(db: Database): Promise<number | null> {
  const [row] = await db.execute<{ ends: number | null }>(sql`
    select (extract(epoch from max(expires_at)) * 1000)::float8 as ends from oauth_state where kind = 'signing-key'`);
  return row?.ends ?? null;
}

export interface StandingStill {
  /** Requests that the engine did not bring forward, and that are on the error list for it. */
  stuck: number;
  /** Transfers that nobody has judged for minutes. */
  unjudged: number;
  /** Notices that a backbone has not taken for minutes. */
  undelivered: number;
}

/** So long work may wait before it stands still. Minutes. */
const transferMinutes = 5;
const noticeMinutes = 60;

export async function readStandingStill(db: Database): Promise<StandingStill> {
  const total: StandingStill = { stuck: 0, unjudged: 0, undelivered: 0 };
  for (const municipality of await listCodes(db)) {
    const [row] = await inMunicipality(db, municipality, (tx) =>
      tx.execute<Record<string, unknown> & StandingStill>(sql`select
        (select count(*)::int from failures
          where municipality = ${municipality} and code = 'ENGINE_STUCK' and resolved_at is null) as stuck,
        (select count(*)::int from inbox where municipality = ${municipality} and state = 'RECEIVED'
          and received_at < now() - make_interval(mins => ${transferMinutes}::int)) as unjudged,
        (select count(*)::int from outbox where municipality = ${municipality} and delivered_at is null
          and created_at < now() - make_interval(mins => ${noticeMinutes}::int)) as undelivered`),
    );
    total.stuck += row?.stuck ?? 0;
    total.unjudged += row?.unjudged ?? 0;
    total.undelivered += row?.undelivered ?? 0;
  }
  return total;
}

async function listCodes(db: Database): Promise<string[]> {
  const rows = await db.execute<{ municipality: string }>(sql`select municipality from municipalities order by 1`);
  return rows.map(({ municipality }) => municipality);
}

/** The most requests of a municipality that are listed with an incident. */
const mostRequests = 1_000;

/**
 * Lists the requests that an open incident affects, where that can be known: of a server of the tiers, those of its
 * municipalities that have still to pass it; of stuck requests, these. Ids only.
 */
export async function linkAffectedRequests(db: Database): Promise<number> {
  const open = await db.execute<{ incident: string; fingerprint: string; municipality: string }>(sql`
    select i.incident, i.fingerprint, m.municipality
    from incidents i join organisations o on o.organisation = i.organisation
    join organisations own on own.tier = 'municipality'
      and (o.tier = 'nation' or own.organisation = o.organisation or own.parent = o.organisation)
    join municipalities m on m.municipality = own.organisation
    where i.closed_at is null and (i.fingerprint like 'target/server/%' or i.fingerprint = 'target/fugo/requests')`);
  let linked = 0;
  for (const { incident, fingerprint, municipality } of open) {
    const affected =
      fingerprint === 'target/fugo/requests'
        ? sql`select person_id from failures
            where municipality = ${municipality} and code = 'ENGINE_STUCK' and resolved_at is null`
        : sql`select person_id from persons
            where municipality = ${municipality} and stage in ('FILE_RECEIVED', 'WAITING_FOR_HOURS', 'ROUTED')`;
    const rows = await inMunicipality(db, municipality, (tx) =>
      tx.execute(sql`
        insert into incident_requests (incident, organisation, person_id)
        select ${incident}::bigint, ${municipality}, affected.person_id from (${affected} limit ${mostRequests}) affected
        where (select count(*) from incident_requests r
          where r.incident = ${incident}::bigint and r.organisation = ${municipality}) < ${mostRequests}
        on conflict do nothing returning 1`),
    );
    linked += rows.length;
  }
  return linked;
}
