/**
 * The update unit (更新部 39): writes what an accepted transfer leaves, rows of table 33 and table 34 for a known resident
 * (S23, S110) and a new one (S26), and notices to the backbones.
 */
import { sql } from 'drizzle-orm';
import type { CodeRequestStatus } from '../../domain/stages.ts';
import type { Transaction } from '../database/database.ts';
import { numberOf, type Outcome } from './judging-decisions.ts';
import { asJson } from '../database/rows.ts';

export interface TakenRow {
  inbox_id: string;
  person_id: string;
  /** Null when it leaves no row in table 33. */
  history_seq: number | null;
  repeats: number | null;
  told_seq: number | null;
  number: string | null;
  status: CodeRequestStatus;
  current: boolean;
  kind: string;
}

export const takenRowOf = (outcome: Outcome): TakenRow => ({
  inbox_id: outcome.transfer.inbox_id,
  person_id: outcome.transfer.person_id,
  history_seq: outcome.historySeq,
  repeats: outcome.repeats,
  told_seq: outcome.toldSeq,
  number: numberOf(outcome),
  status: outcome.left.status,
  current: outcome.decision.result !== 'held' && outcome.decision.current,
  kind: outcome.decision.result === 'numbered' ? 'numbered' : 'updated',
});

export async function insertAddressInformation(tx: Transaction, municipality: string, all: TakenRow[]): Promise<void> {
  const rows = all.filter(({ history_seq: seq, repeats }) => seq !== null && repeats === null);
  const repeating = all.filter(({ history_seq: seq, repeats }) => seq !== null && repeats !== null);
  await Promise.all([insertOwn(tx, municipality, rows), insertRepeating(tx, municipality, repeating)]);
}

async function insertOwn(tx: Transaction, municipality: string, rows: TakenRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into address_information (municipality, person_id, history_seq, personal_number, number_system,
      address_number, integrated_address_number, name, name_kana, name_key, name_kana_key, kana_name_key, birth_date_text,
      birth_date, birth_date_key, sex, address, address_key, key_version, contact, delivery, non_disclosure, code_request_status, operated_at, registered_at, inbox_id, load_id,
      load_line, staff_id)
    select i.municipality, i.person_id, t.history_seq, i.personal_number, i.number_system, i.address_number, t.number,
      p.name, p."nameKana", p."nameKey", p."nameKanaKey", p."kanaNameKey", p."birthDateText", p."birthDate",
      p."birthDateKey", p.sex, p.address, p."addressKey", coalesce(p."keyVersion", 1), p.contact, p.delivery, p."nonDisclosure", t.status, i.operated_at, now(), i.inbox_id, i.load_id, i.load_line, p."senderStaffId"
    from jsonb_to_recordset(${asJson(rows)}) as t(inbox_id uuid, history_seq int, number text, status text)
    join inbox i on i.municipality = ${municipality} and i.inbox_id = t.inbox_id
    cross join jsonb_to_record(i.payload) as p(name text, "nameKana" text, "nameKey" text, "nameKanaKey" text,
      "kanaNameKey" text, "birthDateText" text, "birthDate" date, "birthDateKey" text, sex text, address text,
      "addressKey" text, "keyVersion" smallint, contact text, delivery text, "nonDisclosure" boolean,
      "senderStaffId" text)
    on conflict (municipality, inbox_id) where inbox_id is not null do nothing`);
}

/**
 * The row of a request that was opened by business information alone: the numbers are new, and the address information
 * is that of the row before, with its time, so that an operation in between still becomes current.
 */
async function insertRepeating(tx: Transaction, municipality: string, rows: TakenRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into address_information (municipality, person_id, history_seq, personal_number, number_system,
      address_number, integrated_address_number, name, name_kana, name_key, name_kana_key, kana_name_key, birth_date_text,
      birth_date, birth_date_key, sex, address, address_key, key_version, contact, delivery, non_disclosure,
      code_request_status, operated_at, registered_at, inbox_id, load_id, load_line, staff_id)
    select i.municipality, i.person_id, t.history_seq, coalesce(i.personal_number, b.personal_number), i.number_system,
      i.address_number, t.number, b.name, b.name_kana, b.name_key, b.name_kana_key, b.kana_name_key, b.birth_date_text,
      b.birth_date, b.birth_date_key, b.sex, b.address, b.address_key, b.key_version, b.contact, b.delivery,
      b.non_disclosure, t.status, b.operated_at, now(), i.inbox_id, i.load_id, i.load_line,
      i.payload ->> 'senderStaffId'
    from jsonb_to_recordset(${asJson(rows)}) as t(inbox_id uuid, history_seq int, repeats int, number text, status text)
    join inbox i on i.municipality = ${municipality} and i.inbox_id = t.inbox_id
    join address_information b on b.municipality = ${municipality} and b.person_id = i.person_id
      and b.history_seq = t.repeats
    on conflict (municipality, inbox_id) where inbox_id is not null do nothing`);
}

/** Keeps the latest data of each kind, by the moment it was confirmed (確定時点, table 34). */
export async function upsertBusinessInformation(
  tx: Transaction,
  municipality: string,
  rows: TakenRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into business_information as b (municipality, person_id, number_system, data_type,
      integrated_address_number, confirmed_at, business_item1, business_item2)
    select distinct on (i.person_id, i.number_system, i.payload->>'dataType')
      i.municipality, i.person_id, i.number_system, i.payload->>'dataType', t.number,
      to_timestamp((i.payload->>'confirmedAt')::float8 / 1000), i.payload->>'businessItem1', i.payload->>'businessItem2'
    from jsonb_to_recordset(${asJson(rows)}) as t(inbox_id uuid, told_seq int, number text)
    join inbox i on i.municipality = ${municipality} and i.inbox_id = t.inbox_id
    where i.payload->>'dataType' is not null
    order by i.person_id, i.number_system, i.payload->>'dataType', (i.payload->>'confirmedAt')::float8 desc,
      t.told_seq desc, i.received_at desc, i.inbox_id desc
    on conflict (municipality, person_id, number_system, data_type) do update set
      integrated_address_number = excluded.integrated_address_number, confirmed_at = excluded.confirmed_at,
      business_item1 = excluded.business_item1, business_item2 = excluded.business_item2
    where b.confirmed_at <= excluded.confirmed_at`);
  // Rows written before the person had a number get it with the first row that has one, because table 34 is kept by
  // number.
  const numbered = rows.filter(({ kind }) => kind === 'numbered');
  if (numbered.length === 0) return;
  await tx.execute(sql`
    update business_information b set integrated_address_number = t.number
    from jsonb_to_recordset(${asJson(numbered)}) as t(person_id uuid, number text)
    where b.municipality = ${municipality} and b.person_id = t.person_id and b.integrated_address_number is null`);
}

/**
 * Notifies every other backbone linked to the person when the current row has changed or the number is new, and the
 * sender only when it got no answer (S24, S27, S120). A person without an integrated number causes none.
 */
export async function insertNotices(tx: Transaction, municipality: string, rows: TakenRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const notices = await tx.execute(sql`
    insert into outbox (municipality, person_id, number_system, address_number, kind, history_seq)
    select a.municipality, a.person_id, a.number_system, a.address_number, t.kind, t.told_seq
    from jsonb_to_recordset(${asJson(rows)}) as t(inbox_id uuid, person_id uuid, told_seq int, number text,
      current boolean, kind text)
    join inbox i on i.municipality = ${municipality} and i.inbox_id = t.inbox_id
    join address_numbers a on a.municipality = ${municipality} and a.person_id = t.person_id
    where t.number is not null
      and case when (a.number_system, a.address_number) = (i.number_system, i.address_number)
        then i.owes_answer else t.current or t.kind = 'numbered' end
    on conflict on constraint one_notice_a_change do nothing
    returning notice_id`);
  return notices.length;
}
