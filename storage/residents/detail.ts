/**
 * Reads everything fugo knows about one resident, for the resident's page (オンライン機能部 40). Personal data is left out when
 * masked.
 */
import { sql } from 'drizzle-orm';
import type { AcquisitionFailureCode, Step } from '../../domain/failures.ts';
import type { CodeRequestStatus, Stage } from '../../domain/stages.ts';
import { readAddressHistory, type AddressInformation } from './address-history.ts';
import { inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { readHeldTransfers, type HeldTransfer } from './held-transfers.ts';
import { dateOf, epochMs, ofPerson, type OnePerson } from '../database/rows.ts';
import { readNotices, type Notice } from './notices.ts';
import { isProtected } from './protection.ts';
import { isPerson, type PersonKey } from './residents.ts';
import type { ShownInformation } from './shown-information.ts';

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
  /** What each held transfer says. */
  held: HeldView[];
  /** The four-eyes setting, read from the table so that the page offers what the server would do. */
  updatesNeedApproval: boolean;
  proposedUpdate: OpenProposal | null;
  currentHistorySeq: number | null;
  hasPersonalNumber: boolean;
  /** Whether this person's own workflow was ever started. */
  hasRun: boolean;
  protected: boolean;
  masked: boolean;
  /** By history SEQ, ascending. */
  history: AddressInformation[];
  addressNumbers: { numberSystem: string; addressNumber: string; linkedAt: Date }[];
  business: BusinessInformation[];
  notices: Notice[];
  failures: OpenFailure[];
  attempts: RequestAttempt[];
}

export interface HeldView extends Pick<HeldTransfer, 'numberSystem' | 'addressNumber' | 'operatedAt' | 'receivedAt'> {
  /** Null when masked. */
  shown: ShownInformation | null;
}

/** An update by staff that waits for another person. */
export interface OpenProposal {
  updateId: string;
  proposedAt: Date;
  proposedBy: { staffId: string; name: string };
}

/** A row of table 34. */
export interface BusinessInformation {
  numberSystem: string;
  dataType: string;
  confirmedAt: Date;
  /** Null when masked. */
  businessItem1: string | null;
  businessItem2: string | null;
}

export interface OpenFailure {
  /** Whether staff have tried it again, and it is not known how that ends. */
  trying: boolean;
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

/** Undefined when there is no such resident. */
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
    const heldTransfers = await readHeldTransfers(tx, own);
    const masked = person.protected && !seesProtected;
    const [proposedUpdate, history, addressNumbers, business, notices, failures, attempts] = await Promise.all([
      readProposal(tx, own),
      readAddressHistory(tx, own, { masked, seesProtected }),
      readAddressNumbers(tx, own),
      readBusiness(tx, own, masked),
      readNotices(tx, own),
      readFailures(tx, own),
      readAttempts(tx, own, person),
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
      held: heldTransfers.map(({ nonDisclosure, information, ...transfer }) => ({
        ...transfer,
        shown: masked || (nonDisclosure && !seesProtected) ? null : information,
      })),
      updatesNeedApproval: person.needs_approval,
      proposedUpdate,
      currentHistorySeq: person.current_history_seq,
      hasPersonalNumber: person.has_personal_number,
      hasRun: person.has_run,
      protected: person.protected,
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
    select person_id, integrated_address_number as number, code_request_status, stage, attempt, ${epochMs(sql`updated_at`)} as updated_at,
      ${epochMs(sql`opens_at`)} as opens_at, ${epochMs(sql`acquired_at`)} as acquired_at, held_transfers,
      current_history_seq, awaiting_key is null as has_personal_number, has_run, chunk_id,
      ${isProtected(municipality, sql`p.person_id`)} as protected,
      coalesce((select m.updates_need_approval from municipalities m where m.municipality = p.municipality), false)
        as needs_approval
    from persons p where p.municipality = ${municipality} and ${isPerson(key)}`);
  return row;
}

async function readProposal(tx: Transaction, own: OnePerson): Promise<OpenProposal | null> {
  const [row] = await tx.execute<{ update_id: string; proposed_at: number; proposed_by: string; name: string }>(sql`
    select u.update_id, ${epochMs(sql`u.proposed_at`)} as proposed_at, u.proposed_by, s.name
    from proposed_updates u join staff s on s.staff_id = u.proposed_by
    where ${ofPerson(own)} and u.decision is null`);
  if (!row) return null;
  const proposedBy = { staffId: row.proposed_by, name: row.name };
  return { updateId: row.update_id, proposedAt: new Date(row.proposed_at), proposedBy };
}

async function readAddressNumbers(tx: Transaction, own: OnePerson): Promise<ResidentDetail['addressNumbers']> {
  const rows = await tx.execute<{ numberSystem: string; addressNumber: string; linkedAt: number }>(sql`
    select number_system as "numberSystem", address_number as "addressNumber", ${epochMs(sql`linked_at`)} as "linkedAt"
    from address_numbers where ${ofPerson(own)} order by number_system, address_number`);
  return rows.map((row) => ({ ...row, linkedAt: new Date(row.linkedAt) }));
}

async function readBusiness(tx: Transaction, own: OnePerson, masked: boolean): Promise<BusinessInformation[]> {
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

async function readFailures(tx: Transaction, own: OnePerson): Promise<OpenFailure[]> {
  const rows = await tx.execute<Record<string, unknown> & Omit<OpenFailure, 'firstSeenAt'> & { at: number }>(sql`
    select failure_id as "failureId", code, step, attempt, reason, trying is not null as trying,
      ${epochMs(sql`first_seen_at`)} as at
    from failures where ${ofPerson(own)} and resolved_at is null order by first_seen_at, failure_id`);
  return rows.map(({ failureId, code, step, attempt, reason, trying, at }) => ({
    failureId,
    code,
    step,
    attempt,
    reason,
    trying,
    firstSeenAt: new Date(at),
  }));
}

/** The person's own requests, and those of its chunk, which are found by their ids. */
async function readAttempts(
  tx: Transaction,
  own: OnePerson,
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
