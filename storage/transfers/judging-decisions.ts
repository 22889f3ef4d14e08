/**
 * The judge over a set: each transfer is decided by the pure rule of domain/judgement on what the ones before it have
 * left. Nothing here reads or writes.
 */
import type { Judgement } from '../../contracts/acquire-code.ts';
import { judge, type Decision, type Identity } from '../../domain/judgement.ts';
import { codeRequestStatusOf } from '../../domain/lifecycle.ts';
import type { CodeRequestStatus, Stage } from '../../domain/stages.ts';
import type { PersonRow } from '../requests/acquisitions.ts';
import type { CurrentRow, UnjudgedRow } from './judging-facts.ts';

/** A person while its transfers are judged one after the other. */
export interface Subject {
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

export interface Outcome {
  transfer: UnjudgedRow;
  subject: Subject;
  decision: Decision;
  historySeq: number | null;
  /** As this transfer left it; the ones after it in the set may have moved the person on. */
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

/** In the order of arrival; each decision is made on what the ones before it have left. */
export function decideAll(subjects: Map<string, Subject>, transfers: UnjudgedRow[]): Outcome[] {
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
export const numberOf = ({ subject, left }: Outcome): string | null =>
  left.isNumbered ? subject.integratedAddressNumber : null;

/** A held sender is told nothing of a person that it may not know. */
export function answerOf(outcome: Outcome): Judgement {
  const { result } = outcome.decision;
  return result === 'held'
    ? { result, integratedAddressNumber: null, codeRequestStatus: 'NOT_REQUESTED' }
    : { result, integratedAddressNumber: numberOf(outcome), codeRequestStatus: outcome.left.status };
}

/** How many transfers got which answer. */
export function countedBy(outcomes: Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { decision } of outcomes) counts[decision.result] = (counts[decision.result] ?? 0) + 1;
  return counts;
}
