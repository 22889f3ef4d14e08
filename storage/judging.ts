/**
 * Judge and number (S21–S28): one transaction and one function for one resident and for a chunk. Rows are read as a
 * set, decided one after the other by the pure rule of domain/judgement, and written as a set.
 *
 * J1. The persons are locked, so two transfers of one person are judged one after the other.
 * J2. Number, table 33 row, status and notices commit together or not at all (S25–S27).
 * J3. Judging again what was judged changes nothing and gives the first answer.
 */
import { sql } from 'drizzle-orm';
import type { Judgement } from '../contracts/acquire-code.ts';
import { judge, type Decision, type Identity } from '../domain/judgement.ts';
import { codeRequestStatusOf, type Acquisition } from '../domain/lifecycle.ts';
import type { CodeRequestStatus, Stage } from '../domain/stages.ts';
import { acquisitionOf, lockPersons, type PersonRow } from './acquisitions.ts';
import { inMunicipality, type Database, type Transaction } from './database.ts';
import type { InboxPayload } from './inbox.ts';
import { allocateIntegratedAddressNumbers } from './integrated-address-numbers.ts';
import { asJson, epochMs, idList, inSet, type PersonSet } from './rows.ts';
import { writeTimeline } from './timeline.ts';

interface UnjudgedRow extends Record<string, unknown> {
  inbox_id: string;
  person_id: string;
  number_system: string;
  address_number: string;
  /** Blind index of the personal number, in hex; null where the transfer has none. */
  personal_number: string | null;
  payload: InboxPayload;
  operated_at: number;
  identity_confirmed_by: string | null;
  address_number_of: string | null;
  personal_number_of_another: boolean;
}

interface CurrentRow extends Record<string, unknown> {
  person_id: string;
  birth_date_text: string;
  birth_date: string | null;
  sex: string;
  name_key: string;
  operated_at: number;
}

/** A person while its transfers are judged one after the other. */
interface Subject {
  row: PersonRow;
  current: (Identity & { operatedAt: number }) | null;
  stage: Stage | null;
  status: CodeRequestStatus;
  attempt: number;
  /** Blind index, in hex. */
  personalNumber: string | null;
  integratedAddressNumber: string | null;
  lastHistorySeq: number;
  currentHistorySeq: number | null;
  heldTransfers: number;
  /** The inbox row whose personal number becomes this person's. */
  numberFrom: string | null;
  /** A code request was opened by one of its transfers. */
  opened: boolean;
  touched: boolean;
}

interface Outcome {
  transfer: UnjudgedRow;
  subject: Subject;
  decision: Decision;
  historySeq: number | null;
  /** As this transfer left it; the ones after it in the set may have moved the person on. */
  left: { stage: Stage | null; status: CodeRequestStatus; attempt: number; isNumbered: boolean };
}

export interface Judged {
  judged: number;
  /** How many transfers got which answer. */
  results: Record<string, number>;
  /** Notices written to the outbox. */
  notices: number;
  /** Null when no inbox id was asked about, or it is not there. */
  judgement: Judgement | null;
  /** Of the one person of the set; null for a chunk. */
  acquisition: Acquisition | null;
}

export async function judgeTransfers(
  db: Database,
  { municipality, requests, inboxId }: { municipality: string; requests: PersonSet; inboxId?: string },
): Promise<Judged> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inMunicipality(db, municipality, (tx) =>
        judgeInTransaction(tx, { municipality, requests, ...(inboxId !== undefined && { inboxId }) }),
      );
    } catch (err) {
      // Another person got the same number at the same moment: judged again, with that person in sight.
      if (tries === 3 || !isTakenMeanwhile(err)) throw err;
    }
  }
}

class AddressNumberTaken extends Error {}

export function isTakenMeanwhile(err: unknown): boolean {
  const uniqueViolation = '23505';
  const cause: unknown = err instanceof Error ? err.cause : undefined;
  return (
    err instanceof AddressNumberTaken ||
    (typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === uniqueViolation)
  );
}

/** `chunkId`: the requests that these transfers open are run by this chunk, and not by a workflow of each person. */
export async function judgeInTransaction(
  tx: Transaction,
  {
    municipality,
    requests,
    inboxId,
    chunkId = null,
  }: { municipality: string; requests: PersonSet; inboxId?: string; chunkId?: string | null },
): Promise<Judged> {
  // Sent together: the later statements see what was committed before the lock was got.
  const [persons, transfers, currents] = await Promise.all([
    lockPersons(tx, municipality, requests),
    readUnjudged(tx, municipality, requests),
    readCurrent(tx, municipality, requests),
  ]);
  const currentOf = new Map(currents.map((row) => [row.person_id, row]));
  const subjects = new Map(persons.map((row) => [row.person_id, subjectOf(row, currentOf.get(row.person_id))]));

  const outcomes = decideAll(subjects, transfers);
  await numberThose(tx, municipality, outcomes);
  const notices = outcomes.length > 0 ? await writeOutcomes(tx, municipality, { subjects, outcomes, chunkId }) : 0;

  const asked = outcomes.find(({ transfer }) => transfer.inbox_id === inboxId);
  const judgement = asked
    ? answerOf(asked)
    : inboxId === undefined
      ? null
      : await readJudgement(tx, municipality, inboxId);
  const [only] = 'personIds' in requests && requests.personIds.length === 1 ? subjects.values() : [];
  return {
    judged: outcomes.length,
    results: countedBy(outcomes),
    notices,
    judgement,
    acquisition: only ? acquisitionOf(rowAfter(only)) : null,
  };
}

function countedBy(outcomes: Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { decision } of outcomes) counts[decision.result] = (counts[decision.result] ?? 0) + 1;
  return counts;
}

/** In the order of arrival; each decision is made on what the ones before it have left. */
function decideAll(subjects: Map<string, Subject>, transfers: UnjudgedRow[]): Outcome[] {
  // Links made and personal numbers given in this very set count for the transfers that follow.
  const linkedNow = new Map<string, string>();
  const numberedNow = new Map<string, string>();
  const outcomes: Outcome[] = [];
  for (const transfer of transfers) {
    const subject = subjects.get(transfer.person_id);
    if (!subject) continue;
    const key = `${transfer.number_system}:${transfer.address_number}`;
    const owner = linkedNow.get(key) ?? transfer.address_number_of;
    const confirmed = transfer.identity_confirmed_by !== null;
    const { personal_number: number } = transfer;
    const numberOwner = number === null ? undefined : numberedNow.get(number);
    const identity: Identity = {
      birthDateText: transfer.payload.birthDateText,
      birthDate: transfer.payload.birthDate,
      sex: transfer.payload.sex,
      nameKey: transfer.payload.nameKey,
    };
    const decision = judge(
      {
        codeRequestStatus: subject.status,
        hasPersonalNumber: subject.personalNumber !== null,
        hasIntegratedAddressNumber: subject.integratedAddressNumber !== null,
        // Staff have looked at both and say it is one person: nothing is left to compare but the time.
        current: subject.current && confirmed ? { ...subject.current, ...identity } : subject.current,
      },
      {
        ...identity,
        hasPersonalNumber: number !== null,
        addressNumberOf:
          confirmed || owner === transfer.person_id ? 'this-person' : owner === null ? 'nobody' : 'another-person',
        personalNumberOfAnother:
          transfer.personal_number_of_another ||
          (numberOwner !== undefined && numberOwner !== transfer.person_id) ||
          // Found by its address number while the person had none; since then the person got another one.
          (number !== null && subject.personalNumber !== null && number !== subject.personalNumber),
        operatedAt: transfer.operated_at,
      },
    );
    outcomes.push(applied(subject, transfer, decision, identity));
    if (decision.result === 'held') continue;
    linkedNow.set(key, transfer.person_id);
    if (number !== null) numberedNow.set(number, transfer.person_id);
  }
  return outcomes;
}

function applied(subject: Subject, transfer: UnjudgedRow, decision: Decision, identity: Identity): Outcome {
  subject.touched = true;
  if (decision.result === 'held') {
    subject.heldTransfers += 1;
    subject.stage ??= 'HELD';
    return { transfer, subject, decision, historySeq: null, left: leftBy(subject) };
  }
  subject.lastHistorySeq += 1;
  if (decision.current) {
    subject.current = { ...identity, operatedAt: transfer.operated_at };
    subject.currentHistorySeq = subject.lastHistorySeq;
  }
  if (transfer.personal_number !== null && subject.personalNumber === null) {
    subject.personalNumber = transfer.personal_number;
    subject.numberFrom = transfer.inbox_id;
  }
  if (decision.result === 'awaitingPersonalNumber') subject.stage = 'AWAITING_PN';
  if (decision.request) {
    // A request that staff cancelled is opened again under a new attempt (lifecycle L1).
    if (subject.stage === 'CANCELLED') subject.attempt += 1;
    subject.opened = true;
    subject.stage = 'NUMBERED';
    subject.status = codeRequestStatusOf({ stage: 'NUMBERED', serialRequested: false });
  }
  return { transfer, subject, decision, historySeq: subject.lastHistorySeq, left: leftBy(subject) };
}

const leftBy = ({ stage, status, attempt, integratedAddressNumber }: Subject): Outcome['left'] => ({
  stage,
  status,
  attempt,
  // The number itself is drawn once all are decided.
  isNumbered: integratedAddressNumber !== null || status !== 'NOT_REQUESTED',
});

/** The integrated number as the transfer left it. */
const numberOf = ({ subject, left }: Outcome): string | null =>
  left.isNumbered ? subject.integratedAddressNumber : null;

async function numberThose(tx: Transaction, municipality: string, outcomes: Outcome[]): Promise<void> {
  const unnumbered = [
    ...new Set(
      outcomes
        .filter(({ decision, subject }) => decision.result === 'numbered' && subject.integratedAddressNumber === null)
        .map(({ subject }) => subject),
    ),
  ];
  if (unnumbered.length === 0) return;
  const numbers = await allocateIntegratedAddressNumbers(tx, municipality, unnumbered.length);
  unnumbered.forEach((subject, at) => {
    subject.integratedAddressNumber = numbers[at] ?? null;
  });
}

async function writeOutcomes(
  tx: Transaction,
  municipality: string,
  { subjects, outcomes, chunkId }: { subjects: Map<string, Subject>; outcomes: Outcome[]; chunkId: string | null },
): Promise<number> {
  const touched = [...subjects.values()].filter((subject) => subject.touched);
  const taken = outcomes.filter(({ decision }) => decision.result !== 'held');
  const held = outcomes.filter(({ decision }) => decision.result === 'held');
  const takenRows = taken.map((outcome) => ({
    inbox_id: outcome.transfer.inbox_id,
    person_id: outcome.transfer.person_id,
    history_seq: outcome.historySeq,
    number: numberOf(outcome),
    status: outcome.left.status,
    current: outcome.decision.result !== 'held' && outcome.decision.current,
    kind: outcome.decision.result === 'numbered' ? 'numbered' : 'updated',
  }));

  const [, , , , , outbox] = await Promise.all([
    updatePersons(tx, municipality, touched, chunkId),
    insertAddressInformation(tx, municipality, takenRows),
    upsertBusinessInformation(tx, municipality, takenRows),
    linkAddressNumbers(tx, municipality, taken),
    updateInbox(tx, municipality, outcomes),
    insertNotices(tx, municipality, takenRows),
    insertHeld(tx, municipality, held),
    writeTimeline(
      tx,
      municipality,
      // Who is numbered with a chunk is told of by the chunk.
      outcomes
        .filter(({ decision }) => chunkId === null || decision.result !== 'numbered')
        .map(({ transfer, decision, left }) => ({
          personId: transfer.person_id,
          event: decision.result,
          stage: left.stage,
          attempt: left.attempt,
          detail: { numberSystem: transfer.number_system },
        })),
    ),
  ]);
  return outbox;
}

interface TakenRow {
  inbox_id: string;
  person_id: string;
  history_seq: number | null;
  number: string | null;
  status: CodeRequestStatus;
  current: boolean;
  kind: string;
}

async function updatePersons(
  tx: Transaction,
  municipality: string,
  subjects: Subject[],
  chunkId: string | null,
): Promise<void> {
  const rows = subjects.map((subject) => ({
    person_id: subject.row.person_id,
    stage: subject.stage,
    status: subject.status,
    attempt: subject.attempt,
    number: subject.integratedAddressNumber,
    current_seq: subject.currentHistorySeq,
    last_seq: subject.lastHistorySeq,
    held: subject.heldTransfers,
    number_from: subject.numberFrom,
    opened: subject.opened,
  }));
  await tx.execute(sql`
    update persons p set
      stage = t.stage, code_request_status = t.status, attempt = t.attempt, integrated_address_number = t.number,
      current_history_seq = t.current_seq, last_history_seq = t.last_seq, held_transfers = t.held,
      personal_number = coalesce(i.personal_number, p.personal_number),
      personal_number_index = coalesce(i.personal_number_index, p.personal_number_index),
      awaiting_key = case when i.inbox_id is null then p.awaiting_key end,
      chunk_id = case when t.opened then ${chunkId}::uuid else p.chunk_id end,
      in_chunk = case when t.opened then ${chunkId !== null}::boolean else p.in_chunk end,
      has_run = p.has_run or ${chunkId === null}::boolean,
      updated_at = now()
    from jsonb_to_recordset(${asJson(rows)}) as t(person_id uuid, stage text, status text, attempt int, number text,
      current_seq int, last_seq int, held int, number_from uuid, opened boolean)
    left join inbox i on i.municipality = ${municipality} and i.inbox_id = t.number_from
    where p.municipality = ${municipality} and p.person_id = t.person_id`);
}

async function insertAddressInformation(tx: Transaction, municipality: string, rows: TakenRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into address_information (municipality, person_id, history_seq, personal_number, number_system,
      address_number, integrated_address_number, name, name_kana, name_key, birth_date_text, birth_date, sex, address,
      address_key, contact, delivery, non_disclosure, code_request_status, operated_at, registered_at, inbox_id, load_id,
      load_line, staff_id)
    select i.municipality, i.person_id, t.history_seq, i.personal_number, i.number_system, i.address_number, t.number,
      p.name, p."nameKana", p."nameKey", p."birthDateText", p."birthDate", p.sex, p.address, p."addressKey", p.contact,
      p.delivery, p."nonDisclosure", t.status, i.operated_at, now(), i.inbox_id, i.load_id, i.load_line, p."senderStaffId"
    from jsonb_to_recordset(${asJson(rows)}) as t(inbox_id uuid, history_seq int, number text, status text)
    join inbox i on i.municipality = ${municipality} and i.inbox_id = t.inbox_id
    cross join jsonb_to_record(i.payload) as p(name text, "nameKana" text, "nameKey" text, "birthDateText" text,
      "birthDate" date, sex text, address text, "addressKey" text, contact text, delivery text, "nonDisclosure" boolean,
      "senderStaffId" text)
    on conflict (municipality, inbox_id) where inbox_id is not null do nothing`);
}

/** The latest of each kind of data by the moment it was confirmed (確定時点). */
async function upsertBusinessInformation(tx: Transaction, municipality: string, rows: TakenRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into business_information as b (municipality, person_id, number_system, data_type,
      integrated_address_number, confirmed_at, business_item1, business_item2)
    select distinct on (i.person_id, i.number_system, i.payload->>'dataType')
      i.municipality, i.person_id, i.number_system, i.payload->>'dataType', t.number,
      to_timestamp((i.payload->>'confirmedAt')::float8 / 1000), i.payload->>'businessItem1', i.payload->>'businessItem2'
    from jsonb_to_recordset(${asJson(rows)}) as t(inbox_id uuid, history_seq int, number text)
    join inbox i on i.municipality = ${municipality} and i.inbox_id = t.inbox_id
    order by i.person_id, i.number_system, i.payload->>'dataType', (i.payload->>'confirmedAt')::float8 desc,
      t.history_seq desc
    on conflict (municipality, person_id, number_system, data_type) do update set
      integrated_address_number = excluded.integrated_address_number, confirmed_at = excluded.confirmed_at,
      business_item1 = excluded.business_item1, business_item2 = excluded.business_item2
    where b.confirmed_at <= excluded.confirmed_at`);
  // What was taken while there was no number yet gets it with the first row that has one (table 34 is kept by number).
  const numbered = rows.filter(({ kind }) => kind === 'numbered');
  if (numbered.length === 0) return;
  await tx.execute(sql`
    update business_information b set integrated_address_number = t.number
    from jsonb_to_recordset(${asJson(numbered)}) as t(person_id uuid, number text)
    where b.municipality = ${municipality} and b.person_id = t.person_id and b.integrated_address_number is null`);
}

/**
 * Only staff who confirmed the identity can make an address number change its person; the judge holds all others. One
 * that another person got at this very moment is not in sight of the judge, so it is looked for here.
 */
async function linkAddressNumbers(tx: Transaction, municipality: string, taken: Outcome[]): Promise<void> {
  const links = new Map<
    string,
    { number_system: string; address_number: string; person_id: string; confirmed: boolean }
  >();
  for (const { transfer } of taken) {
    const { number_system, address_number, person_id } = transfer;
    if (transfer.address_number_of === person_id) continue;
    links.set(`${number_system}:${address_number}`, {
      number_system,
      address_number,
      person_id,
      confirmed: transfer.identity_confirmed_by !== null,
    });
  }
  if (links.size === 0) return;
  const linked = await tx.execute(sql`
    insert into address_numbers as a (municipality, number_system, address_number, person_id)
    select ${municipality}, t.number_system, t.address_number, t.person_id
    from jsonb_to_recordset(${asJson([...links.values()])}) as t(number_system text, address_number text, person_id uuid)
    order by t.number_system, t.address_number
    on conflict (municipality, number_system, address_number) do update set person_id = excluded.person_id
    where a.person_id = excluded.person_id or (a.number_system, a.address_number) in (
      select c.number_system, c.address_number
      from jsonb_to_recordset(${asJson([...links.values()].filter(({ confirmed }) => confirmed))})
        as c(number_system text, address_number text))
    returning 1`);
  if (linked.length < links.size) throw new AddressNumberTaken();
}

async function updateInbox(tx: Transaction, municipality: string, outcomes: Outcome[]): Promise<void> {
  const rows = outcomes.map((outcome) => {
    const { result, integratedAddressNumber: number, codeRequestStatus: status } = answerOf(outcome);
    return {
      inbox_id: outcome.transfer.inbox_id,
      state: result === 'held' ? 'HELD' : 'JUDGED',
      result,
      number,
      status,
    };
  });
  await tx.execute(sql`
    update inbox i set state = t.state, result = t.result, integrated_address_number = t.number,
      code_request_status = t.status, judged_at = now()
    from jsonb_to_recordset(${asJson(rows)}) as t(inbox_id uuid, state text, result text, number text, status text)
    where i.municipality = ${municipality} and i.inbox_id = t.inbox_id`);
}

/**
 * To every other backbone linked to the person when what is current has changed or the number is new, and to the sender
 * only when it got no answer (S24, S27). A person without an integrated number has nothing to tell.
 */
async function insertNotices(tx: Transaction, municipality: string, rows: TakenRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const notices = await tx.execute(sql`
    insert into outbox (municipality, person_id, number_system, address_number, kind, history_seq)
    select a.municipality, a.person_id, a.number_system, a.address_number, t.kind, t.history_seq
    from jsonb_to_recordset(${asJson(rows)}) as t(inbox_id uuid, person_id uuid, history_seq int, number text,
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

async function insertHeld(tx: Transaction, municipality: string, held: Outcome[]): Promise<void> {
  if (held.length === 0) return;
  const rows = held.map(({ transfer, subject }) => ({
    person_id: transfer.person_id,
    inbox_id: transfer.inbox_id,
    attempt: subject.attempt,
  }));
  await tx.execute(sql`
    insert into failures (municipality, person_id, inbox_id, code, attempt)
    select ${municipality}, t.person_id, t.inbox_id, 'IDENTITY_MISMATCH', t.attempt
    from jsonb_to_recordset(${asJson(rows)}) as t(person_id uuid, inbox_id uuid, attempt int)
    on conflict do nothing`);
}

function readUnjudged(tx: Transaction, municipality: string, requests: PersonSet): Promise<UnjudgedRow[]> {
  return tx.execute<UnjudgedRow>(sql`
    select i.inbox_id, i.person_id, i.number_system, i.address_number, i.payload,
      encode(i.personal_number_index, 'hex') as personal_number, ${epochMs(sql`i.operated_at`)} as operated_at,
      i.identity_confirmed_by, a.person_id as address_number_of,
      exists (select from persons o where o.municipality = ${municipality}
        and o.personal_number_index = i.personal_number_index and o.person_id <> i.person_id) as personal_number_of_another
    from inbox i
    left join address_numbers a on a.municipality = i.municipality and a.number_system = i.number_system
      and a.address_number = i.address_number
    where i.municipality = ${municipality} and i.state = 'RECEIVED'
      and ${inSet(sql`i.person_id`, municipality, requests)}
    order by i.received_at, i.inbox_id`);
}

function readCurrent(tx: Transaction, municipality: string, requests: PersonSet): Promise<CurrentRow[]> {
  return tx.execute<CurrentRow>(sql`
    select a.person_id, a.birth_date_text, a.birth_date::text as birth_date, a.sex, a.name_key,
      ${epochMs(sql`a.operated_at`)} as operated_at
    from persons p join address_information a on a.municipality = p.municipality and a.person_id = p.person_id
      and a.history_seq = p.current_history_seq
    where p.municipality = ${municipality} and ${inSet(sql`p.person_id`, municipality, requests)}`);
}

async function readJudgement(tx: Transaction, municipality: string, inboxId: string): Promise<Judgement | null> {
  const [row] = await tx.execute<{
    result: Judgement['result'] | null;
    integrated_address_number: string | null;
    code_request_status: CodeRequestStatus | null;
  }>(sql`
    select result, integrated_address_number, code_request_status from inbox
    where municipality = ${municipality} and inbox_id = ${inboxId}::uuid`);
  if (!row || row.result === null || row.code_request_status === null) return null;
  return {
    result: row.result,
    integratedAddressNumber: row.integrated_address_number,
    codeRequestStatus: row.code_request_status,
  };
}

function subjectOf(row: PersonRow, current: CurrentRow | undefined): Subject {
  return {
    row,
    current: current
      ? {
          birthDateText: current.birth_date_text,
          birthDate: current.birth_date,
          sex: current.sex,
          nameKey: current.name_key,
          operatedAt: current.operated_at,
        }
      : null,
    stage: row.stage,
    status: row.code_request_status,
    attempt: row.attempt,
    personalNumber: row.personal_number,
    integratedAddressNumber: row.integrated_address_number,
    lastHistorySeq: row.last_history_seq,
    currentHistorySeq: row.current_history_seq,
    heldTransfers: row.held_transfers,
    numberFrom: null,
    opened: false,
    touched: false,
  };
}

/** A held sender is told nothing of a person that it may not know. */
function answerOf(outcome: Outcome): Judgement {
  const { result } = outcome.decision;
  return result === 'held'
    ? { result, integratedAddressNumber: null, codeRequestStatus: 'NOT_REQUESTED' }
    : { result, integratedAddressNumber: numberOf(outcome), codeRequestStatus: outcome.left.status };
}

const rowAfter = ({ row, stage, attempt, heldTransfers, opened }: Subject): PersonRow => ({
  ...row,
  stage,
  attempt,
  held_transfers: heldTransfers,
  in_chunk: row.in_chunk && !opened,
});

/**
 * Held transfers of one person are judged again: after a correction, or because the facts may have changed. The sender
 * was answered only that it is held, so it is owed the number (S27).
 */
export async function releaseHeld(
  tx: Transaction,
  municipality: string,
  { personId, inboxIds }: { personId: string; inboxIds: string[] },
): Promise<void> {
  const released = await tx.execute(sql`
    update inbox set state = 'RECEIVED', judged_at = null, result = null, owes_answer = true
    where municipality = ${municipality} and inbox_id = ${idList(inboxIds)} and state = 'HELD' returning inbox_id`);
  await tx.execute(sql`
    update persons set held_transfers = held_transfers - ${released.length}::int
    where municipality = ${municipality} and person_id = ${personId}::uuid`);
}
