/** Why the judge holds a transfer (domain/judgement), rule by rule, for the staff who decide about it. */
import { isSameBirthDate, type JudgedPerson, type JudgedTransfer } from './judgement.ts';

export type HeldReason =
  | 'ADDRESS_NUMBER_OF_ANOTHER'
  | 'PERSONAL_NUMBER_OF_ANOTHER'
  | 'BIRTH_DATE_DIFFERS'
  | 'SEX_DIFFERS'
  /** Checked only when the address number is not this person's already. */
  | 'NAME_DIFFERS';

/** Empty exactly when {@link judge} does not hold the transfer. */
export function listHeldReasons(
  { current }: Pick<JudgedPerson, 'current'>,
  transfer: Omit<JudgedTransfer, 'hasPersonalNumber' | 'operatedAt'>,
): HeldReason[] {
  const reasons: HeldReason[] = [];
  if (transfer.addressNumberOf === 'another-person') reasons.push('ADDRESS_NUMBER_OF_ANOTHER');
  if (transfer.personalNumberOfAnother) reasons.push('PERSONAL_NUMBER_OF_ANOTHER');
  if (!current) return reasons;
  if (!isSameBirthDate(current, transfer)) reasons.push('BIRTH_DATE_DIFFERS');
  if (current.sex !== transfer.sex) reasons.push('SEX_DIFFERS');
  if (transfer.addressNumberOf !== 'this-person' && current.nameKey !== transfer.nameKey) reasons.push('NAME_DIFFERS');
  return reasons;
}
