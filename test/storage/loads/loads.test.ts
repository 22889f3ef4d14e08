import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultLoadOptions } from '../../../contracts/initial-load.ts';
import type { LoadLine, ReadLine } from '../../../contracts/load-file.ts';
import { integratedAddressNumberFrom } from '../../../domain/values/integrated-address-number.ts';
import { takeChunk } from '../../../storage/transfers/chunk-intake.ts';
import { applyConfirmation } from '../../../storage/confirmations/confirming.ts';
import { readBadLines, readBadRows } from '../../../storage/loads/lines.ts';
import {
  createLoad,
  findLoad,
  listNextChunks,
  planChunks,
  recordLoadState,
  takePace,
} from '../../../storage/loads/loads.ts';
import { findTimeline } from '../../../storage/residents/residents.ts';
import { beginStep, finishStep, parkSet } from '../../../storage/requests/steps.ts';
import {
  endOf,
  loadOf,
  look,
  municipality,
  openStore,
  personRow,
  receive,
  storeSealed,
  transferOf,
  type Fields,
  type Store,
} from '../support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(41);
});

/** Lines of a file as read, from line 2 on. */
function linesOf(people: (Fields & { integratedAddressNumber?: string })[]): ReadLine[] {
  return people.map(({ integratedAddressNumber = null, ...fields }, at): ReadLine => {
    const value: LoadLine = { ...transferOf(fields), integratedAddressNumber };
    return { kind: 'good', line: at + 2, value };
  });
}
const newcomer = (fields: Partial<Fields> = {}): Fields => ({
  transferId: `file:${randomUUID()}`,
  personalNumber: store.people.personalNumber(),
  addressNumber: store.people.addressNumber(),
  ...fields,
});
const members = (chunkId: string) =>
  store.see<{ person_id: string; number: string; stage: string; in_chunk: boolean; address_number: string }[]>`
    select p.person_id, p.integrated_address_number as number, p.stage, p.in_chunk, a.address_number
    from chunk_members m join persons p using (municipality, person_id)
    join address_numbers a using (municipality, person_id) where m.chunk_id = ${chunkId} order by a.linked_at`;
const keyOf = (chunkId: string, step: 'serial' | 'fileRequest' | 'file' | 'route') => ({
  municipality,
  owner: { chunkId },
  attempt: 1,
  step,
});

async function runSteps(chunkId: string, steps: ('serial' | 'fileRequest' | 'file' | 'route')[]): Promise<void> {
  for (const step of steps) {
    const { lines } = await beginStep(store, { ...keyOf(chunkId, step), participant: 'intermediate-server' });
    await finishStep(store.db, keyOf(chunkId, step), { lines: lines.length, refused: [], end: endOf(step, lines) });
  }
}

describe('lines', () => {
  test('of a batch that is stored twice are there once', async () => {
    const { loadId } = await loadOf(store, municipality, linesOf([newcomer(), newcomer()]));
    await storeSealed(store, { municipality, loadId }, linesOf([newcomer(), newcomer()]));
    expect(await findLoad(store.db, { municipality, loadId })).toMatchObject({ goodLines: 2, readTo: 3 });
  });

  test('that are bad are given back byte by byte with what is wrong, and stand sealed in the table', async () => {
    const raw = Buffer.from([0x82, 0xa0, 0x2c, 0xff, 0x00, 0x2c]);
    const problems = [{ field: 'name', rule: 'BROKEN_ENCODING' as const }];
    const { loadId } = await loadOf(store, municipality, [{ kind: 'bad', line: 2, raw, problems }]);
    const key = { municipality, loadId };
    const page = await readBadRows(store, key, { after: 0, limit: 10 });
    expect(page.map((line) => ({ ...line, raw: Buffer.from(line.raw ?? []) }))).toEqual([{ line: 2, raw }]);
    expect(await readBadLines(store.db, key, { after: 0, limit: 10 })).toEqual([{ line: 2, problems }]);
    const [row] = await store.see<{ raw: Buffer }[]>`select raw from bad_lines where load_id = ${loadId}`;
    expect(row?.raw.includes(raw)).toBe(false);
  });

  test('keep backslashes, and texts that look like COPY’s own signs', async () => {
    const address = 'C:\\N\\.\\t見本町';
    const { chunkId } = await loadOf(store, municipality, linesOf([newcomer({ address })]));
    await takeChunk(store, { municipality, chunkId });
    const rows = await store.see`select 1 from address_information where address = ${address}`;
    expect(rows).toHaveLength(1);
  });
});

describe('a chunk', () => {
  test('numbers everybody once, however often it is judged', async () => {
    const { chunkId } = await loadOf(store, municipality, linesOf([newcomer(), newcomer(), newcomer()]));
    expect(await takeChunk(store, { municipality, chunkId })).toMatchObject({ members: 3, judged: 3 });
    const numbered = await members(chunkId);
    expect(await takeChunk(store, { municipality, chunkId })).toMatchObject({ members: 3, judged: 0 });
    expect(await members(chunkId)).toEqual(numbered);
    expect(new Set(numbered.map(({ number }) => number)).size).toBe(3);
  });

  test('keeps numbers given before fugo, and gives none of them to anybody else', async () => {
    const [last] = await store.see<
      { next: string }[]
    >`select last_value::text as next from integrated_address_number_sequence`;
    // The very numbers that the sequence would come to next.
    const given = Array.from({ length: 5 }, (_, at) =>
      integratedAddressNumberFrom(BigInt(last?.next ?? '1') + BigInt(at)),
    );
    const people = [
      ...given.map((integratedAddressNumber) => ({ ...newcomer(), integratedAddressNumber })),
      ...Array.from({ length: 20 }, () => newcomer()),
    ];
    const { chunkId } = await loadOf(store, municipality, linesOf(people));
    expect(await takeChunk(store, { municipality, chunkId })).toMatchObject({ members: 25 });
    const rows = await members(chunkId);
    const numberOf = new Map(rows.map((row) => [row.address_number, row.number]));
    people.slice(0, 5).forEach((person, at) => {
      expect(numberOf.get(person.addressNumber)).toBe(given[at]);
    });
    expect(new Set(rows.map(({ number }) => number)).size).toBe(25);
  });

  test('refuses a line that brings the number of another resident, and says so', async () => {
    const first = newcomer();
    const { chunkId } = await loadOf(store, municipality, linesOf([first]));
    await takeChunk(store, { municipality, chunkId });
    const [{ number } = { number: '' }] = await members(chunkId);
    const second = await loadOf(store, municipality, linesOf([{ ...newcomer(), integratedAddressNumber: number }]));
    expect(await takeChunk(store, { municipality, chunkId: second.chunkId })).toMatchObject({ members: 0 });
    const key = { municipality, loadId: second.loadId };
    expect(await readBadRows(store, key, { after: 0, limit: 10 })).toEqual([{ line: 2, raw: null }]);
    expect(await readBadLines(store.db, key, { after: 0, limit: 10 })).toEqual([
      { line: 2, problems: [{ field: 'integratedAddressNumber', rule: 'NUMBER_OF_ANOTHER' }] },
    ]);
  });

  test('meets people who are known already: their address changes, and they are not asked for again', async () => {
    const person = newcomer();
    const first = await loadOf(store, municipality, linesOf([person]));
    await takeChunk(store, { municipality, chunkId: first.chunkId });
    const again = {
      ...person,
      transferId: `file:${randomUUID()}`,
      address: '転居先',
      operatedAt: '2026-03-09T10:00:00+09:00',
    };
    const second = await loadOf(store, municipality, linesOf([again]));
    expect(await takeChunk(store, { municipality, chunkId: second.chunkId })).toMatchObject({ members: 0 });
    expect(await findLoad(store.db, { municipality, loadId: second.loadId })).toMatchObject({ results: { joined: 1 } });
    const rows = await store.see`select 1 from address_information where address = '転居先'`;
    expect(rows).toHaveLength(1);
  });

  test('lets go of who is refused, and takes the others on', async () => {
    const { chunkId, loadId } = await loadOf(store, municipality, linesOf([newcomer(), newcomer()]));
    await takeChunk(store, { municipality, chunkId });
    const { lines } = await beginStep(store, { ...keyOf(chunkId, 'serial'), participant: 'intermediate-server' });
    const [refused] = lines;
    await finishStep(store.db, keyOf(chunkId, 'serial'), {
      lines: 2,
      refused: [{ personId: refused?.personId ?? '', code: 'SERIAL_REFUSED' }],
      end: { stage: 'SERIAL_REQUESTED' },
    });
    await runSteps(chunkId, ['fileRequest', 'file', 'route']);
    const standing = (await members(chunkId)).map(({ stage, in_chunk }) => `${stage} ${in_chunk}`);
    expect(new Set(standing)).toEqual(new Set(['NEEDS_ATTENTION false', 'ROUTED false']));
    expect(await findLoad(store.db, { municipality, loadId })).toMatchObject({ members: 2, routed: 1, parked: 1 });
  });

  test('parks all of its persons when a participant stays silent', async () => {
    const { chunkId } = await loadOf(store, municipality, linesOf([newcomer(), newcomer()]));
    await takeChunk(store, { municipality, chunkId });
    await beginStep(store, { ...keyOf(chunkId, 'serial'), participant: 'intermediate-server' });
    await parkSet(store.db, { ...keyOf(chunkId, 'serial'), code: 'INTERMEDIATE_SERVER_UNAVAILABLE' });
    expect((await members(chunkId)).map(({ stage }) => stage)).toEqual(['NEEDS_ATTENTION', 'NEEDS_ATTENTION']);
    const again = await beginStep(store, { ...keyOf(chunkId, 'serial'), participant: 'intermediate-server' });
    expect(again.lines).toEqual([]);
    expect(again.parked).toHaveLength(2);
  });

  test('is joined by a transfer of one of its persons, whose own workflow waits and hears of the confirmation', async () => {
    const person = newcomer();
    const { chunkId } = await loadOf(store, municipality, linesOf([person, newcomer()]));
    await takeChunk(store, { municipality, chunkId });
    const { personId, judgement } = await receive(store, { ...person, transferId: 'own-1' });
    expect(judgement.result).toBe('joined');
    expect(await look(store, personId)).toMatchObject({ standing: { stage: 'NUMBERED', inChunk: true } });
    expect(await personRow(store, personId)).toMatchObject({ has_run: true, due_at: null });
    await runSteps(chunkId, ['serial', 'fileRequest', 'file', 'route']);
    const rows = await members(chunkId);
    await applyConfirmation(
      store.db,
      municipality,
      rows.map(({ person_id }) => ({ personId: person_id, attempt: 1, result: 'acquired' })),
    );
    // Only the one with a workflow is due; of the other, the database knows.
    const due = await store.see`
      select person_id from persons where chunk_id = ${chunkId} and due_at is not null`;
    expect(due).toEqual([{ person_id: personId }]);
  });

  test('is part of the timeline of each of its persons, until one leaves it', async () => {
    const { chunkId } = await loadOf(store, municipality, linesOf([newcomer(), newcomer()]));
    await takeChunk(store, { municipality, chunkId });
    await runSteps(chunkId, ['serial']);
    const [parted, stays] = await members(chunkId);
    await beginStep(store, { ...keyOf(chunkId, 'fileRequest'), participant: 'intermediate-server' });
    await finishStep(store.db, keyOf(chunkId, 'fileRequest'), {
      lines: 2,
      refused: [{ personId: parted?.person_id ?? '', code: 'FILE_REQUEST_REFUSED' }],
      end: { stage: 'FILE_REQUESTED', receiptNumber: 'R-1' },
    });
    await runSteps(chunkId, ['file', 'route']);
    await applyConfirmation(store.db, municipality, [
      { personId: stays?.person_id ?? '', attempt: 1, result: 'acquired' },
    ]);
    const eventsOf = async (number = ''): Promise<string[]> =>
      ((await findTimeline(store.api, municipality, number)) ?? []).map(({ event }) => event);
    expect(await eventsOf(parted?.number)).toEqual(['numbered', 'serial', 'failed']);
    expect(await eventsOf(stays?.number)).toEqual(['numbered', 'serial', 'fileRequest', 'file', 'route', 'confirmed']);
  });
});

describe('a load', () => {
  const load = (fileHash: Buffer, changes: { dryRun?: boolean; again?: boolean } = {}) => ({
    municipality,
    loadId: randomUUID(),
    fileName: 'a.csv',
    fileHash,
    fileBytes: 1,
    options: { ...defaultLoadOptions, format: 'csv' as const, encoding: 'utf-8' as const },
    dryRun: false,
    again: false,
    clientId: 'c-1',
    staffId: null,
    ...changes,
  });

  test('of a file that was loaded before is refused unless asked for; a dry run stands in nobody’s way', async () => {
    const hash = randomBytes(32);
    const first = load(hash);
    expect(await createLoad(store.db, load(hash, { dryRun: true }))).toEqual({ kind: 'created' });
    expect(await createLoad(store.db, first)).toEqual({ kind: 'created' });
    expect(await createLoad(store.db, load(hash))).toEqual({ kind: 'loaded-before', loadId: first.loadId });
    expect(await createLoad(store.db, load(hash, { again: true }))).toEqual({ kind: 'created' });
  });

  test('of one file given twice at once is taken once', async () => {
    const hash = randomBytes(32);
    const both = await Promise.all([createLoad(store.db, load(hash)), createLoad(store.db, load(hash))]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['created', 'loaded-before']);
  });

  test('is cut into the same chunks however often it is asked', async () => {
    const { loadId, chunks } = await loadOf(store, municipality, linesOf(Array.from({ length: 7 }, () => newcomer())), {
      linesPerChunk: 3,
    });
    expect(chunks).toHaveLength(3);
    expect(await planChunks(store.db, { municipality, loadId }, 2)).toBe(3);
    const again = await listNextChunks(store.db, { municipality, loadId }, { after: 0, limit: 10 });
    expect(again.map(({ chunkId }) => chunkId)).toEqual(chunks);
  });

  test('that is over stays over', async () => {
    const { loadId } = await loadOf(store, municipality, linesOf([newcomer()]));
    const key = { municipality, loadId };
    await recordLoadState(store.db, key, { state: 'DONE', reason: null });
    await recordLoadState(store.db, key, { state: 'RUNNING', reason: null });
    expect(await findLoad(store.db, key)).toMatchObject({ state: 'DONE' });
  });

  test('and another share the pace of a participant', async () => {
    const lines = { participant: 'route', lines: 100, linesPerSecond: 50 };
    expect(await takePace(store.db, municipality, lines)).toBe(0);
    const second = await takePace(store.db, municipality, lines);
    expect(second).toBeGreaterThan(1_500);
    expect(await takePace(store.db, municipality, lines)).toBeGreaterThan(second + 1_500);
  });
});
