/** All that fugo knows of one resident, for the page of that resident. Personal data is left out where it is masked. */
import { sql } from 'drizzle-orm';
import type { AcquisitionFailureCode, Step } from '../domain/failures.ts';
import type { CodeRequestStatus, Stage } from '../domain/stages.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { inMunicipality, type Database, type Transaction } from './database.ts';
import { heldTransfersOf, type HeldTransfer } from './held-transfers.ts';
import { openPersonalNumber } from './personal-number.ts';
import { isProtected } from './protection.ts';
import { isPerson, type PersonKey } from './residents.ts';
import type { ShownInformation } from './shown-information.ts';
import { epochMs } from './rows.ts';

export interface ResidentDetail {
  personId: string;
  /** Null until there is a personal number, and while the identity is in doubt. */
  integratedAddressNumber: string | null;
  codeRequestStatus: CodeRequestStatus;
  stage: Stage | null;
  attempt: number;
  since: Date;
  opensAt: Date | null;
  acquiredAt: Date | null;
  heldTransfers: number;
  /** What each of them says. */
  held: HeldView[];
  /** Four eyes. Asked of the table: what a page offers must be what the server would do. */
  updatesNeedApproval: boolean;
  proposedUpdate: OpenProposal | null;
  currentHistorySeq: number | null;
  hasPersonalNumber: boolean;
  /** A workflow of this person's own has been started. */
  hasRun: boolean;
  protected: boolean;
  masked: boolean;
  /** By history SEQ, the first one first. */
  history: AddressInformation[];
  addressNumbers: { numberSystem: string; addressNumber: string; linkedAt: Date }[];
  business: BusinessInformation[];
  notices: Notice[];
  failures: OpenFailure[];
  attempts: RequestAttempt[];
}

export interface HeldView extends Pick<HeldTransfer, 'numberSystem' | 'addressNumber' | 'operatedAt' | 'receivedAt'> {
  /** Null where it is masked. */
  shown: ShownInformation | null;
}

/** A change by staff that waits for another person. */
export interface OpenProposal {
  updateId: string;
  proposedAt: Date;
  proposedBy: { staffId: string; name: string };
}

/** A row of table 33. */
export interface AddressInformation {
  historySeq: number;
  numberSystem: string | null;
  addressNumber: string | null;
  codeRequestStatus: CodeRequestStatus;
  operatedAt: Date;
  registeredAt: Date;
  staffId: string | null;
  source: 'transfer' | 'load' | 'staff';
  /** What differs from the row before; of the first row nothing. */
  changed: ChangedField[];
  /** Null where it is masked. */
  shown: ShownInformation | null;
}
export const comparedFields = [
  'name',
  'nameKana',
  'birthDateText',
  'sex',
  'address',
  'contact',
  'delivery',
  'nonDisclosure',
] as const satisfies readonly (keyof ShownInformation)[];
export type ChangedField = (typeof comparedFields)[number];

/** A row of table 34. */
export interface BusinessInformation {
  numberSystem: string;
  dataType: string;
  confirmedAt: Date;
  /** Null where it is masked. */
  businessItem1: string | null;
  businessItem2: string | null;
}

export interface Notice {
  noticeId: string;
  numberSystem: string;
  addressNumber: string;
  kind: 'numbered' | 'updated';
  historySeq: number;
  createdAt: Date;
  sends: number;
  deliveredAt: Date | null;
  /** While it is not delivered. */
  nextSendAt: Date | null;
  refusal: string | null;
}

export interface OpenFailure {
  failureId: string;
  code: AcquisitionFailureCode;
  step: Step | null;
  attempt: number;
  reason: string | null;
  firstSeenAt: Date;
}

export interface RequestAttempt {
  requestId: string;
  grain: 'person' | 'chunk';
  attempt: number;
  step: Step;
  participant: string;
  state: 'SENDING' | 'ANSWERED';
  sends: number;
  createdAt: Date;
  answeredAt: Date | null;
}

/** Undefined where there is no such resident. */
export function findResidentDetail(
  db: Database,
  municipality: string,
  key: PersonKey,
  { seesProtected }: { seesProtected: boolean },
): Promise<ResidentDetail | undefined> {
  return inMunicipality(db, municipality, async (tx) => {
    const person = await findPerson(tx, municipality, key);
    if (!person) return undefined;
    const own = { municipality, personId: person.person_id };
    const held = await heldTransfersOf(tx, own);
    // Of who is nothing but held transfers only they can say it.
    const isHidden = person.protected || (person.last_history_seq === 0 && held.some((each) => each.nonDisclosure));
    const masked = isHidden && !seesProtected;
    const [proposedUpdate, history, addressNumbers, business, notices, failures, attempts] = await Promise.all([
      proposalOf(tx, own),
      historyOf(tx, own, { masked, seesProtected }),
      addressNumbersOf(tx, own),
      businessOf(tx, own, masked),
      noticesOf(tx, own),
      failuresOf(tx, own),
      attemptsOf(tx, own, person),
    ]);
    return {
      personId: person.person_id,
      integratedAddressNumber: person.number,
      codeRequestStatus: person.code_request_status,
      stage: person.stage,
      attempt: person.attempt,
      since: new Date(person.updated_at),
      opensAt: person.stage === 'WAITING_FOR_HOURS' ? dateOf(person.opens_at) : null,
      acquiredAt: dateOf(person.acquired_at),
      heldTransfers: person.held_transfers,
      held: held.map(({ nonDisclosure, information, ...transfer }) => ({
        ...transfer,
        shown: masked || (nonDisclosure && !seesProtected) ? null : information,
      })),
      updatesNeedApproval: person.needs_approval,
      proposedUpdate,
      currentHistorySeq: person.current_history_seq,
      hasPersonalNumber: person.has_personal_number,
      hasRun: person.has_run,
      protected: isHidden,
      masked,
      history,
      addressNumbers,
      business,
      notices,
      failures,
      attempts,
    };
  });
}

interface PersonRow extends Record<string, unknown> {
  person_id: string;
  number: string | null;
  last_history_seq: number;
  code_request_status: CodeRequestStatus;
  stage: Stage | null;
  attempt: number;
  updated_at: number;
  opens_at: number | null;
  acquired_at: number | null;
  held_transfers: number;
  current_history_seq: number | null;
  has_personal_number: boolean;
  has_run: boolean;
  chunk_id: string | null;
  protected: boolean;
  needs_approval: boolean;
}

async function findPerson(tx: Transaction, municipality: string, key: PersonKey): Promise<PersonRow | undefined> {
  const [row] = await tx.execute<PersonRow>(sql`
    select person_id, integrated_address_number as number, last_history_seq, code_request_status, stage, attempt, ${epochMs(sql`updated_at`)} as updated_at,
      ${epochMs(sql`opens_at`)} as opens_at, ${epochMs(sql`acquired_at`)} as acquired_at, held_transfers,
      current_history_seq, awaiting_key is null as has_personal_number, has_run, chunk_id,
      ${isProtected(municipality, sql`p.person_id`)} as protected,
      coalesce((select m.updates_need_approval from municipalities m where m.municipality = p.municipality), false)
        as needs_approval
    from persons p where p.municipality = ${municipality} and ${isPerson(key)}`);
  return row;
}

interface Own {
  municipality: string;
  personId: string;
}

const ofPerson = ({ municipality, personId }: Own) =>
  sql`municipality = ${municipality} and person_id = ${personId}::uuid`;

async function proposalOf(tx: Transaction, own: Own): Promise<OpenProposal | null> {
  const [row] = await tx.execute<{ update_id: string; proposed_at: number; proposed_by: string; name: string }>(sql`
    select u.update_id, ${epochMs(sql`u.proposed_at`)} as proposed_at, u.proposed_by, s.name
    from proposed_updates u join staff s on s.staff_id = u.proposed_by
    where ${ofPerson(own)} and u.decision is null`);
  if (!row) return null;
  const proposedBy = { staffId: row.proposed_by, name: row.name };
  return { updateId: row.update_id, proposedAt: new Date(row.proposed_at), proposedBy };
}

/** A row of a time of protection stays masked after its end: where somebody hid is no less a secret then. */
async function historyOf(
  tx: Transaction,
  own: Own,
  { masked, seesProtected }: { masked: boolean; seesProtected: boolean },
): Promise<AddressInformation[]> {
  const rows = await tx.execute<
    Record<string, unknown> &
      ShownInformation & {
        historySeq: number;
        numberSystem: string | null;
        addressNumber: string | null;
        status: CodeRequestStatus;
        operatedAt: number;
        registeredAt: number;
        staffId: string | null;
        source: AddressInformation['source'];
      }
  >(sql`
    select history_seq as "historySeq", number_system as "numberSystem", address_number as "addressNumber",
      code_request_status as status, ${epochMs(sql`operated_at`)} as "operatedAt",
      ${epochMs(sql`registered_at`)} as "registeredAt", staff_id as "staffId",
      case when load_id is not null then 'load' when inbox_id is not null then 'transfer' else 'staff' end as source,
      name, name_kana as "nameKana", birth_date_text as "birthDateText", birth_date::text as "birthDate", sex, address,
      contact, delivery, non_disclosure as "nonDisclosure"
    from address_information where ${ofPerson(own)} order by history_seq`);
  return rows.map((row, at) => {
    const before = rows[at - 1];
    const { name, nameKana, birthDateText, birthDate, sex, address, contact, delivery, nonDisclosure } = row;
    const shown = { name, nameKana, birthDateText, birthDate, sex, address, contact, delivery, nonDisclosure };
    return {
      historySeq: row.historySeq,
      numberSystem: row.numberSystem,
      addressNumber: row.addressNumber,
      codeRequestStatus: row.status,
      operatedAt: new Date(row.operatedAt),
      registeredAt: new Date(row.registeredAt),
      staffId: row.staffId,
      source: row.source,
      changed: before ? comparedFields.filter((field) => before[field] !== row[field]) : [],
      shown: masked || (nonDisclosure && !seesProtected) ? null : shown,
    };
  });
}

async function addressNumbersOf(tx: Transaction, own: Own): Promise<ResidentDetail['addressNumbers']> {
  const rows = await tx.execute<{ numberSystem: string; addressNumber: string; linkedAt: number }>(sql`
    select number_system as "numberSystem", address_number as "addressNumber", ${epochMs(sql`linked_at`)} as "linkedAt"
    from address_numbers where ${ofPerson(own)} order by number_system, address_number`);
  return rows.map((row) => ({ ...row, linkedAt: new Date(row.linkedAt) }));
}

async function businessOf(tx: Transaction, own: Own, masked: boolean): Promise<BusinessInformation[]> {
  const rows = await tx.execute<
    Record<string, unknown> & Omit<BusinessInformation, 'confirmedAt'> & { confirmedAt: number }
  >(sql`
    select number_system as "numberSystem", data_type as "dataType", ${epochMs(sql`confirmed_at`)} as "confirmedAt",
      business_item1 as "businessItem1", business_item2 as "businessItem2"
    from business_information where ${ofPerson(own)} order by number_system, data_type`);
  return rows.map(({ numberSystem, dataType, confirmedAt, businessItem1, businessItem2 }) => ({
    numberSystem,
    dataType,
    confirmedAt: new Date(confirmedAt),
    businessItem1: masked ? null : businessItem1,
    businessItem2: masked ? null : businessItem2,
  }));
}

/** The latest hundred; there is one a change and backbone. */
async function noticesOf(tx: Transaction, own: Own): Promise<Notice[]> {
  const rows = await tx.execute<
    Record<string, unknown> &
      Omit<Notice, 'createdAt' | 'deliveredAt' | 'nextSendAt'> & {
        createdAt: number;
        deliveredAt: number | null;
        nextSendAt: number;
      }
  >(sql`
    select notice_id as "noticeId", number_system as "numberSystem", address_number as "addressNumber", kind,
      history_seq as "historySeq", ${epochMs(sql`created_at`)} as "createdAt", sends,
      ${epochMs(sql`delivered_at`)} as "deliveredAt", ${epochMs(sql`next_send_at`)} as "nextSendAt", refusal
    from outbox where ${ofPerson(own)} order by history_seq desc, number_system, address_number, kind limit 100`);
  return rows.map((row) => ({
    ...row,
    createdAt: new Date(row.createdAt),
    deliveredAt: dateOf(row.deliveredAt),
    nextSendAt: row.deliveredAt === null ? new Date(row.nextSendAt) : null,
  }));
}

async function failuresOf(tx: Transaction, own: Own): Promise<OpenFailure[]> {
  const rows = await tx.execute<Record<string, unknown> & Omit<OpenFailure, 'firstSeenAt'> & { at: number }>(sql`
    select failure_id as "failureId", code, step, attempt, reason, ${epochMs(sql`first_seen_at`)} as at
    from failures where ${ofPerson(own)} and resolved_at is null order by first_seen_at, failure_id`);
  return rows.map(({ failureId, code, step, attempt, reason, at }) => ({
    failureId,
    code,
    step,
    attempt,
    reason,
    firstSeenAt: new Date(at),
  }));
}

/** Those of its own, and those that the chunk made for all of its persons, which are found by their ids. */
async function attemptsOf(
  tx: Transaction,
  own: Own,
  { chunk_id: chunkId, attempt }: PersonRow,
): Promise<RequestAttempt[]> {
  const { municipality } = own;
  const columns = sql`request_id, person_id, attempt, step, participant, state, sends, created_at, answered_at`;
  const rows = await tx.execute<
    Record<string, unknown> & Omit<RequestAttempt, 'createdAt' | 'answeredAt'> & { at: number; answered: number | null }
  >(sql`
    select request_id as "requestId", case when person_id is null then 'chunk' else 'person' end as grain, attempt, step,
      participant, state, sends, ${epochMs(sql`created_at`)} as at, ${epochMs(sql`answered_at`)} as answered
    from (
      select ${columns} from request_attempts where ${ofPerson(own)}
      union all
      select ${columns} from request_attempts where municipality = ${municipality} and request_id in (
        select ${municipality} || '/' || ${chunkId}::text || '/' || a || '/' || s
        from generate_series(1, ${attempt}::int) a
        cross join unnest(array['serial', 'fileRequest', 'file', 'route']) s)
    ) r order by created_at, request_id`);
  return rows.map(({ requestId, grain, attempt: nth, step, participant, state, sends, at, answered }) => ({
    requestId,
    grain,
    attempt: nth,
    step,
    participant,
    state,
    sends,
    createdAt: new Date(at),
    answeredAt: dateOf(answered),
  }));
}

/** Undefined where there is no such resident. Cheap: it is asked again and again until everything is delivered. */
export function findNotices(
  db: Database,
  municipality: string,
  key: PersonKey,
): Promise<{ subject: string; notices: Notice[] } | undefined> {
  return inMunicipality(db, municipality, async (tx) => {
    const person = await findPerson(tx, municipality, key);
    if (!person) return undefined;
    const notices = await noticesOf(tx, { municipality, personId: person.person_id });
    return { subject: person.number ?? person.person_id, notices };
  });
}

/** `subject`: what the audit log calls the resident, by the number or, until there is one, by the internal id. */
export type PersonalNumberView =
  | { kind: 'found'; subject: string; personalNumber: string }
  | { kind: 'none' | 'masked'; subject: string }
  | { kind: 'unknown-resident' };

/** For display, to who has the right and has said why. */
export function findPersonalNumber(
  { db, keys }: { db: Database; keys: KeyRing },
  municipality: string,
  key: PersonKey,
  { seesProtected }: { seesProtected: boolean },
): Promise<PersonalNumberView> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{
      person_id: string;
      number: string | null;
      personal_number: Uint8Array | null;
      protected: boolean;
    }>(sql`
      select person_id, integrated_address_number as number, personal_number,
        ${isProtected(municipality, sql`p.person_id`)} or (p.last_history_seq = 0 and exists (
          select from inbox i where i.municipality = p.municipality and i.person_id = p.person_id and i.state = 'HELD'
            and (i.payload ->> 'nonDisclosure')::boolean)) as protected
      from persons p where p.municipality = ${municipality} and ${isPerson(key)}`);
    if (!row) return { kind: 'unknown-resident' };
    const subject = row.number ?? row.person_id;
    if (row.protected && !seesProtected) return { kind: 'masked', subject };
    if (row.personal_number === null) return { kind: 'none', subject };
    const personalNumber = openPersonalNumber(keys, municipality, row.person_id, row.personal_number);
    return { kind: 'found', subject, personalNumber };
  });
}

function dateOf(millis: number | null): Date | null {
  return millis === null ? null : new Date(millis);
}
