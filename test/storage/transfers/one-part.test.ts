import { beforeAll, describe, expect, test } from 'vitest';
import type { ReadLine } from '../../../contracts/load-file.ts';
import { checkTransfer } from '../../../domain/checked-transfer.ts';
import { takeChunk } from '../../../storage/transfers/chunk-intake.ts';
import { takeTransfers } from '../../../storage/transfers/intake.ts';
import { loadOf, municipality, openStore, receive, type Store } from '../support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(339);
});

const address = { name: '符号 太郎', birthDate: '1980-05-06', sex: 'male', address: '架空市見本町1丁目2番3号' };
const business = { dataType: 'ZM', confirmedAt: '2026-03-03T10:00:00+09:00', businessItem1: '課税' };
const now = Date.parse('2026-03-10T00:00:00+09:00');
let nth = 0;

function transferWith(fields: Record<string, unknown>) {
  nth += 1;
  const operatedAt = '2026-03-03T10:00:00+09:00';
  const checked = checkTransfer({ transferId: `p-${nth}`, operatedAt, numberSystem: '02', ...fields }, { now });
  if (!checked.valid) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
}

async function send(fields: Record<string, unknown>) {
  const set = { municipality, clientId: 'c-1', transfers: [transferWith(fields)] };
  const [taken] = await takeTransfers({ db: store.api, keys: store.keys }, set);
  return taken;
}

const people = () => ({
  personalNumber: store.people.personalNumber(),
  addressNumber: store.people.addressNumber(),
});
/** What tables 33 and 34 have of a person. */
async function tablesOf(personId: string) {
  const table33 = await store.see<{ name: string; seq: number; number: string | null; has_number: boolean }[]>`
    select name, history_seq as seq, integrated_address_number as number, personal_number is not null as has_number
    from address_information where person_id = ${personId} order by history_seq`;
  const table34 = await store.see<{ data_type: string; item: string; number: string | null }[]>`
    select data_type, business_item1 as item, integrated_address_number as number
    from business_information where person_id = ${personId} order by data_type`;
  return { table33: [...table33], table34: [...table34] };
}

describe('a transfer with one part (seed P:339)', () => {
  test('of address information alone leaves a row in table 33 and none in table 34', async () => {
    const taken = await send({ ...people(), ...address });
    if (!taken || !('personId' in taken)) throw new Error('not taken');
    expect(taken.judgement).toMatchObject({ result: 'numbered' });
    expect(await tablesOf(taken.personId)).toMatchObject({ table33: [{ name: address.name, seq: 1 }], table34: [] });
  });

  test('of business information alone leaves a row in table 34 and none in table 33, and its sender the number', async () => {
    const known = people();
    const { personId, judgement } = await receive(store, known);
    const own = store.people.addressNumber();
    expect(await send({ personalNumber: known.personalNumber, addressNumber: own, ...business })).toMatchObject({
      personId,
      judgement: { result: 'joined', integratedAddressNumber: judgement.integratedAddressNumber },
    });
    // From now on the address number is enough.
    expect(await send({ addressNumber: own, ...business, businessItem1: '非課税' })).toMatchObject({ personId });
    const { table33, table34 } = await tablesOf(personId);
    expect(table33.map(({ seq }) => seq)).toEqual([1]);
    expect(table34).toMatchObject([
      { data_type: 'JUKI' },
      { data_type: 'ZM', item: '非課税', number: judgement.integratedAddressNumber },
    ]);
  });

  test.each([
    ['personalNumber', () => people()],
    ['addressNumber', () => ({ addressNumber: store.people.addressNumber() })],
  ])('of business information about nobody known is refused by its %s and leaves nothing', async (field, numbers) => {
    const before = await store.see`select count(*) from persons`;
    expect(await send({ ...numbers(), ...business })).toEqual({ kind: 'unknown', field });
    expect(await store.see`select count(*) from persons`).toEqual(before);
  });

  test('of business information with another’s address number is held and changes nothing', async () => {
    const [one, other] = [people(), people()];
    const { personId } = await receive(store, one);
    await receive(store, { ...other, numberSystem: '02' });
    const mistaken = { personalNumber: one.personalNumber, addressNumber: other.addressNumber };
    expect(await send({ ...mistaken, ...business })).toMatchObject({ judgement: { result: 'held' } });
    expect((await tablesOf(personId)).table34).toMatchObject([{ data_type: 'JUKI' }]);
  });

  test('of business information with the personal number that was missing opens the request', async () => {
    const { personalNumber, addressNumber } = people();
    const { personId, judgement } = await receive(store, { addressNumber, numberSystem: '02' });
    expect(judgement.result).toBe('awaitingPersonalNumber');
    expect(await send({ personalNumber, addressNumber, ...business })).toMatchObject({
      personId,
      judgement: { result: 'numbered', codeRequestStatus: 'REQUESTING' },
    });
    const { table33 } = await tablesOf(personId);
    expect(table33).toMatchObject([
      { seq: 1, has_number: false, number: null },
      { seq: 2, name: '符号 太郎', has_number: true, number: expect.stringMatching(/^\d{15}$/u) as string },
    ]);
  });
});

test('the lines of a load may have one part each', async () => {
  const known = people();
  const { personId } = await receive(store, known);
  const newcomer = people();
  const lines = [
    { ...newcomer, ...address },
    { ...known, ...business },
    { ...people(), ...business },
  ].map((fields, at): ReadLine => ({
    kind: 'good',
    line: at + 1,
    value: { ...transferWith(fields), integratedAddressNumber: null },
  }));
  const { loadId, chunkId } = await loadOf(store, municipality, lines);
  await takeChunk({ db: store.db, keys: store.keys }, { municipality, chunkId });
  expect((await tablesOf(personId)).table34).toMatchObject([{ data_type: 'JUKI' }, { data_type: 'ZM' }]);
  expect([...(await store.see`select line, problems from bad_lines where load_id = ${loadId}`)]).toEqual([
    { line: 3, problems: [{ field: 'personalNumber', rule: 'UNKNOWN_RESIDENT' }] },
  ]);
});
