/**
 * Updates of address information by staff (オンライン機能部 40, seed P:189): a new row of table 33 with the next history SEQ,
 * which becomes current, and a notice to every backbone that knows the resident.
 */
import { sql } from 'drizzle-orm';
import type { CheckedAddressInformation } from '../../domain/checked-transfer.ts';
import type { Stage } from '../../domain/stages.ts';
import { inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { isProtected, isProtectedBy } from '../residents/protection.ts';
import { asJson } from '../database/rows.ts';
import { writeTimeline } from '../requests/timeline.ts';

export interface EnteredUpdate {
  /**
   * The row that was shown. When another row is current by now, the update is refused, because nobody saw what it would
   * replace.
   */
  currentHistorySeq: number;
  information: CheckedAddressInformation;
  /** Who entered it, as stored in table 33. */
  staffId: string;
}
export type AddressUpdate = EnteredUpdate & { municipality: string; integratedAddressNumber: string };

export type AppliedOutcome =
  { kind: 'updated'; historySeq: number; notices: number } | { kind: 'changed-meanwhile' | 'nothing-changed' };
export type AddressUpdateOutcome = AppliedOutcome | { kind: 'unknown-resident' };

export interface Updatable {
  /** Whether the resident is protected, so that not everybody may see or change it. */
  protected: boolean;
  /**
   * The four-eyes setting: the update waits until another person approves it. Read from the table, so it is never
   * outdated.
   */
  needsApproval: boolean;
}

/** Undefined when there is no such resident. */
export function findUpdatable(
  db: Database,
  municipality: string,
  integratedAddressNumber: string,
): Promise<Updatable | undefined> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<Record<string, unknown> & Updatable>(sql`
      select ${isProtected(municipality, sql`p.person_id`)} as protected, coalesce(m.updates_need_approval, false) as "needsApproval"
      from persons p left join municipalities m on m.municipality = p.municipality
      where p.municipality = ${municipality} and p.integrated_address_number = ${integratedAddressNumber}`);
    return row && { protected: row.protected, needsApproval: row.needsApproval };
  });
}

export function updateAddressInformation(db: Database, update: AddressUpdate): Promise<AddressUpdateOutcome> {
  const { municipality, integratedAddressNumber } = update;
  return inMunicipality(db, municipality, async (tx) => {
    const person = await lockPerson(tx, municipality, { integratedAddressNumber });
    return person ? applyUpdate(tx, municipality, person, update) : { kind: 'unknown-resident' };
  });
}

/** Writes row, notices and timeline, both for an immediate update and for an approved one. */
export async function applyUpdate(
  tx: Transaction,
  municipality: string,
  person: LockedPerson,
  update: EnteredUpdate & { approvedBy?: string },
): Promise<AppliedOutcome> {
  const { staffId, approvedBy } = update;
  const { person_id: personId, stage, attempt } = person;
  if (person.current_history_seq !== update.currentHistorySeq) return { kind: 'changed-meanwhile' };
  const historySeq = await insertRow(tx, municipality, personId, update);
  if (historySeq === undefined) return { kind: 'nothing-changed' };
  const detail = { staffId, ...(approvedBy !== undefined && { approvedBy }) };
  const [notices] = await Promise.all([
    insertNotices(tx, municipality, { personId, historySeq }),
    writeTimeline(tx, municipality, [{ personId, event: 'updated', stage, attempt, detail }]),
  ]);
  return { kind: 'updated', historySeq, notices };
}

export interface LockedPerson extends Record<string, unknown> {
  person_id: string;
  current_history_seq: number | null;
  stage: Stage | null;
  attempt: number;
}

/** Locks as the judge does, so that transfers and staff change a resident one after the other. */
export async function lockPerson(
  tx: Transaction,
  municipality: string,
  key: { integratedAddressNumber: string } | { personId: string },
): Promise<LockedPerson | undefined> {
  const [row] = await tx.execute<LockedPerson>(sql`
    select person_id, current_history_seq, stage, attempt from persons
    where municipality = ${municipality} and ${
      'personId' in key
        ? sql`person_id = ${key.personId}::uuid`
        : sql`integrated_address_number = ${key.integratedAddressNumber}`
    } for update`);
  return row;
}

/** The entered fields as a row, and a condition that they differ from a row of table 33. */
export const enteredRow = (information: CheckedAddressInformation) => sql`
  select * from jsonb_to_record(${asJson(information)}) as e(name text, "nameKana" text, "nameKey" text,
    "nameKanaKey" text, "kanaNameKey" text, "birthDateText" text, "birthDate" date, "birthDateKey" text, sex text,
    address text, "addressKey" text, "keyVersion" smallint, contact text, delivery text)`;
export const differsFromRow = sql`(a.name, a.name_kana, a.birth_date_text, a.sex, a.address, a.contact, a.delivery)
  is distinct from (e.name, e."nameKana", e."birthDateText", e.sex, e.address, e.contact, e.delivery)`;

/**
 * Inserts the new row, under the number system and the protection of the row before, which staff cannot change here.
 * Operated now, or at the replaced row's time when a backbone's clock is ahead. Undefined when nothing differs. A
 * trigger fills in the personal number, which not everybody may see.
 */
async function insertRow(
  tx: Transaction,
  municipality: string,
  personId: string,
  { currentHistorySeq, information, staffId }: EnteredUpdate,
): Promise<number | undefined> {
  const own = sql`municipality = ${municipality} and person_id = ${personId}::uuid`;
  const [row] = await tx.execute<{ history_seq: number }>(sql`
    with entered as (${enteredRow(information)}), before as (
      select a.municipality, a.person_id, a.number_system, a.address_number, a.operated_at
      from address_information a cross join entered e
      where ${own} and a.history_seq = ${currentHistorySeq} and ${differsFromRow}
    ), changed as (
      update persons p set last_history_seq = p.last_history_seq + 1, current_history_seq = p.last_history_seq + 1
      from before where p.municipality = before.municipality and p.person_id = before.person_id
      returning p.last_history_seq, p.code_request_status, p.integrated_address_number
    )
    insert into address_information (municipality, person_id, history_seq, number_system, address_number, integrated_address_number,
      name, name_kana, name_key, name_kana_key, kana_name_key, birth_date_text, birth_date, birth_date_key, sex, address,
      address_key, key_version, contact, delivery, non_disclosure, code_request_status, operated_at, registered_at, staff_id)
    select b.municipality, b.person_id, c.last_history_seq, b.number_system, b.address_number,
      c.integrated_address_number, e.name, e."nameKana", e."nameKey", e."nameKanaKey", e."kanaNameKey", e."birthDateText",
      e."birthDate", e."birthDateKey", e.sex, e.address, e."addressKey", coalesce(e."keyVersion", 1), e.contact, e.delivery,
      ${isProtectedBy(municipality, sql`b.person_id`, sql`b.number_system`)}, c.code_request_status,
      greatest(now(), b.operated_at), now(), ${staffId}
    from changed c cross join before b cross join entered e
    returning history_seq`);
  return row?.history_seq;
}

/** Notifies all backbones, because none is being answered. */
async function insertNotices(
  tx: Transaction,
  municipality: string,
  { personId, historySeq }: { personId: string; historySeq: number },
): Promise<number> {
  const notices = await tx.execute(sql`
    insert into outbox (municipality, person_id, number_system, address_number, kind, history_seq)
    select municipality, person_id, number_system, address_number, 'updated', ${historySeq}::int
    from address_numbers where municipality = ${municipality} and person_id = ${personId}::uuid
    returning notice_id`);
  return notices.length;
}
