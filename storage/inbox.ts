/**
 * Intake: a transfer is stored, and the person it is about is found or created, before anything is decided (design §3).
 * What lies here is never lost and never taken twice.
 */
import { sql } from 'drizzle-orm';
import { v7 as newId } from 'uuid';
import type { Judgement } from '../contracts/acquire-code.ts';
import type { CheckedTransfer } from '../domain/checked-transfer.ts';
import type { TransferResult } from '../domain/judgement.ts';
import type { CodeRequestStatus } from '../domain/stages.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { inMunicipality, type Database, type Transaction } from './database.ts';
import { personalNumberIndex, sealPersonalNumber } from './personal-number.ts';
import { asJson } from './rows.ts';

/** What a judged transfer leaves to compare and to write; the personal number is not in here. */
export type InboxPayload = Omit<
  CheckedTransfer,
  'personalNumber' | 'transferId' | 'numberSystem' | 'addressNumber' | 'operatedAt'
>;

export type Taken =
  { kind: 'taken' | 'repeated'; inboxId: string; personId: string; judgement: Judgement | null } | { kind: 'conflict' };

interface InboxRow extends Record<string, unknown> {
  inbox_id: string;
  person_id: string;
  same_content: boolean;
  result: Exclude<TransferResult, 'pending'> | null;
  integrated_address_number: string | null;
  code_request_status: CodeRequestStatus | null;
}

/**
 * Idempotent on (number system, transfer id): a repetition finds the first row and, once judged, its answer; other
 * content under the same id is a `conflict` and leaves nothing behind.
 */
export function takeTransfer(
  { db, keys }: { db: Database; keys: KeyRing },
  { municipality, clientId, transfer }: { municipality: string; clientId: string; transfer: CheckedTransfer },
): Promise<Taken> {
  const contentHash = contentHashOf(keys, municipality, transfer);
  const { personalNumber, transferId, numberSystem, addressNumber, operatedAt, ...payload } = transfer;

  const findTaken = async (tx: Transaction): Promise<Taken | undefined> => {
    const [row] = await tx.execute<InboxRow>(sql`
      select inbox_id, person_id, content_hash = ${contentHash} as same_content,
        result, integrated_address_number, code_request_status
      from inbox
      where municipality = ${municipality} and number_system = ${numberSystem} and transfer_id = ${transferId}`);
    if (!row) return undefined;
    if (!row.same_content) return { kind: 'conflict' };
    return { kind: 'repeated', inboxId: row.inbox_id, personId: row.person_id, judgement: judgementOf(row) };
  };

  const takeNew = async (tx: Transaction): Promise<Taken> => {
    const taken = await findTaken(tx);
    if (taken) return taken;

    const personId = await findOrCreatePerson(tx, keys, { municipality, personalNumber, numberSystem, addressNumber });
    const sealed = personalNumber === null ? null : sealPersonalNumber(keys, municipality, personId, personalNumber);
    const index = personalNumber === null ? null : personalNumberIndex(keys, municipality, personalNumber);
    const inboxId = newId();
    const inserted = await tx.execute(sql`
      insert into inbox (municipality, inbox_id, number_system, transfer_id, content_hash, person_id, address_number,
        personal_number, personal_number_index, payload, operated_at, client_id)
      values (${municipality}, ${inboxId}::uuid, ${numberSystem}, ${transferId}, ${contentHash}, ${personId}::uuid,
        ${addressNumber}, ${sealed}, ${index}, ${asJson(payload)}, ${new Date(operatedAt).toISOString()}::timestamptz,
        ${clientId})
      on conflict on constraint one_row_a_transfer_id do nothing
      returning inbox_id`);
    if (inserted.length > 0) return { kind: 'taken', inboxId, personId, judgement: null };
    // The same transfer id arrived twice at once and the other one was first. The person that was made for this one
    // must not stay, so everything is undone and looked at again.
    throw new ArrivedAtOnce();
  };

  return inMunicipality(db, municipality, takeNew).catch(async (err: unknown) => {
    if (!(err instanceof ArrivedAtOnce)) throw err;
    const first = await inMunicipality(db, municipality, findTaken);
    if (!first) throw new Error('An inbox row that stood in the way is not there');
    return first;
  });
}

class ArrivedAtOnce extends Error {}

/**
 * The sender is about to be told `pending`. Answers the judgement if it has come after all; if not, whoever judges the
 * transfer now owes the sender a notice (S27).
 */
export function oweAnswer(db: Database, municipality: string, inboxId: string): Promise<Judgement | null> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<InboxRow>(sql`
      update inbox set owes_answer = (state = 'RECEIVED')
      where municipality = ${municipality} and inbox_id = ${inboxId}::uuid
      returning result, integrated_address_number, code_request_status`);
    return row ? judgementOf(row) : null;
  });
}

/** Transfers that lie unjudged for longer than `olderThanSeconds`: the engine was away when they came. */
export function unjudgedTransfers(
  db: Database,
  municipality: string,
  { olderThanSeconds, limit }: { olderThanSeconds: number; limit: number },
): Promise<{ inboxId: string; personId: string }[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{ inbox_id: string; person_id: string }>(sql`
      select inbox_id, person_id from inbox
      where municipality = ${municipality} and state = 'RECEIVED'
        and received_at < now() - make_interval(secs => ${olderThanSeconds})
      order by received_at limit ${limit}`);
    return rows.map((row) => ({ inboxId: row.inbox_id, personId: row.person_id }));
  });
}

/**
 * By personal number; else by the address number it is linked to or waits under, as long as that person has no other
 * personal number; else a new person. Two arrivals at once meet at the unique keys of `persons`.
 */
export async function findOrCreatePerson(
  tx: Transaction,
  keys: KeyRing,
  wanted: { municipality: string; personalNumber: string | null; numberSystem: string; addressNumber: string },
): Promise<string> {
  const { municipality, personalNumber, numberSystem, addressNumber } = wanted;
  const index = personalNumber === null ? null : personalNumberIndex(keys, municipality, personalNumber);
  const awaitingKey = `${numberSystem}:${addressNumber}`;

  const find = async (): Promise<string | undefined> => {
    const [row] = await tx.execute<{ person_id: string }>(sql`
      select person_id, 1 as preference from persons
        where municipality = ${municipality} and personal_number_index = ${index}
      union all
      select p.person_id, 2 from address_numbers a join persons p using (municipality, person_id)
        where a.municipality = ${municipality} and a.number_system = ${numberSystem} and a.address_number = ${addressNumber}
          and (${index}::bytea is null or p.personal_number_index is null)
      union all
      select person_id, 3 from persons where municipality = ${municipality} and awaiting_key = ${awaitingKey}
      order by preference limit 1`);
    return row?.person_id;
  };

  const found = await find();
  if (found !== undefined) return found;
  const personId = newId();
  const sealed = personalNumber === null ? null : sealPersonalNumber(keys, municipality, personId, personalNumber);
  const created = await tx.execute(sql`
    insert into persons (municipality, person_id, personal_number, personal_number_index, awaiting_key)
    values (${municipality}, ${personId}::uuid, ${sealed}, ${index}, ${index === null ? awaitingKey : null})
    on conflict do nothing returning person_id`);
  if (created.length > 0) return personId;
  const other = await find();
  if (other === undefined) throw new Error('A person that stood in the way is not there');
  return other;
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
  const personId = await findOrCreatePerson(tx, keys, {
    municipality,
    personalNumber,
    numberSystem: row.number_system,
    addressNumber: row.address_number,
  });
  await tx.execute(sql`
    update inbox set person_id = ${personId}::uuid, state = 'RECEIVED', judged_at = null, result = null,
      owes_answer = true,
      personal_number = ${sealPersonalNumber(keys, municipality, personId, personalNumber)},
      personal_number_index = ${personalNumberIndex(keys, municipality, personalNumber)}
    where municipality = ${municipality} and inbox_id = ${inboxId}::uuid`);
  return personId;
}

function judgementOf(
  row: Pick<InboxRow, 'result' | 'integrated_address_number' | 'code_request_status'>,
): Judgement | null {
  if (row.result === null || row.code_request_status === null) return null;
  return {
    result: row.result,
    integratedAddressNumber: row.integrated_address_number,
    codeRequestStatus: row.code_request_status,
  };
}

/** Tells a repetition from a conflict. */
export function contentHashOf(keys: KeyRing, municipality: string, transfer: CheckedTransfer): Uint8Array {
  return keys.blindIndex(`transfer/${municipality}`, canonical(transfer));
}

/** The same content gives the same text, whatever order its fields came in. */
function canonical(transfer: CheckedTransfer): string {
  return JSON.stringify(Object.entries(transfer).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
