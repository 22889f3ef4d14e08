/** Notices to the backbones (S24, S27): kept until acknowledged, sent again with growing pauses. */
import { sql } from 'drizzle-orm';
import type { AddressInfo } from '../contracts/participants/backbone.ts';
import type { RequestSet } from '../domain/request-set.ts';
import { inMunicipality, type Database } from './database.ts';
import { asJson, inSet } from './rows.ts';

export interface DueNotice {
  noticeId: string;
  numberSystem: string;
  addressNumber: string;
  kind: 'numbered' | 'updated';
  integratedAddressNumber: string;
  historySeq: number;
  addressInfo: AddressInfo;
}

/**
 * Takes notices that are due and puts their next try off before anything is sent, so that two senders do not send the
 * same one at once and a killed one does not lose it. Pauses: 15 s, 30 s, … up to an hour.
 */
export function takeDueNotices(
  db: Database,
  municipality: string,
  { limit, requests }: { limit: number; requests?: RequestSet },
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
        select notice_id from outbox
        where municipality = ${municipality} and delivered_at is null and next_send_at <= now()
          ${requests ? sql`and ${inSet(sql`person_id`, municipality, requests)}` : sql``}
        order by next_send_at limit ${limit} for update skip locked
      ), taken as (
        update outbox o set sends = o.sends + 1,
          next_send_at = now() + least(interval '1 hour', interval '15 seconds' * power(2, least(o.sends, 10)))
        from due where o.municipality = ${municipality} and o.notice_id = due.notice_id
        returning o.*
      )
      select t.notice_id, t.number_system, t.address_number, t.kind, p.integrated_address_number, t.history_seq,
        jsonb_strip_nulls(jsonb_build_object('name', a.name, 'nameKana', a.name_kana, 'birthDate', a.birth_date_text,
          'sex', a.sex, 'address', a.address, 'contact', a.contact, 'delivery', a.delivery)) as info
      from taken t
      join persons p on p.municipality = t.municipality and p.person_id = t.person_id
      join address_information a on a.municipality = t.municipality and a.person_id = t.person_id
        and a.history_seq = p.current_history_seq`);
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

/** Acknowledged; a refused line is too, and its refusal stays for staff to see. */
export function markDelivered(
  db: Database,
  municipality: string,
  delivered: readonly { noticeId: string; refusal: string | null }[],
): Promise<void> {
  return inMunicipality(db, municipality, async (tx) => {
    await tx.execute(sql`
      update outbox o set delivered_at = now(), refusal = t.refusal
      from jsonb_to_recordset(${asJson(delivered)}) as t("noticeId" uuid, refusal text)
      where o.municipality = ${municipality} and o.notice_id = t."noticeId" and o.delivered_at is null`);
  });
}
