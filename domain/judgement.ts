/**
 * The judge unit (判定部 36) as a pure rule: what one address transfer means for the person it was found to be about.
 * The seed knows two answers and contradicts itself while a request is under way (domain §0.1); here there are the
 * three states of a code, and two reasons to wait.
 */
import type { CodeRequestStatus } from './stages.ts';

export const transferResults = ['numbered', 'updated', 'joined', 'held', 'awaitingPersonalNumber', 'pending'] as const;
export type TransferResult = (typeof transferResults)[number];

/** What is compared to tell whether two records are of one person. */
export interface Identity {
  /** As received. */
  birthDateText: string;
  /** YYYY-MM-DD, or null where partly unknown (不詳). */
  birthDate: string | null;
  sex: string;
  /** Folded; see domain/values/name-folding. */
  nameKey: string;
}

export interface JudgedPerson {
  codeRequestStatus: CodeRequestStatus;
  hasPersonalNumber: boolean;
  hasIntegratedAddressNumber: boolean;
  /** The address information that is current; null before the first transfer was taken. Epoch milliseconds. */
  current: (Identity & { operatedAt: number }) | null;
}

export interface JudgedTransfer extends Identity {
  hasPersonalNumber: boolean;
  /** Whom the sender's (number system, address number) belongs to. */
  addressNumberOf: 'nobody' | 'this-person' | 'another-person';
  /** Whether this personal number already belongs to another person's record. */
  personalNumberOfAnother: boolean;
  /** Epoch milliseconds. */
  operatedAt: number;
}

export type Decision =
  | { result: 'held' }
  | {
      result: 'numbered' | 'joined' | 'updated' | 'awaitingPersonalNumber';
      /** Becomes the current address information; an older operation goes into the history only. */
      current: boolean;
      /** Opens a code request: 未依頼 → 依頼中. */
      request: boolean;
    };

export function judge(person: JudgedPerson, transfer: JudgedTransfer): Decision {
  if (transfer.addressNumberOf === 'another-person' || transfer.personalNumberOfAnother) return { result: 'held' };
  if (person.current && !isSamePerson(person.current, transfer)) return { result: 'held' };

  const current = person.current === null || transfer.operatedAt >= person.current.operatedAt;
  if (!person.hasPersonalNumber && !transfer.hasPersonalNumber) {
    return { result: 'awaitingPersonalNumber', current, request: false };
  }
  switch (person.codeRequestStatus) {
    case 'NOT_REQUESTED':
      // A request that staff cancelled before it was sent leaves a numbered person behind; the next transfer asks again.
      return { result: person.hasIntegratedAddressNumber ? 'updated' : 'numbered', current, request: true };
    case 'REQUESTING':
      return { result: 'joined', current, request: false };
    case 'REQUESTED':
      return { result: 'updated', current, request: false };
  }
}

/**
 * Birth date and sex agree, and either the address number is already this person's or the folded name agrees. The
 * address is no part of it: people move (design §3, Identity).
 */
export function isSamePerson(known: Identity, transfer: Identity & { addressNumberOf: string }): boolean {
  return (
    sameBirthDate(known, transfer) &&
    known.sex === transfer.sex &&
    (transfer.addressNumberOf === 'this-person' || known.nameKey === transfer.nameKey)
  );
}

type BirthDate = Pick<Identity, 'birthDateText' | 'birthDate'>;

/** Two writings of one date agree; partly unknown dates agree only as text. */
export function sameBirthDate(a: BirthDate, b: BirthDate): boolean {
  return a.birthDate !== null && b.birthDate !== null
    ? a.birthDate === b.birthDate
    : a.birthDateText === b.birthDateText;
}
