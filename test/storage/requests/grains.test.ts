import * as fc from '../../support/fast-check.ts';
import { beforeAll, expect, test } from 'vitest';
import { applyConfirmation } from '../../../storage/confirmations/confirming.ts';
import { beginStep, finishStep, type Owner, type RefusedLine } from '../../../storage/requests/steps.ts';
import type { ReadLine } from '../../../contracts/load-file.ts';
import { takeChunk } from '../../../storage/transfers/chunk-intake.ts';
import { findTimeline } from '../../../storage/residents/residents.ts';
import {
  endOf,
  loadOf,
  municipality,
  openStore,
  otherMunicipality,
  peopleFrom,
  receive,
  transferOf,
  type Fields,
  type Store,
} from '../support.ts';
import { takeTransfers } from '../../../storage/transfers/intake.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(17);
});

const steps = ['serial', 'fileRequest', 'file', 'route'] as const;
const refusals = {
  serial: 'SERIAL_REFUSED',
  fileRequest: 'FILE_REQUEST_REFUSED',
  file: 'FILE_ROW_MISSING',
  route: 'ROUTE_REFUSED',
} as const;

/** What staff read of each person; the moments aside, because a chunk does in one what single residents do in many. */
async function timelines(where: string, nameOf: Map<string, string>): Promise<string[]> {
  const people = await store.see<{ person_id: string; number: string }[]>`
    select person_id, integrated_address_number as number from persons
    where municipality = ${where} and integrated_address_number is not null`;
  const all = await Promise.all(
    people.map(async ({ person_id, number }) => {
      const entries = (await findTimeline(store.api, where, number)) ?? [];
      const said = entries.map(({ event, stage, attempt, detail }) =>
        JSON.stringify([event, stage, attempt, detail?.['code']]),
      );
      return `${nameOf.get(person_id)}: ${said.toSorted().join(' ')}`;
    }),
  );
  return all.toSorted();
}

/** One resident's transfers, and what the other side will say. */
interface Resident {
  transfers: Fields[];
  refusedAt: (typeof steps)[number] | null;
  confirmed: 'acquired' | 'error' | 'unknown';
}

function residentsFrom(seed: number, count: number): Resident[] {
  const people = peopleFrom(seed);
  const { random } = people;
  const addressNumbers: string[] = [];
  return Array.from({ length: count }, (_, at) => {
    const personalNumber = random.chance(0.9) ? people.personalNumber() : undefined;
    // Now and then an address number that somebody else uses too.
    const own = people.addressNumber();
    const addressNumber = random.chance(0.05) ? (addressNumbers.at(-1) ?? own) : own;
    addressNumbers.push(addressNumber);
    const base = {
      addressNumber,
      personalNumber,
      name: `架空 ${at}`,
      sex: random.pick(['male', 'female'] as const),
    } as const;
    const transfers: Fields[] = [base];
    if (random.chance(0.3)) transfers.push({ ...base, numberSystem: '02', addressNumber: people.addressNumber() });
    if (random.chance(0.3)) transfers.push({ ...base, address: '転居先', operatedAt: '2026-03-05T10:00:00+09:00' });
    if (random.chance(0.2)) transfers.push({ ...base, address: '旧住所', operatedAt: '2026-02-01T10:00:00+09:00' });
    if (random.chance(0.1)) transfers.push({ ...base, name: '別人', birthDate: '2001-01-01' });
    if (random.chance(0.2)) transfers.push({ ...base, dataType: 'TAX', confirmedAt: '2026-03-01T09:00:00+09:00' });
    return {
      transfers: transfers.map((fields, nth) => ({ ...fields, transferId: `r${at}-${nth}` })),
      refusedAt: random.chance(0.2) ? random.pick(steps) : null,
      confirmed: random.pick(['acquired', 'acquired', 'acquired', 'error', 'unknown'] as const),
    };
  });
}

/** The tables of one municipality, with ids and moments replaced by what they stand for. */
async function tablesOf(where: string): Promise<Record<string, string[]>> {
  const names = await store.see<{ person_id: string; name: string }[]>`
    select person_id, min(transfer_id) as name from inbox where municipality = ${where} group by person_id`;
  const nameOf = new Map(names.map((row) => [row.person_id, row.name]));
  const rows = async (lines: Promise<readonly object[]>): Promise<string[]> =>
    (await lines)
      .map((line) =>
        JSON.stringify(line, (_, value: unknown) => (typeof value === 'string' ? (nameOf.get(value) ?? value) : value)),
      )
      .toSorted();
  const { see } = store;
  return {
    persons: await rows(see`
      select person_id, personal_number_index is null as unnumbered, awaiting_key, integrated_address_number is null as without,
        code_request_status, stage, attempt, serial_requested_at is null as never_sent, receipt_number is null as no_receipt,
        processing_serial is null as no_serial, routed_at is null as not_routed, confirm_by is null as no_limit,
        acquired_at is null as not_acquired, failure_code, failure_step, held_transfers, current_history_seq,
        last_history_seq, in_chunk
      from persons where municipality = ${where}`),
    address_numbers: await rows(see`
      select number_system, address_number, person_id from address_numbers where municipality = ${where}`),
    table33: await rows(see`
      select a.person_id, a.history_seq, a.number_system, a.address_number, a.name, a.name_key, a.birth_date_text,
        a.sex, a.address, a.address_key, a.code_request_status, a.operated_at,
        a.integrated_address_number is not distinct from p.integrated_address_number as own_number
      from address_information a join persons p using (municipality, person_id) where municipality = ${where}`),
    table34: await rows(see`
      select b.person_id, b.number_system, b.data_type, b.confirmed_at, b.business_item1,
        b.integrated_address_number is not distinct from p.integrated_address_number as own_number
      from business_information b join persons p using (municipality, person_id) where municipality = ${where}`),
    inbox: await rows(see`
      select transfer_id, person_id, state, result, integrated_address_number is null as untold, code_request_status
      from inbox where municipality = ${where}`),
    outbox: await rows(see`
      select person_id, number_system, address_number, kind, history_seq from outbox where municipality = ${where}`),
    failures: await rows(see`
      select person_id, code, step, attempt, reason, resolution from failures where municipality = ${where}`),
    timeline: await timelines(where, nameOf),
  };
}

/** By single transfers, each judged as it comes; answers whose each person is. */
async function bySingleTransfers(where: string, residents: Resident[]): Promise<void> {
  for (const fields of residents.flatMap(({ transfers }) => transfers)) {
    await takeTransfers(
      { db: store.api, keys: store.keys },
      { municipality: where, clientId: 'c-1', transfers: [transferOf(fields)] },
    );
  }
}

/** As a file of one chunk; answers the chunk. */
async function byLoad(where: string, residents: Resident[]): Promise<string> {
  const lines = residents
    .flatMap(({ transfers }) => transfers)
    .map((fields, at): ReadLine => ({
      kind: 'good',
      line: at + 2,
      value: { ...transferOf(fields), integratedAddressNumber: null },
    }));
  return (await loadOf(store, where, lines)).chunkId;
}

/** From the first transfer to the last confirmation, over the same functions whatever the grain. */
async function live(where: string, residents: Resident[], grain: 'person' | 'chunk'): Promise<void> {
  const chunkId = grain === 'chunk' ? await byLoad(where, residents) : null;
  if (grain === 'person') await bySingleTransfers(where, residents);
  else await takeChunk(store, { municipality: where, chunkId: chunkId ?? '' });

  // Where two residents of the list are one person, the same one of them must have the say in both lives.
  const rows = await store.see<{ person_id: string; transfer_id: string }[]>`
    select person_id, transfer_id from inbox where municipality = ${where} order by transfer_id`;
  const residentOf = new Map(
    rows.map((row) => [row.person_id, residents[Number(row.transfer_id.slice(1).split('-')[0])]]),
  );
  const personIds = [...residentOf.keys()];
  const owners: Owner[] = chunkId === null ? personIds.map((personId) => ({ personId })) : [{ chunkId }];
  for (const owner of owners) {
    for (const step of steps) {
      const key = { municipality: where, owner, attempt: 1, step };
      const { lines } = await beginStep(store, { ...key, participant: 'intermediate-server' });
      const refused: RefusedLine[] = lines
        .filter(({ personId }) => residentOf.get(personId)?.refusedAt === step)
        .map(({ personId }) => ({ personId, code: refusals[step], reason: 'E' }));
      await finishStep(store.db, key, { lines: lines.length, refused, end: endOf(step, lines) });
    }
  }
  await applyConfirmation(
    store.db,
    where,
    personIds.map((personId) => {
      const said = residentOf.get(personId)?.confirmed ?? 'unknown';
      return said === 'error'
        ? { personId, attempt: 1, result: said, error: 'RESIDENT_RECORD_NOT_FOUND' }
        : { personId, attempt: 1, result: said };
    }),
  );
}

test('two hundred residents end in the same tables one by one and as one chunk, whatever they are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
      const residents = residentsFrom(seed, 200);
      // Two municipalities, so that the same people can live both lives.
      const [first, second] = [codeFor(seed), codeFor(seed + 1)];
      await live(first, residents, 'person');
      await live(second, residents, 'chunk');
      const [byPerson, byChunk] = [await tablesOf(first), await tablesOf(second)];
      expect(byPerson['persons']?.length).toBeGreaterThan(180);
      expect(byPerson['failures']?.length).toBeGreaterThan(10);
      expect(byChunk).toEqual(byPerson);
      await empty([first, second]);
    }),
    { numRuns: 2, endOnFailure: true },
  );
}, 240_000);

const codeFor = (seed: number): string => (seed % 2 === 0 ? municipality : otherMunicipality);

async function empty(codes: string[]): Promise<void> {
  for (const table of [
    'outbox',
    'failures',
    'timeline',
    'business_information',
    'address_information',
    'address_numbers',
    'chunk_members',
    'request_attempts',
    'inbox',
    'persons',
    'load_lines',
    'chunk_timeline',
    'load_chunks',
    'loads',
  ]) {
    await store.see`delete from ${store.see(table)} where municipality in ${store.see(codes)}`;
  }
}

test('two people who claim one personal number in one chunk do not stop the chunk', async () => {
  const people = peopleFrom(99);
  const { random } = people;
  const personalNumber = people.personalNumber();
  const addresses = [`7${random.digits(8)}`, `6${random.digits(8)}`];
  // Both wait without a number, so both transfers with the number are taken for whoever waited there.
  for (const addressNumber of addresses) await receive(store, { addressNumber });
  const lines = addresses.map((addressNumber, at): ReadLine => ({
    kind: 'good',
    line: at + 2,
    value: { ...transferOf({ addressNumber, personalNumber }), integratedAddressNumber: null },
  }));
  const { chunkId, loadId } = await loadOf(store, municipality, lines);
  expect(await takeChunk(store, { municipality, chunkId })).toMatchObject({ judged: 2, members: 1 });
  const rows = await store.see<{ result: string }[]>`
    select result from inbox where load_id = ${loadId} order by result`;
  expect(rows.map(({ result }) => result)).toEqual(['held', 'numbered']);
});
