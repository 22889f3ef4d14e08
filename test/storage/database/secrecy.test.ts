import { beforeAll, expect, test } from 'vitest';
import { applyConfirmation } from '../../../storage/confirmations/confirming.ts';
import { storeCorrection } from '../../../storage/errors/corrections.ts';
import { openPersonalNumber } from '../../../storage/database/personal-number.ts';
import { actOnAcquisition } from '../../../storage/errors/staff-actions.ts';
import { finishStep } from '../../../storage/requests/steps.ts';
import {
  begin,
  dump,
  keyOf,
  municipality,
  openFailures,
  openStore,
  personAfter,
  receive,
  type Store,
} from '../support.ts';

let store: Store;
const known: string[] = [];

beforeAll(async () => {
  store = await openStore(20);
  const fresh = store.people.personalNumber;
  // Every road a personal number takes through the store.
  store.people.personalNumber = () => {
    const number = fresh();
    known.push(number);
    return number;
  };
  for (const last of ['judge', 'serial', 'fileRequest', 'file', 'route'] as const) await personAfter(store, last);
  const done = await personAfter(store, 'route');
  await applyConfirmation(store.db, municipality, [{ personId: done.personId, attempt: 1, result: 'acquired' }]);
  await receive(store, { personalNumber: done.personalNumber, addressNumber: done.addressNumber, address: '転居先' });
  // Held, and corrected by staff.
  await receive(store, {
    personalNumber: done.personalNumber,
    addressNumber: store.people.addressNumber(),
    name: '別人',
    sex: 'female',
  });
  const [held] = await openFailures(store, done.personId);
  await correct(done.personId, held?.failure_id ?? '');
  // Arrived later than the person.
  const addressNumber = store.people.addressNumber();
  await receive(store, { addressNumber });
  await receive(store, { addressNumber, personalNumber: store.people.personalNumber() });
  // Refused, and corrected by staff.
  const refused = await personAfter(store, 'judge');
  await begin(store, keyOf(refused.personId, 'serial'));
  await finishStep(store.db, keyOf(refused.personId, 'serial'), {
    lines: 1,
    refused: [{ personId: refused.personId, code: 'SERIAL_REFUSED' }],
    end: { stage: 'SERIAL_REQUESTED' },
  });
  const [failure] = await openFailures(store, refused.personId);
  await correct(refused.personId, failure?.failure_id ?? '');
});

async function correct(personId: string, failureId: string): Promise<void> {
  const by = { municipality, personId, failureId, staffId: 's-1', reason: '確認済み' };
  const { correctionId } = await storeCorrection(
    { db: store.api, keys: store.keys },
    { ...by, decision: 'personal-number', personalNumber: store.people.personalNumber() },
  );
  expect(await actOnAcquisition(store, { ...by, action: 'correct', correctionId })).toMatchObject({ kind: 'done' });
}

/** The writings in which a number could stand in a row. */
const writings = (number: string): string[] => [
  number,
  Buffer.from(number).toString('hex'),
  Buffer.from(number).toString('base64').replace(/=+$/, ''),
  Buffer.from(number, 'utf16le').toString('hex'),
  BigInt(number).toString(16),
];

test('no personal number stands in clear in any row of any table', async () => {
  const text = await dump(store);
  expect(known.length).toBeGreaterThan(9);
  expect(text.length).toBeGreaterThan(10_000);
  const found = known.flatMap((number) => writings(number).filter((writing) => text.includes(writing)));
  expect(found).toHaveLength(0);
});

test('the search finds a number that does stand in clear', async () => {
  const [number = ''] = known;
  const { personId } = await personAfter(store, 'judge');
  await store.see`update timeline set detail = ${store.see.json({ slip: number })} where person_id = ${personId}`;
  expect(await dump(store)).toContain(number);
  await store.see`update timeline set detail = null where person_id = ${personId}`;
});

test('a sealed number opens for its own person only, and only in its own municipality', async () => {
  const { personId, personalNumber } = await personAfter(store, 'judge');
  const { personId: other } = await personAfter(store, 'judge');
  const [row] = await store.see<{ personal_number: Uint8Array }[]>`
    select personal_number from persons where person_id = ${personId}`;
  const sealed = row?.personal_number ?? new Uint8Array();
  expect(openPersonalNumber(store.keys, municipality, personId, sealed)).toBe(personalNumber);
  expect(() => openPersonalNumber(store.keys, municipality, other, sealed)).toThrow();
  expect(() => openPersonalNumber(store.keys, '202011', personId, sealed)).toThrow();
});

test('two seals of one number differ, so equal numbers cannot be told from the tables', async () => {
  const rows = await store.see<{ seals: number; rows: number }[]>`
    select count(distinct personal_number)::int as seals, count(*)::int as rows from inbox where personal_number is not null`;
  expect(rows[0]?.seals).toBe(rows[0]?.rows);
});
