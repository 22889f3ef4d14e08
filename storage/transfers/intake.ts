/**
 * Intake, where the process S20 begins (S21–S28): stores transfers, finds or creates their persons, judges, numbers and
 * answers, in one transaction without Temporal. A single transfer is a set of one.
 *
 * K1. What was answered is committed, and nothing is taken twice: (number system, transfer id) is a key.
 * K2. Transfers of a set that share a number are taken one after the other, in order, as if each had come alone.
 * K3. Two callers at once meet at a unique key: the later transaction is rolled back and repeated with the other's
 *     person visible. So nobody becomes two persons, and no race causes a doubt about identity.
 * K4. A person who is locked for long, as by the chunk of a load, delays no caller: the transfer is stored, the sender
 *     is answered `pending`, and the person's workflow judges it.
 */
import { sql } from 'drizzle-orm';
import { v7 as newId } from 'uuid';
import type { Judgement } from '../../contracts/acquire-code.ts';
import type { CheckedTransfer } from '../../domain/checked-transfer.ts';
import { splitIntoWaves } from '../../domain/waves.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import { inMunicipality, isDeadlock, sqlStateOf, type Database, type Transaction } from '../database/database.ts';
import { awaitingKey, personOf } from './find-persons.ts';
import { contentHashOf, findTaken, type IntakeRow, type IntakeResult } from './inbox.ts';
import { judgeInTransaction, isTakenMeanwhile } from './judging.ts';
import { announceDue } from '../requests/moves.ts';
import { personalNumberIndex, sealPersonalNumber } from '../database/personal-number.ts';
import { asJson, idList } from '../database/rows.ts';

interface Store {
  db: Database;
  keys: KeyRing;
}
export interface SentTransfers {
  municipality: string;
  clientId: string;
  transfers: readonly CheckedTransfer[];
}

/** Returns one answer a transfer, in order. */
export function takeTransfers(store: Store, sent: SentTransfers): Promise<IntakeResult[]> {
  return takeWithin(store, sent, lockTimeout);
}

/** Longer than a normal transaction, shorter than a caller's patience. The second limit is for each member of a set. */
const lockTimeout = '2s';
const lockTimeoutOfOne = '200ms';

/**
 * Takes the transfers as one set or not at all. Throws when a person is locked for long, or arrives elsewhere at the
 * same moment.
 */
export function takeTogether(
  store: Store,
  sent: SentTransfers,
  { timeout = lockTimeoutOfOne }: { timeout?: string } = {},
): Promise<IntakeResult[]> {
  return retryAtOnce(() =>
    inIntake(store.db, { municipality: sent.municipality, timeout }, (tx) => takeAll(tx, store.keys, sent)),
  );
}

async function takeWithin(store: Store, sent: SentTransfers, timeout: string): Promise<IntakeResult[]> {
  try {
    return await takeTogether(store, sent, { timeout });
  } catch (err) {
    if (!isLockedForLong(err) && !isTakenMeanwhile(err)) throw err;
  }
  const [only, ...others] = sent.transfers;
  if (only && others.length === 0) return [await storeTransfer(store, { ...sent, transfer: only, owesAnswer: true })];
  // One person of the set is locked; the other transfers need not wait.
  const results: IntakeResult[] = [];
  for (const transfer of sent.transfers) {
    results.push(...(await takeWithin(store, { ...sent, transfers: [transfer] }, lockTimeoutOfOne)));
  }
  return results;
}

/**
 * Stores a transfer without judging it; the person's workflow judges it later. Throws when a lock prevents even that:
 * the sender learns it and sends the transfer again.
 */
export function storeTransfer(
  { db, keys }: Store,
  {
    municipality,
    clientId,
    transfer,
    owesAnswer = false,
  }: { municipality: string; clientId: string; transfer: CheckedTransfer; owesAnswer?: boolean },
): Promise<IntakeResult> {
  return retryAtOnce(() =>
    inIntake(db, { municipality, timeout: lockTimeout }, async (tx) => {
      const rows = rowsOf(keys, { municipality, clientId, transfers: [transfer] });
      const [before] = (await findTaken(tx, municipality, rows)).values();
      if (before) return before;
      const [unknown] = (await findUnknown(tx, municipality, rows, await findPersons(tx, municipality, rows))).values();
      if (unknown) return unknown;
      const [stored] = await putIntoInbox(tx, keys, { municipality, clientId, owesAnswer }, rows);
      if (!stored) throw new Error('A transfer was neither stored nor found');
      return { kind: 'taken', inboxId: stored.inboxId, personId: stored.personId, judgement: null };
    }),
  );
}

/**
 * A set is small, and each row is found by a key. While the statistics know of no row the planner would rather read
 * whole tables, so it is made to use the keys.
 */
function inIntake<T>(
  db: Database,
  { municipality, timeout }: { municipality: string; timeout: string },
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return inMunicipality(db, municipality, async (tx) => {
    const settings = tx
      .execute(
        sql`select set_config('lock_timeout', ${timeout}, true), set_config('enable_hashjoin', 'off', true),
          set_config('enable_mergejoin', 'off', true), set_config('enable_seqscan', 'off', true)`,
      )
      .then(() => undefined);
    const [result] = await Promise.all([work(tx), settings]);
    return result;
  });
}

const mostTries = 5;

async function retryAtOnce<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (err) {
      if (tries === mostTries || !(isTakenMeanwhile(err) || isDeadlock(err) || err instanceof ArrivedAtOnce)) throw err;
    }
  }
}

/** Another caller has stored the same transfer or person at this very moment. */
class ArrivedAtOnce extends Error {}

/** Another transaction keeps a row locked, or is always a moment quicker. */
const isLockedForLong = (err: unknown): boolean =>
  sqlStateOf(err) === '55P03' || isDeadlock(err) || err instanceof ArrivedAtOnce;

function rowsOf(keys: KeyRing, { municipality, transfers }: SentTransfers): IntakeRow[] {
  return transfers.map((transfer, at) => {
    const {
      personalNumber,
      transferId: _id,
      numberSystem: _system,
      addressNumber: _address,
      operatedAt: _operated,
      ...payload
    } = transfer;
    return {
      at,
      // Ascending, so that the judge takes them in order.
      inboxId: newId(),
      transfer,
      payload,
      contentHash: hex(contentHashOf(keys, municipality, transfer)),
      index: personalNumber === null ? null : hex(personalNumberIndex(keys, municipality, personalNumber)),
    };
  });
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

async function takeAll(tx: Transaction, keys: KeyRing, sent: SentTransfers): Promise<IntakeResult[]> {
  const { municipality } = sent;
  const rows = rowsOf(keys, sent);
  const results = new Map<number, IntakeResult>();
  let dueWritten = false;
  for (const wave of splitIntoWaves(rows, sharedOf)) {
    const [before, found] = await Promise.all([findTaken(tx, municipality, wave), findPersons(tx, municipality, wave)]);
    for (const [at, known] of before) results.set(at, known);
    const unknown = await findUnknown(
      tx,
      municipality,
      wave.filter(({ at }) => !before.has(at)),
      found,
    );
    for (const [at, refused] of unknown) results.set(at, refused);
    const newRows = wave.filter(({ at }) => !before.has(at) && !unknown.has(at));
    const unjudged = [...before.values()].flatMap((known) =>
      known.kind === 'repeated' && known.judgement === null ? [known.personId] : [],
    );
    if (newRows.length === 0 && unjudged.length === 0) continue;
    const stored = await putIntoInbox(tx, keys, { ...sent, owesAnswer: false }, newRows, found);
    const personIds = [...new Set([...stored.map(({ personId }) => personId), ...unjudged])];
    const { answers } = await judgeInTransaction(tx, { municipality, requests: { personIds } });
    dueWritten ||= answers.size > 0;
    await requireTrueDoubts(tx, municipality, { wave, stored, answers });
    for (const { at, inboxId, personId } of stored) {
      results.set(at, { kind: 'taken', inboxId, personId, judgement: answers.get(inboxId) ?? null });
    }
    for (const [at, known] of before) {
      const judgement = known.kind === 'repeated' ? answers.get(known.inboxId) : undefined;
      if (known.kind === 'repeated' && judgement) results.set(at, { ...known, judgement });
    }
  }
  if (dueWritten) await announceDue(tx, municipality);
  return rows.map(({ at }) => {
    const answer = results.get(at);
    if (!answer) throw new Error('A transfer has no answer');
    return answer;
  });
}

/**
 * Throws when a transfer is held for a doubt although its person can be found by now: that person was committed between
 * the search and the judgement (K3).
 */
async function requireTrueDoubts(
  tx: Transaction,
  municipality: string,
  {
    wave,
    stored,
    answers,
  }: { wave: readonly IntakeRow[]; stored: readonly StoredTransfer[]; answers: Map<string, Judgement> },
): Promise<void> {
  const heldTransfers = new Map(
    stored.filter(({ inboxId }) => answers.get(inboxId)?.result === 'held').map((each) => [each.at, each]),
  );
  if (heldTransfers.size === 0) return;
  const rows = wave.filter(({ at }) => heldTransfers.has(at));
  const madeNow = [...heldTransfers.values()].filter(({ isNew }) => isNew).map(({ personId }) => personId);
  const found = await findPersons(tx, municipality, rows, madeNow);
  for (const [at, personId] of found) if (heldTransfers.get(at)?.personId !== personId) throw new ArrivedAtOnce();
}

/** The keys that another transfer may share (K2). */
const sharedOf = ({ index, transfer }: IntakeRow): string[] => [
  ...(index === null ? [] : [`number:${index}`]),
  `address:${transfer.numberSystem}:${transfer.addressNumber}`,
  `id:${transfer.numberSystem}:${transfer.transferId}`,
];

/** Finds known persons, by the place of the transfer; `except` excludes persons. */
async function findPersons(
  tx: Transaction,
  municipality: string,
  rows: readonly IntakeRow[],
  except: readonly string[] = [],
): Promise<Map<number, string>> {
  const lookups = rows.map(({ at, index, transfer }) => ({
    at,
    idx: index,
    sys: transfer.numberSystem,
    addr: transfer.addressNumber,
  }));
  const columns = { index: sql`decode(t.idx, 'hex')`, system: sql`t.sys`, address: sql`t.addr`, except };
  const found = await tx.execute<{ at: number; person_id: string }>(sql`
    select t.at, f.person_id from jsonb_to_recordset(${asJson(lookups)}) as t(at int, idx text, sys text, addr text)
    cross join lateral ${personOf(municipality, columns)} as f`);
  return new Map(found.map((row) => [row.at, row.person_id]));
}

/**
 * Transfers that carry business information alone (seed P:339) about somebody of whom there is no address information,
 * by their place: they are refused, because fugo cannot say whom they are about.
 */
async function findUnknown(
  tx: Transaction,
  municipality: string,
  rows: readonly IntakeRow[],
  found: Map<number, string>,
): Promise<Map<number, IntakeResult>> {
  const alone = rows.filter(({ transfer }) => transfer.name === null);
  if (alone.length === 0) return new Map();
  const personIds = alone.flatMap(({ at }) => found.get(at) ?? []);
  const known = await tx.execute<{ person_id: string }>(sql`
    select person_id from persons where municipality = ${municipality} and person_id = ${idList(personIds)}
      and current_history_seq is not null`);
  const knownIds = new Set(known.map((row) => row.person_id));
  return new Map(
    alone
      .filter(({ at }) => !knownIds.has(found.get(at) ?? ''))
      .map(({ at, index }) => [at, { kind: 'unknown', field: index === null ? 'addressNumber' : 'personalNumber' }]),
  );
}

interface StoredTransfer {
  at: number;
  inboxId: string;
  personId: string;
  isNew: boolean;
}

/** Creates unknown persons and stores the transfers. Transfers that share something are never in one call. */
async function putIntoInbox(
  tx: Transaction,
  keys: KeyRing,
  { municipality, clientId, owesAnswer }: { municipality: string; clientId: string; owesAnswer: boolean },
  rows: readonly IntakeRow[],
  known?: Map<number, string>,
): Promise<StoredTransfer[]> {
  if (rows.length === 0) return [];
  const found = known ?? (await findPersons(tx, municipality, rows));
  const inboxRows = rows.map((row) => {
    const { index, transfer, payload } = row;
    const knownId = found.get(row.at);
    const personId = knownId ?? newId();
    const { personalNumber } = transfer;
    return {
      at: row.at,
      is_new: knownId === undefined,
      inbox_id: row.inboxId,
      person_id: personId,
      idx: index,
      sealed: personalNumber === null ? null : hex(sealPersonalNumber(keys, municipality, personId, personalNumber)),
      sys: transfer.numberSystem,
      addr: transfer.addressNumber,
      transfer_id: transfer.transferId,
      content_hash: row.contentHash,
      operated_at: new Date(transfer.operatedAt).toISOString(),
      payload,
    };
  });
  const newcomers = inboxRows
    .filter(({ is_new }) => is_new)
    .map(({ person_id, idx, sealed, sys, addr }) => ({ person_id, idx, sealed, sys, addr }));
  const [created, stored] = await Promise.all([
    newcomers.length === 0
      ? []
      : // In the order of the keys, so that two sets at once do not wait for each other.
        tx.execute(sql`
          insert into persons (municipality, person_id, personal_number, personal_number_index, awaiting_key)
          select ${municipality}, t.person_id, decode(t.sealed, 'hex'), decode(t.idx, 'hex'),
            case when t.idx is null then ${awaitingKey(sql`t.sys`, sql`t.addr`)} end
          from jsonb_to_recordset(${asJson(newcomers)}) as t(person_id uuid, idx text, sealed text, sys text, addr text)
          order by t.idx, t.sys, t.addr
          on conflict do nothing returning 1`),
    tx.execute(sql`
      insert into inbox (municipality, inbox_id, number_system, transfer_id, content_hash, person_id, address_number,
        personal_number, personal_number_index, payload, operated_at, client_id, owes_answer)
      select ${municipality}, t.inbox_id, t.sys, t.transfer_id, decode(t.content_hash, 'hex'), t.person_id, t.addr,
        decode(t.sealed, 'hex'), decode(t.idx, 'hex'), t.payload, t.operated_at, ${clientId}, ${owesAnswer}::boolean
      from jsonb_to_recordset(${asJson(inboxRows)}) as t(inbox_id uuid, person_id uuid, idx text, sealed text, sys text,
        addr text, transfer_id text, content_hash text, operated_at timestamptz, payload jsonb)
      where exists (select from persons p where p.municipality = ${municipality} and p.person_id = t.person_id)
      order by t.sys, t.transfer_id
      on conflict on constraint one_row_a_transfer_id do nothing returning 1`),
  ]);
  if (created.length < newcomers.length || stored.length < inboxRows.length) throw new ArrivedAtOnce();
  return inboxRows.map(({ at, inbox_id: inboxId, person_id: personId, is_new: isNew }) => ({
    at,
    inboxId,
    personId,
    isNew,
  }));
}
