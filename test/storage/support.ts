/** A database of one test file's own, and the few moves that every storage test makes. */
import { randomBytes, randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { expect } from 'vitest';
import { whenFileEnds } from '../support/ending.ts';
import { checkTransfer, type CheckedTransfer } from '../../domain/checked-transfer.ts';
import type { Acquisition } from '../../domain/lifecycle.ts';
import { personalNumberFrom } from '../../domain/values/personal-number.ts';
import { keyRingFrom, type KeyRing } from '../../keys/key-ring.ts';
import { openDatabase, type Database } from '../../storage/database/database.ts';
import type { Judgement } from '../../contracts/acquire-code.ts';
import { defaultLoadOptions } from '../../contracts/initial-load.ts';
import type { ReadLine } from '../../contracts/load-file.ts';
import { storeLines } from '../../storage/loads/lines.ts';
import { createLineSealer } from '../../storage/loads/seal-lines.ts';
import { createLoad, listNextChunks, planChunks } from '../../storage/loads/loads.ts';
import type { IntakeResult } from '../../storage/transfers/inbox.ts';
import { storeTransfer, takeTransfers } from '../../storage/transfers/intake.ts';
import { lookAtPerson, type PersonLook } from '../../storage/transfers/judging.ts';
import {
  beginStep,
  findStandingOf,
  finishStep,
  type BegunStep,
  type StepEnd,
  type StepKey,
} from '../../storage/requests/steps.ts';
import { randomFrom, type Random } from '../simulation/random.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

export const municipality = '131016';
export const otherMunicipality = '202011';

/** The moment at which test transfers are checked; nothing in the store depends on it. */
const now = Date.parse('2026-04-01T12:00:00+09:00');

export function newKeys(): KeyRing {
  const key = () => randomBytes(32).toString('base64');
  return keyRingFrom({ current: 'k1', keys: { k1: { data: key(), index: key(), payload: key() } } }, 'test');
}

export interface Store {
  database: TestDatabase;
  /** As the worker's role. */
  db: Database;
  api: Database;
  keys: KeyRing;
  /** Past row-level security, to look at what is really there. */
  see: postgres.Sql;
  people: People;
}

/** Personal numbers and the like, never twice, from a seed. */
export interface People {
  random: Random;
  personalNumber: () => string;
  addressNumber: () => string;
}

export function peopleFrom(seed: number): People {
  const random = randomFrom(seed);
  const given = new Set<string>();
  const fresh = (make: () => string): string => {
    for (;;) {
      const value = make();
      if (!given.has(value)) {
        given.add(value);
        return value;
      }
    }
  };
  return {
    random,
    personalNumber: () => fresh(() => personalNumberFrom(`9${random.digits(10)}`)),
    addressNumber: () => fresh(() => `8${random.digits(9)}`),
  };
}

export async function openStore(
  seed = 1,
  { max = 10, database: given }: { max?: number; database?: TestDatabase | undefined } = {},
): Promise<Store> {
  const database = given ?? (await createTestDatabase());
  const worker = openDatabase(database.workerUrl, { max, name: 'test-worker' });
  const api = openDatabase(database.apiUrl, { max, name: 'test-api', work: 'answer' });
  const see = postgres(database.superuserUrl, { max: 2, onnotice: () => undefined });
  whenFileEnds(async () => {
    await Promise.all([worker.close(), api.close(), see.end({ timeout: 5 })]);
    await database.drop();
  });
  return { database, db: worker.db, api: api.db, keys: newKeys(), see, people: peopleFrom(seed) };
}

export interface Fields {
  transferId?: string;
  operatedAt?: string;
  personalNumber?: string | undefined;
  numberSystem?: string;
  addressNumber: string;
  name?: string;
  birthDate?: string;
  sex?: 'male' | 'female' | 'unknown';
  address?: string;
  dataType?: string;
  confirmedAt?: string;
  businessItem1?: string;
}

/** A checked transfer, as the API hands it on. */
export function transferOf(fields: Fields): CheckedTransfer {
  const { personalNumber, ...rest } = fields;
  const checked = checkTransfer(
    {
      transferId: `t-${randomUUID()}`,
      operatedAt: '2026-03-02T10:00:00+09:00',
      numberSystem: '01',
      name: '符号 太郎',
      birthDate: '1980-05-06',
      sex: 'male',
      address: '架空市見本町1丁目2番3号',
      dataType: 'JUKI',
      confirmedAt: '2026-03-02T10:00:00+09:00',
      businessItem1: '世帯主',
      ...rest,
      ...(personalNumber !== undefined && { personalNumber }),
    },
    { now },
  );
  if (!checked.valid) throw new Error(`The test's own transfer is wrong: ${JSON.stringify(checked.problems)}`);
  return checked.value;
}

export type TakenTransfer = Extract<IntakeResult, { personId: string }>;

/** Only stores a transfer, as intake does when somebody keeps the person locked. */
export async function take(store: Store, fields: Fields, where = municipality): Promise<TakenTransfer> {
  return unconflicted(
    await storeTransfer(
      { db: store.api, keys: store.keys },
      { municipality: where, clientId: 'c-1', transfer: transferOf(fields) },
    ),
  );
}

/** Takes a transfer as the API does: stored, judged, numbered, answered. */
export async function receive(
  store: Store,
  fields: Fields,
  where = municipality,
): Promise<TakenTransfer & { judgement: Judgement; acquisition: Acquisition | null }> {
  const [taken] = await takeTransfers(
    { db: store.api, keys: store.keys },
    { municipality: where, clientId: 'c-1', transfers: [transferOf(fields)] },
  );
  if (!taken) throw new Error('A transfer has no answer');
  const { judgement, ...rest } = unconflicted(taken);
  if (!judgement) throw new Error('A transfer was not judged');
  const acquisition = await findStandingOf(store.db, where, { personId: rest.personId });
  return { ...rest, judgement, acquisition };
}

function unconflicted(taken: IntakeResult): TakenTransfer {
  if (!('personId' in taken)) throw new Error('The test did not mean a conflict');
  return taken;
}

/** As the person's run looks at its row: judges what is left, and reads where it stands. */
export const look = (store: Store, personId: string, inboxId?: string): Promise<PersonLook> =>
  lookAtPerson(store.db, { municipality, personId, inboxId });

export type SendingStep = StepKey['step'];

export const keyOf = (personId: string, step: SendingStep, attempt = 1): StepKey => ({
  municipality,
  owner: { personId },
  attempt,
  step,
});

export const begin = (store: Store, key: StepKey): Promise<BegunStep> =>
  beginStep(store, { ...key, participant: key.step === 'route' ? 'juki-system' : 'intermediate-server' });

export const inTheFuture = (): Date => new Date(Date.now() + 3_600_000);

/** What an accepted step leaves. */
export function endOf(step: SendingStep, lines: readonly { personId: string }[], confirmBy = inTheFuture()): StepEnd {
  switch (step) {
    case 'serial':
      return { stage: 'SERIAL_REQUESTED' };
    case 'fileRequest':
      return { stage: 'FILE_REQUESTED', receiptNumber: 'R-1' };
    case 'file':
      return {
        stage: 'FILE_RECEIVED',
        serials: new Map(lines.map(({ personId }) => [personId, `S-${personId}`])),
        contentHash: randomBytes(32),
      };
    case 'route':
      return { stage: 'ROUTED', confirmBy };
  }
}

/** Begins and finishes a step with everybody accepted. */
export async function runStep(
  store: Store,
  key: StepKey,
  { confirmBy = inTheFuture() }: { confirmBy?: Date } = {},
): Promise<BegunStep> {
  const begun = await begin(store, key);
  await finishStep(store.db, key, {
    lines: begun.lines.length,
    refused: [],
    end: endOf(key.step, begun.lines, confirmBy),
  });
  return begun;
}

const order = ['serial', 'fileRequest', 'file', 'route'] as const;

/** A new person brought as far as having finished `last` (or numbered only). */
export async function personAfter(
  store: Store,
  last: SendingStep | 'judge',
  options: { confirmBy?: Date; fields?: Partial<Fields> } = {},
): Promise<{ personId: string; personalNumber: string; addressNumber: string; integratedAddressNumber: string }> {
  const personalNumber = store.people.personalNumber();
  const addressNumber = store.people.addressNumber();
  const { personId, judgement } = await receive(store, { personalNumber, addressNumber, ...options.fields });
  if (last !== 'judge') {
    for (const step of order.slice(0, order.indexOf(last) + 1)) await runStep(store, keyOf(personId, step), options);
  }
  return { personId, personalNumber, addressNumber, integratedAddressNumber: judgement.integratedAddressNumber ?? '' };
}

export interface PersonView {
  stage: Acquisition['stage'] | null;
  code_request_status: string;
  attempt: number;
  failure_code: string | null;
  failure_step: string | null;
  integrated_address_number: string | null;
  serial_requested_at: Date | null;
  receipt_number: string | null;
  processing_serial: string | null;
  held_transfers: number;
  current_history_seq: number | null;
  last_history_seq: number;
  has_run: boolean;
  due_at: Date | null;
  nudges: number;
  replaced_runs: number;
  in_chunk: boolean;
  chunk_id: string | null;
  personal_number_index: Buffer | null;
  awaiting_key: string | null;
}

export async function personRow({ see }: Store, personId: string): Promise<PersonView> {
  const [row] = await see<PersonView[]>`select * from persons where person_id = ${personId}`;
  if (!row) throw new Error('There is no such person');
  return row;
}

/** The stage and what belongs to it, the short form most tests compare. */
export async function standing(store: Store, personId: string) {
  const { stage, code_request_status: status, attempt, failure_code: code } = await personRow(store, personId);
  return { stage, status, attempt, code };
}

export async function history({ see }: Store, personId: string) {
  return see<
    {
      history_seq: number;
      address: string;
      name: string;
      code_request_status: string;
      integrated_address_number: string | null;
      number_system: string;
      staff_id: string | null;
    }[]
  >`select * from address_information where person_id = ${personId} order by history_seq`;
}

export async function openFailures({ see }: Store, personId: string) {
  return see<
    {
      failure_id: string;
      code: string;
      step: string | null;
      inbox_id: string | null;
      reason: string | null;
      attempt: number;
    }[]
  >`select * from failures where person_id = ${personId} and resolved_at is null order by first_seen_at`;
}

export async function notices({ see }: Store, personId: string) {
  const rows = await see<{ number_system: string; address_number: string; kind: string; history_seq: number }[]>`
    select * from outbox where person_id = ${personId} order by history_seq, number_system, address_number`;
  return rows.map((row) => `${row.number_system}:${row.address_number} ${row.kind} ${row.history_seq}`);
}

/** Every row of every table of the product as text. */
export async function dump({ see }: Pick<Store, 'see'>): Promise<string> {
  const tables = await see<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
  expect(tables.length).toBeGreaterThan(10);
  const lines: string[] = [];
  for (const { name } of tables) {
    const rows = await see<{ line: string }[]>`select t::text as line from ${see(name)} t`;
    lines.push(`== ${name}`, ...rows.map(({ line }) => line));
  }
  return lines.join('\n');
}

/** Good lines of so many new residents. */
export const linesOf = ({ people }: Pick<Store, 'people'>, count: number): ReadLine[] =>
  Array.from({ length: count }, (_, at) => {
    const transfer = transferOf({ personalNumber: people.personalNumber(), addressNumber: people.addressNumber() });
    return { kind: 'good', line: at + 1, value: { ...transfer, integratedAddressNumber: null } };
  });

/** A load of one chunk with these lines as read. */
export async function loadOf(
  { db, keys }: Store,
  where: string,
  lines: readonly ReadLine[],
  { linesPerChunk = 10_000 }: { linesPerChunk?: number } = {},
): Promise<{ loadId: string; chunkId: string; chunks: string[] }> {
  const loadId = randomUUID();
  const key = { municipality: where, loadId };
  await createLoad(db, {
    ...key,
    fileName: 'test.csv',
    fileHash: randomBytes(32),
    fileBytes: 1,
    options: { ...defaultLoadOptions, format: 'csv', encoding: 'utf-8' },
    dryRun: false,
    clientId: 'c-1',
    staffId: null,
    again: false,
  });
  await storeSealed({ db, keys }, key, lines);
  await planChunks(db, key, linesPerChunk);
  const chunks = (await listNextChunks(db, key, { after: 0, limit: 100 })).map(({ chunkId }) => chunkId);
  return { loadId, chunkId: chunks[0] ?? '', chunks };
}

export async function storeSealed(
  { db, keys }: { db: Database; keys: KeyRing },
  key: { municipality: string; loadId: string },
  lines: readonly ReadLine[],
): Promise<void> {
  const sealer = createLineSealer(keys, { ...key, ownIds: 'file:' }, { bytes: 1_000 });
  for (const line of lines) sealer.add(line);
  const sealed = sealer.end();
  await storeLines(db, key, sealed ? [sealed] : []);
}
