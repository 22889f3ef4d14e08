/**
 * The judge over a set (S22): domain/judgement decides each transfer on what those before it have left. This file
 * neither reads nor writes the database.
 */
import type { Judgement } from '../../contracts/acquire-code.ts';
import { judge, judgeBusiness, type Decision, type Identity } from '../../domain/judgement.ts';
import { codeRequestStatusOf } from '../../domain/lifecycle.ts';
import type { CodeRequestStatus, Stage } from '../../domain/stages.ts';
import { foldNameStrictly } from '../../domain/values/name-folding.ts';
import type { PersonRow } from '../requests/acquisitions.ts';
import type { CurrentRow, UnjudgedRow } from './judging-facts.ts';

/** A person while its transfers are judged one after the other. */
export interface Subject {
  row: PersonRow;
  current: (Identity & { operatedAt: number }) | null;
  stage: Stage | null;
  status: CodeRequestStatus;
  attempt: number;
  /** The blind index, in hex. */
  personalNumber: string | null;
  integratedAddressNumber: string | null;
  lastHistorySeq: number;
  currentHistorySeq: number | null;
  heldTransfers: number;
  /** The inbox row whose personal number becomes this person's. */
  numberFrom: string | null;
  /** Whether one of its transfers opened a code request. */
  opened: boolean;
  touched: boolean;
}

export interface Outcome {
  transfer: UnjudgedRow;
  subject: Subject;
  decision: Decision;
  /** Of the row of table 33 that it leaves; null when it leaves none. */
  historySeq: number | null;
  /** The row whose address information that row repeats, when the transfer carries none of its own. */
  repeats: number | null;
  /** The row that a notice about this transfer tells of. */
  toldSeq: number | null;
  /** The state after this transfer; later ones of the set may have moved the person on. */
  left: { stage: Stage | null; status: CodeRequestStatus; attempt: number; isNumbered: boolean };
}

export function subjectOf(row: PersonRow, current: CurrentRow | undefined): Subject {
  return {
    row,
    current: current
      ? {
          birthDateText: current.birth_date_text,
          birthDate: current.birth_date,
          sex: current.sex,
          nameKey: foldNameStrictly(current.name),
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

/** Decides in order of arrival, each on what those before it have left. */
export function decideAll(subjects: Map<string, Subject>, transfers: UnjudgedRow[]): Outcome[] {
  // Links and personal numbers that this set has assigned count for later transfers.
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
    const identity = identityOf(transfer.payload);
    const person = {
      codeRequestStatus: subject.status,
      hasPersonalNumber: subject.personalNumber !== null,
      hasIntegratedAddressNumber: subject.integratedAddressNumber !== null,
      // Staff have confirmed that both are one person, so only the time is compared.
      current: subject.current && confirmed ? { ...subject.current, ...identity } : subject.current,
    };
    const numbers = {
      hasPersonalNumber: number !== null,
      addressNumberOf:
        confirmed || owner === transfer.person_id
          ? ('this-person' as const)
          : owner === null
            ? ('nobody' as const)
            : ('another-person' as const),
      personalNumberOfAnother:
        transfer.personal_number_of_another ||
        (numberOwner !== undefined && numberOwner !== transfer.person_id) ||
        // The transfer was found by its address number while the person had no personal number; since then the person
        // got another one.
        (number !== null && subject.personalNumber !== null && number !== subject.personalNumber),
      operatedAt: transfer.operated_at,
    };
    const decision = identity ? judge(person, { ...identity, ...numbers }) : judgeBusiness(person, numbers);
    outcomes.push(applyDecision(subject, transfer, decision, identity));
    if (decision.result === 'held') continue;
    linkedNow.set(key, transfer.person_id);
    if (number !== null) numberedNow.set(number, transfer.person_id);
  }
  return outcomes;
}

/** Null when the transfer carries no address information. */
function identityOf({ name, birthDateText, birthDate, sex }: UnjudgedRow['payload']): Identity | null {
  if (name === null || birthDateText === null || sex === null) return null;
  return { birthDateText, birthDate, sex, nameKey: foldNameStrictly(name) };
}

function applyDecision(
  subject: Subject,
  transfer: UnjudgedRow,
  decision: Decision,
  identity: Identity | null,
): Outcome {
  subject.touched = true;
  if (decision.result === 'held') {
    subject.heldTransfers += 1;
    subject.stage ??= 'HELD';
    return { transfer, subject, decision, historySeq: null, repeats: null, toldSeq: null, left: leftBy(subject) };
  }
  // Business information alone changes nothing in table 33, unless it opens a request: the row of a request has the
  // numbers, and the address information as it was.
  const repeats = identity ? null : subject.currentHistorySeq;
  const leavesRow = identity !== null || decision.request;
  if (leavesRow) subject.lastHistorySeq += 1;
  if (decision.current && identity) subject.current = { ...identity, operatedAt: transfer.operated_at };
  if (leavesRow && (decision.current || !identity)) subject.currentHistorySeq = subject.lastHistorySeq;
  if (transfer.personal_number !== null && subject.personalNumber === null) {
    subject.personalNumber = transfer.personal_number;
    subject.numberFrom = transfer.inbox_id;
  }
  if (decision.result === 'awaitingPersonalNumber') subject.stage = 'AWAITING_PN';
  if (decision.request) {
    // Reopens a request that staff cancelled, under a new attempt (domain/lifecycle, L1).
    if (subject.stage === 'CANCELLED') subject.attempt += 1;
    subject.opened = true;
    subject.stage = 'NUMBERED';
    subject.status = codeRequestStatusOf({ stage: 'NUMBERED', serialRequested: false });
  }
  const historySeq = leavesRow ? subject.lastHistorySeq : null;
  const toldSeq = historySeq ?? subject.currentHistorySeq;
  return { transfer, subject, decision, historySeq, repeats, toldSeq, left: leftBy(subject) };
}

const leftBy = ({ stage, status, attempt, integratedAddressNumber }: Subject): Outcome['left'] => ({
  stage,
  status,
  attempt,
  // The number itself is drawn once all are decided.
  isNumbered: integratedAddressNumber !== null || status !== 'NOT_REQUESTED',
});

/** The integrated number after this transfer. */
export const numberOf = ({ subject, left }: Outcome): string | null =>
  left.isNumbered ? subject.integratedAddressNumber : null;

/** The sender of a held transfer learns nothing about a person whom it may not know. */
export function answerOf(outcome: Outcome): Judgement {
  const { result } = outcome.decision;
  return result === 'held'
    ? { result, integratedAddressNumber: null, codeRequestStatus: 'NOT_REQUESTED' }
    : { result, integratedAddressNumber: numberOf(outcome), codeRequestStatus: outcome.left.status };
}

export function countByResult(outcomes: Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { decision } of outcomes) counts[decision.result] = (counts[decision.result] ?? 0) + 1;
  return counts;
}
