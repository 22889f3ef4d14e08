/** The inbox: transfers as received (S14, S21), with the answers to their senders. It never loses one. */
import { sql } from 'drizzle-orm';
import { v7 as newId } from 'uuid';
import type { Judgement } from '../../contracts/acquire-code.ts';
import { transferFields, type CheckedTransfer } from '../../domain/checked-transfer.ts';
import type { TransferResult } from '../../domain/judgement.ts';
import { earlierAddressKey, earlierNameKey } from '../../domain/values/earlier-keys.ts';
import type { CodeRequestStatus } from '../../domain/stages.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import type { Transaction } from '../database/database.ts';
import { personOf } from './find-persons.ts';
import { personalNumberIndex, sealPersonalNumber } from '../database/personal-number.ts';
import { asJson } from '../database/rows.ts';

/** The part of a transfer that is compared and stored later, without the personal number. */
export type InboxPayload = Omit<
  CheckedTransfer,
  'personalNumber' | 'transferId' | 'numberSystem' | 'addressNumber' | 'operatedAt'
>;

export type IntakeResult =
  /** `judgement` is null while the transfer is only stored. */
  | { kind: 'taken' | 'repeated'; inboxId: string; personId: string; judgement: Judgement | null }
  | { kind: 'conflict' }
  /** Business information alone about somebody of whom there is no address information (seed P:339). */
  | { kind: 'unknown'; field: 'personalNumber' | 'addressNumber' };

/** A transfer during intake, with its place in the set. Bytes are in hex, so that all fit one JSON parameter. */
export interface IntakeRow {
  at: number;
  inboxId: string;
  transfer: CheckedTransfer;
  payload: InboxPayload;
  contentHash: string;
  /** The blind index of the personal number; null when there is none. */
  index: string | null;
}

/**
 * Finds transfers taken before under the same (number system, transfer id), by their place in the set: a repetition
 * with its answer, or a conflict when the content differs.
 */
export async function findTaken(
  tx: Transaction,
  municipality: string,
  rows: readonly IntakeRow[],
): Promise<Map<number, IntakeResult>> {
  const wanted = rows.map(({ at, contentHash, transfer }) => ({
    at,
    sys: transfer.numberSystem,
    id: transfer.transferId,
    hash: contentHash,
  }));
  const takenRows = await tx.execute<{
    at: number;
    inbox_id: string;
    person_id: string;
    same_content: boolean;
    result: Exclude<TransferResult, 'pending'> | null;
    integrated_address_number: string | null;
    code_request_status: CodeRequestStatus | null;
  }>(sql`
    select t.at, i.inbox_id, i.person_id, i.content_hash = decode(t.hash, 'hex') as same_content, i.result,
      i.integrated_address_number, i.code_request_status
    from jsonb_to_recordset(${asJson(wanted)}) as t(at int, sys text, id text, hash text)
    join inbox i on i.municipality = ${municipality} and i.number_system = t.sys and i.transfer_id = t.id`);
  return new Map(
    takenRows.map((row): [number, IntakeResult] => [
      row.at,
      row.same_content
        ? { kind: 'repeated', inboxId: row.inbox_id, personId: row.person_id, judgement: judgementOf(row) }
        : { kind: 'conflict' },
    ]),
  );
}

export interface JudgedRow {
  result: Judgement['result'] | null;
  integrated_address_number: string | null;
  code_request_status: CodeRequestStatus | null;
}

/** Null when the transfer has not been judged. */
export function judgementOf(row: JudgedRow): Judgement | null {
  if (row.result === null || row.code_request_status === null) return null;
  return {
    result: row.result,
    integratedAddressNumber: row.integrated_address_number,
    codeRequestStatus: row.code_request_status,
  };
}

/** Moves a held transfer to the person of the personal number that staff corrected it to; returns that person. */
export async function reassignTransfer(
  tx: Transaction,
  keys: KeyRing,
  input: { municipality: string; inboxId: string; personalNumber: string },
): Promise<string> {
  const { municipality, inboxId, personalNumber } = input;
  const [row] = await tx.execute<{ number_system: string; address_number: string }>(sql`
    select number_system, address_number from inbox
    where municipality = ${municipality} and inbox_id = ${inboxId}::uuid and state = 'HELD'`);
  if (!row) throw new Error('The transfer is not held any more');
  const index = personalNumberIndex(keys, municipality, personalNumber);
  const columns = {
    index: sql`${index}::bytea`,
    system: sql`${row.number_system}`,
    address: sql`${row.address_number}`,
  };
  const [known] = await tx.execute<{ person_id: string }>(
    sql`select person_id from ${personOf(municipality, columns)} as f`,
  );
  const personId = known?.person_id ?? newId();
  const sealed = sealPersonalNumber(keys, municipality, personId, personalNumber);
  if (!known) {
    await tx.execute(sql`
      insert into persons (municipality, person_id, personal_number, personal_number_index)
      values (${municipality}, ${personId}::uuid, ${sealed}, ${index})`);
  }
  await tx.execute(sql`
    update inbox set person_id = ${personId}::uuid, state = 'RECEIVED', judged_at = null, result = null,
      owes_answer = true, personal_number = ${sealed}, personal_number_index = ${index}
    where municipality = ${municipality} and inbox_id = ${inboxId}::uuid`);
  return personId;
}

/** The hash that tells a repetition from a conflict. */
export function contentHashOf(keys: KeyRing, municipality: string, transfer: CheckedTransfer): Uint8Array {
  return keys.blindIndex(`transfer/${municipality}`, toCanonicalText(transfer));
}

/**
 * A text that does not depend on the order of the fields. It has the keys of version 0.1, whatever keys are stored: a
 * transfer that is sent again after they changed is still the same.
 */
function toCanonicalText(transfer: CheckedTransfer): string {
  const content = {
    ...Object.fromEntries(transferFields.map((field) => [field, transfer[field]])),
    birthDateText: transfer.birthDateText,
    nameKey: transfer.name === null ? null : earlierNameKey(transfer.name),
    addressKey: transfer.address === null ? null : earlierAddressKey(transfer.address),
  };
  return JSON.stringify(Object.entries(content).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
