/**
 * The judge unit (判定部 36) of S22 as a pure rule: decides what an address transfer means for the person it was found to
 * be about. The seed has two outcomes, S23 (a code is associated) and S25 (none is), which contradict each other while
 * a request is under way; claim 2 adds that a code is requested only once. So this rule distinguishes the three states
 * of a code request, and two reasons to wait.
 */
import type { CodeRequestStatus } from './stages.ts';
import { partlyKnownKey } from './values/japanese-date.ts';

export const transferResults = ['numbered', 'updated', 'joined', 'held', 'awaitingPersonalNumber', 'pending'] as const;
export type TransferResult = (typeof transferResults)[number];

/** What decides whether two records are about one person. */
export interface Identity {
  /** As received. */
  birthDateText: string;
  /** YYYY-MM-DD; null when part of the date is unknown (不詳). */
  birthDate: string | null;
  sex: string;
  /** The strictly folded name (domain/values/name-folding, N2). */
  nameKey: string;
}

export interface JudgedPerson {
  codeRequestStatus: CodeRequestStatus;
  hasPersonalNumber: boolean;
  hasIntegratedAddressNumber: boolean;
  /** The current address information; null before the first transfer. `operatedAt` is epoch milliseconds. */
  current: (Identity & { operatedAt: number }) | null;
}

export interface JudgedTransfer extends Identity {
  hasPersonalNumber: boolean;
  /** Whose (number system, address number) the sender has used. */
  addressNumberOf: 'nobody' | 'this-person' | 'another-person';
  /** Whether this personal number belongs to another person's record. */
  personalNumberOfAnother: boolean;
  /** Epoch milliseconds. */
  operatedAt: number;
}

export type Decision =
  | { result: 'held' }
  | {
      result: 'numbered' | 'joined' | 'updated' | 'awaitingPersonalNumber';
      /** Whether this becomes the current address information; an older operation only enters the history. */
      current: boolean;
      /** Whether this opens a code request: 未依頼 → 依頼中 (S26, S28). */
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
      // A request that staff cancelled before it was sent leaves a numbered person behind, whose next transfer asks
      // again.
      return { result: person.hasIntegratedAddressNumber ? 'updated' : 'numbered', current, request: true };
    case 'REQUESTING':
      return { result: 'joined', current, request: false };
    case 'REQUESTED':
      return { result: 'updated', current, request: false };
  }
}

/**
 * The same for a transfer that carries business information alone (seed P:339): it says nothing by which a person is
 * recognised, so only the numbers count. It is about the person whose personal number it has, or whose address number the
 * sender has used; where nobody has told the address information of that person yet, it is held. It never becomes the
 * current address information.
 */
export function judgeBusiness(person: JudgedPerson, transfer: Omit<JudgedTransfer, keyof Identity>): Decision {
  if (person.current === null) return { result: 'held' };
  const { operatedAt: _operatedAt, ...identity } = person.current;
  const decision = judge(person, { ...transfer, ...identity });
  return decision.result === 'held' ? decision : { ...decision, current: false };
}

/**
 * True when birth date and sex agree, and the address number is this person's or the folded name agrees. The address
 * does not count, because people move.
 */
export function isSamePerson(known: Identity, transfer: Identity & { addressNumberOf: string }): boolean {
  return (
    isSameBirthDate(known, transfer) &&
    known.sex === transfer.sex &&
    (transfer.addressNumberOf === 'this-person' || known.nameKey === transfer.nameKey)
  );
}

type BirthDate = Pick<Identity, 'birthDateText' | 'birthDate'>;

/** Compares two spellings of a date. Partly known dates agree when the same parts are known of both. */
export function isSameBirthDate(a: BirthDate, b: BirthDate): boolean {
  if (a.birthDate !== null && b.birthDate !== null) return a.birthDate === b.birthDate;
  if (a.birthDateText === b.birthDateText) return true;
  if (a.birthDate !== null || b.birthDate !== null) return false;
  const known = partlyKnownKey(a.birthDateText);
  return known !== null && known === partlyKnownKey(b.birthDateText);
}
