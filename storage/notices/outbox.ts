/** Notices to the backbones (S24, S27), kept until acknowledged. Each backbone has its own order and pauses. */
import { sql } from 'drizzle-orm';
import type { AddressInfo } from '../../contracts/participants/backbone.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { asJson, idList } from '../database/rows.ts';

export interface DueNotice {
  noticeId: string;
  numberSystem: string;
  addressNumber: string;
  kind: 'numbered' | 'updated';
  integratedAddressNumber: string;
  historySeq: number;
  addressInfo: AddressInfo;
}

export interface DueNumberSystem {
  numberSystem: string;
  /** How many tries in a row its backbone did not take. */
  failures: number;
}

/**
 * Number systems with due notices whose backbone is not paused. The query jumps from one number system to the next and
 * skips over their notices.
 */
export function listDueNumberSystems(db: Database, municipality: string): Promise<DueNumberSystem[]> {
  return inMunicipality(db, municipality, async (tx) => [
    ...(await tx.execute<Record<string, unknown> & DueNumberSystem>(sql`
      with recursive told as (
        (select number_system from outbox where municipality = ${municipality} and delivered_at is null
          order by number_system limit 1)
        union all
        select (select o.number_system from outbox o
          where o.municipality = ${municipality} and o.delivered_at is null and o.number_system > told.number_system
          order by o.number_system limit 1)
        from told where told.number_system is not null
      )
      select told.number_system as "numberSystem", coalesce(p.failures, 0) as failures
      from told left join notice_pauses p on p.municipality = ${municipality} and p.number_system = told.number_system
      where told.number_system is not null and coalesce(p.next_send_at <= now(), true)
        and exists (select from outbox o where o.municipality = ${municipality}
          and o.number_system = told.number_system and o.delivered_at is null and o.next_send_at <= now())
      order by told.number_system`)),
  ]);
}

/**
 * Takes due notices of a backbone that is not paused, the longest due first. Their next try is postponed beyond the
 * length of a call first, so that no two senders send one notice and a killed one loses none.
 */
export function takeDueNotices(
  db: Database,
  municipality: string,
  { numberSystem, limit }: { numberSystem: string; limit: number },
): Promise<DueNotice[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{
      notice_id: string;
      number_system: string;
      address_number: string;
      kind: 'numbered' | 'updated';
      integrated_address_number: string;
      history_seq: number;
      info: AddressInfo;
    }>(sql`
      with due as (
        select notice_id, next_send_at from outbox
        where municipality = ${municipality} and number_system = ${numberSystem} and delivered_at is null
          and next_send_at <= now()
          and not exists (select from notice_pauses p where p.municipality = ${municipality}
            and p.number_system = ${numberSystem} and p.next_send_at > now())
        order by next_send_at limit ${limit} for update skip locked
      ), taken as (
        update outbox o set sends = o.sends + 1, next_send_at = now() + interval '1 minute'
        from due where o.municipality = ${municipality} and o.notice_id = due.notice_id
        returning o.*, due.next_send_at as due_since
      )
      select t.notice_id, t.number_system, t.address_number, t.kind, p.integrated_address_number, t.history_seq,
        jsonb_strip_nulls(jsonb_build_object('name', a.name, 'nameKana', a.name_kana, 'birthDate', a.birth_date_text,
          'sex', a.sex, 'address', a.address, 'contact', a.contact, 'delivery', a.delivery)) as info
      from taken t
      join persons p on p.municipality = t.municipality and p.person_id = t.person_id
      join address_information a on a.municipality = t.municipality and a.person_id = t.person_id
        and a.history_seq = p.current_history_seq
      order by t.due_since, t.history_seq`);
    return rows.map((row) => ({
      noticeId: row.notice_id,
      numberSystem: row.number_system,
      addressNumber: row.address_number,
      kind: row.kind,
      integratedAddressNumber: row.integrated_address_number,
      historySeq: row.history_seq,
      addressInfo: row.info,
    }));
  });
}

/**
 * Marks notices as acknowledged and ends the backbone's pause. A refused notice counts as delivered; staff see its
 * refusal.
 */
export function markDelivered(
  db: Database,
  municipality: string,
  { numberSystem, lines }: { numberSystem: string; lines: readonly { noticeId: string; refusal: string | null }[] },
): Promise<void> {
  return inMunicipality(db, municipality, async (tx) => {
    await Promise.all([
      tx.execute(sql`
        update outbox o set delivered_at = now(), refusal = t.refusal
        from jsonb_to_recordset(${asJson(lines)}) as t("noticeId" uuid, refusal text)
        where o.municipality = ${municipality} and o.notice_id = t."noticeId" and o.delivered_at is null`),
      tx.execute(sql`
        delete from notice_pauses where municipality = ${municipality} and number_system = ${numberSystem}`),
    ]);
  });
}

/**
 * Pauses a backbone that did not take these notices, for 15 s, 30 s, … up to an hour. All its notices become due when
 * the pause ends, because the backbone was silent, not a single notice at fault.
 */
export function pauseBackbone(
  db: Database,
  municipality: string,
  { numberSystem, noticeIds }: { numberSystem: string; noticeIds: readonly string[] },
): Promise<void> {
  return inMunicipality(db, municipality, async (tx) => {
    await tx.execute(sql`
      with pause as (
        insert into notice_pauses as p (municipality, number_system, failures, next_send_at)
        values (${municipality}, ${numberSystem}, 1, now() + interval '15 seconds')
        on conflict (municipality, number_system) do update set failures = p.failures + 1,
          next_send_at = now() + least(interval '1 hour', interval '15 seconds' * power(2, least(p.failures, 10)))
        returning next_send_at
      )
      update outbox o set next_send_at = pause.next_send_at from pause
      where o.municipality = ${municipality} and o.notice_id = ${idList(noticeIds)} and o.delivered_at is null`);
  });
}
