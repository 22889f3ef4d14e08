/** The inbox: transfers as they came, and what their senders were answered. What lies here is never lost. */
import { sql } from 'drizzle-orm';
import { v7 as newId } from 'uuid';
import type { Judgement } from '../../contracts/acquire-code.ts';
import type { CheckedTransfer } from '../../domain/checked-transfer.ts';
import type { TransferResult } from '../../domain/judgement.ts';
import type { CodeRequestStatus } from '../../domain/stages.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import type { Transaction } from '../database/database.ts';
import { personOf } from './find-persons.ts';
import { personalNumberIndex, sealPersonalNumber } from '../database/personal-number.ts';
import { asJson } from '../database/rows.ts';

/** What a judged transfer leaves to compare and to write; the personal number is not in here. */
export type InboxPayload = Omit<
  CheckedTransfer,
  'personalNumber' | 'transferId' | 'numberSystem' | 'addressNumber' | 'operatedAt'
>;

export type Taken =
  /** `judgement`: null while it is only stored. */
  { kind: 'taken' | 'repeated'; inboxId: string; personId: string; judgement: Judgement | null } | { kind: 'conflict' };

/** A transfer on its way into the tables, with its place in the set. Bytes are in hex, for one JSON parameter. */
export interface IntakeRow {
  at: number;
  inboxId: string;
  transfer: CheckedTransfer;
  payload: InboxPayload;
  contentHash: string;
  /** Blind index of the personal number; null where there is none. */
  index: string | null;
}

/**
 * What was taken before under the same (number system, transfer id), by the place of the transfer: a repetition with
 * its answer, or a conflict where the content is another one.
 */
export async function findTaken(
  tx: Transaction,
  municipality: string,
  rows: readonly IntakeRow[],
): Promise<Map<number, Taken>> {
  const wanted = rows.map(({ at, contentHash, transfer }) => ({
    at,
    sys: transfer.numberSystem,
    id: transfer.transferId,
    hash: contentHash,
  }));
  const taken = await tx.execute<{
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
    taken.map((row): [number, Taken] => [
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

/** Null where the transfer has not been judged. */
export function judgementOf(row: JudgedRow): Judgement | null {
  if (row.result === null || row.code_request_status === null) return null;
  return {
    result: row.result,
    integratedAddressNumber: row.integrated_address_number,
    codeRequestStatus: row.code_request_status,
  };
}

/** Gives a held transfer to the person of the personal number that staff have corrected it to; returns that person. */
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

/** Tells a repetition from a conflict. */
export function contentHashOf(keys: KeyRing, municipality: string, transfer: CheckedTransfer): Uint8Array {
  return keys.blindIndex(`transfer/${municipality}`, canonical(transfer));
}

/** The same content gives the same text, whatever order its fields came in. */
function canonical(transfer: CheckedTransfer): string {
  return JSON.stringify(Object.entries(transfer).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
