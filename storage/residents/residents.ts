/**
 * Reads about residents without personal data: where the request stands, what happened, which numbers belong to them.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { AcquisitionFailureCode, Step } from '../../domain/failures.ts';
import type { CodeRequestStatus, Stage } from '../../domain/stages.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { asJson, dateOf, epochMs } from '../database/rows.ts';

export interface AddressNumberOf {
  numberSystem: string;
  addressNumber: string;
}
/** The ways in which a caller names a resident. */
export type ResidentKey = { integratedAddressNumber: string } | AddressNumberOf;

export interface ResidentView {
  personId: string;
  integratedAddressNumber: string | null;
  stage: Stage | null;
  codeRequestStatus: CodeRequestStatus;
  attempt: number;
  since: Date;
  failure: { failureId: string; code: AcquisitionFailureCode; step: Step | null; since: Date } | null;
  heldTransfers: number;
  opensAt: Date | null;
  acquiredAt: Date | null;
  historyCount: number;
  addressNumbers: AddressNumberOf[];
}

interface ResidentRow extends Record<string, unknown> {
  person_id: string;
  integrated_address_number: string | null;
  stage: Stage | null;
  code_request_status: CodeRequestStatus;
  attempt: number;
  since: number;
  held_transfers: number;
  opens_at: number | null;
  acquired_at: number | null;
  history_count: number;
  address_numbers: AddressNumberOf[] | null;
  failure_id: string | null;
  failure_code: AcquisitionFailureCode | null;
  failure_step: Step | null;
  failure_since: number | null;
}

/**
 * An address number finds the person it is linked to, else the one who waits under it, else the one of its latest
 * transfer, because a transfer that is held or unjudged has linked nothing.
 */
export function findResident(db: Database, municipality: string, key: ResidentKey): Promise<ResidentView | undefined> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<ResidentRow>(sql`
      select p.person_id, p.integrated_address_number, p.stage, p.code_request_status, p.attempt,
        ${epochMs(sql`p.updated_at`)} as since, p.held_transfers,
        case when p.stage = 'WAITING_FOR_HOURS' then ${epochMs(sql`p.opens_at`)} end as opens_at,
        ${epochMs(sql`p.acquired_at`)} as acquired_at, p.last_history_seq as history_count,
        numbers.list as address_numbers,
        f.failure_id, f.code as failure_code, f.step as failure_step, ${epochMs(sql`f.first_seen_at`)} as failure_since
      from persons p
      left join lateral (
        select jsonb_agg(jsonb_build_object('numberSystem', a.number_system, 'addressNumber', a.address_number)
          order by a.number_system, a.address_number) as list
        from address_numbers a where a.municipality = p.municipality and a.person_id = p.person_id
      ) numbers on true
      left join lateral (
        select failure_id, code, step, first_seen_at from failures f
        where f.municipality = p.municipality and f.person_id = p.person_id and f.resolved_at is null
          and f.trying is null
        order by f.first_seen_at, f.failure_id limit 1
      ) f on true
      where p.municipality = ${municipality} and p.person_id = (${selectPersonId(municipality, key)})`);
    return row && viewOf(row);
  });
}

function selectPersonId(municipality: string, key: ResidentKey): SQL {
  if ('integratedAddressNumber' in key) {
    return sql`select person_id from persons
      where municipality = ${municipality} and integrated_address_number = ${key.integratedAddressNumber}`;
  }
  const { numberSystem, addressNumber } = key;
  // A subquery uses the key of `persons`; a bare coalesce would filter all rows.
  return sql`select coalesce(
    (select person_id from address_numbers
      where municipality = ${municipality} and number_system = ${numberSystem} and address_number = ${addressNumber}),
    (select person_id from persons
      where municipality = ${municipality} and awaiting_key = ${`${numberSystem}:${addressNumber}`}),
    (select person_id from inbox
      where municipality = ${municipality} and number_system = ${numberSystem} and address_number = ${addressNumber}
        and state <> 'JUDGED'
      order by received_at desc limit 1))`;
}

function viewOf(row: ResidentRow): ResidentView {
  return {
    personId: row.person_id,
    integratedAddressNumber: row.integrated_address_number,
    stage: row.stage,
    codeRequestStatus: row.code_request_status,
    attempt: row.attempt,
    since: new Date(row.since),
    failure:
      row.failure_id === null || row.failure_code === null
        ? null
        : {
            failureId: row.failure_id,
            code: row.failure_code,
            step: row.failure_step,
            since: new Date(row.failure_since ?? 0),
          },
    heldTransfers: row.held_transfers,
    opensAt: dateOf(row.opens_at),
    acquiredAt: dateOf(row.acquired_at),
    historyCount: row.history_count,
    addressNumbers: row.address_numbers ?? [],
  };
}

/** Names a person by the integrated number or, before there is one, by the random internal id. */
export type PersonKey = { integratedAddressNumber: string } | { personId: string };

/** A condition on `persons p`. */
export const isPerson = (key: PersonKey): SQL =>
  'personId' in key
    ? sql`p.person_id = ${key.personId}::uuid`
    : sql`p.integrated_address_number = ${key.integratedAddressNumber}`;

export interface TimelineView {
  at: Date;
  event: string;
  stage: Stage | null;
  attempt: number;
  detail: Record<string, string | number | boolean | null> | null;
}

/** The latest thousand events, the oldest first. Undefined when there is no such resident. */
export function findTimeline(
  db: Database,
  municipality: string,
  integratedAddressNumber: string,
): Promise<TimelineView[] | undefined> {
  return findTimelineByKey(db, municipality, { integratedAddressNumber });
}

export function findTimelineByKey(
  db: Database,
  municipality: string,
  key: PersonKey,
): Promise<TimelineView[] | undefined> {
  return inMunicipality(db, municipality, async (tx) => {
    const [person] = await tx.execute<{ person_id: string }>(sql`
      select person_id from persons p where p.municipality = ${municipality} and ${isPerson(key)}`);
    if (!person) return undefined;
    const rows = await tx.execute<Omit<TimelineView, 'at'> & Record<string, unknown> & { at: number }>(sql`
      with own as (
        select at, event, stage, attempt, detail, seq from timeline
        where municipality = ${municipality} and person_id = ${person.person_id}::uuid
        order by seq desc limit 1000
      ), chunk as (
        select c.chunk_id, coalesce((select (t.detail ->> 'attempt')::int from chunk_timeline t
          where t.municipality = ${municipality} and t.chunk_id = c.chunk_id and t.event = 'retried' limit 1), 1) as attempt,
          (select min(own.at) from own
          where own.at >= c.judged_at and own.event in ('failed', 'cancelled', 'confirmed')) as left_at
        from load_chunks c
        where c.municipality = ${municipality} and (
            c.load_id in (
              select load_id from address_information
              where municipality = ${municipality} and person_id = ${person.person_id}::uuid)
            -- Chunks gathered from single transfers: the one that the person is in, and those that the person has left.
            or c.chunk_id in (
              select chunk_id from persons where municipality = ${municipality} and person_id = ${person.person_id}::uuid
              union all
              select chunk_id from failures where municipality = ${municipality} and person_id = ${person.person_id}::uuid
              union all
              select t.chunk_id from failures f join failure_tries t using (municipality, failure_id)
              where f.municipality = ${municipality} and f.person_id = ${person.person_id}::uuid))
          and exists (select from chunk_members m where m.municipality = ${municipality} and m.chunk_id = c.chunk_id
            and m.person_id = ${person.person_id}::uuid)
      ), together as (
        -- The events of a chunk are written once for all of its persons, and count for each until that person leaves.
        select t.at, t.event, t.stage, k.attempt, t.detail, t.seq from chunk k
        join chunk_timeline t on t.municipality = ${municipality} and t.chunk_id = k.chunk_id
        where k.left_at is null or t.at < k.left_at
      ), confirmed as (
        select acquired_at, 'confirmed', stage, attempt, null::jsonb, 0 from persons
        where municipality = ${municipality} and person_id = ${person.person_id}::uuid and acquired_at is not null
          and not exists (select from own where event = 'confirmed')
      )
      select ${epochMs(sql`at`)} as at, event, stage, attempt, detail
      from (select * from own union all select * from together union all select * from confirmed) as entries
      order by entries.at desc, seq desc limit 1000`);
    return rows
      .map(({ at, event, stage, attempt, detail }) => ({ at: new Date(at), event, stage, attempt, detail }))
      .toReversed();
  });
}

export interface ConvertedNumber {
  integratedAddressNumber: string;
  addressNumbers: AddressNumberOf[];
}

/** Converts all lines in one query. One result a key, in order; null when a number is unknown. */
export function convertNumbers(
  db: Database,
  municipality: string,
  keys: readonly ResidentKey[],
): Promise<(ConvertedNumber | null)[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const lines = keys.map((key, line) => ({ line, ...key }));
    const rows = await tx.execute<{ line: number; number: string; numbers: AddressNumberOf[] | null }>(sql`
      with lines as (
        select * from jsonb_to_recordset(${asJson(lines)})
          as l(line int, "integratedAddressNumber" text, "numberSystem" text, "addressNumber" text)
      ), found as (
        select l.line, p.person_id, p.integrated_address_number as number
        from lines l join persons p
          on p.municipality = ${municipality} and p.integrated_address_number = l."integratedAddressNumber"
        union all
        select l.line, p.person_id, p.integrated_address_number
        from lines l
        join address_numbers a on a.municipality = ${municipality} and a.number_system = l."numberSystem"
          and a.address_number = l."addressNumber"
        join persons p on p.municipality = a.municipality and p.person_id = a.person_id
        where l."integratedAddressNumber" is null and p.integrated_address_number is not null
      )
      select f.line, f.number, (
        select jsonb_agg(jsonb_build_object('numberSystem', a.number_system, 'addressNumber', a.address_number)
          order by a.number_system, a.address_number)
        from address_numbers a where a.municipality = ${municipality} and a.person_id = f.person_id
      ) as numbers
      from found f`);
    const byLine = new Map(rows.map(({ line, number, numbers }) => [line, { number, numbers }]));
    return keys.map((_key, line) => {
      const row = byLine.get(line);
      return row ? { integratedAddressNumber: row.number, addressNumbers: row.numbers ?? [] } : null;
    });
  });
}
