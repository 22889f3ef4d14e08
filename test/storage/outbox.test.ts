import { beforeAll, expect, test } from 'vitest';
import { markDelivered, takeDueNotices, type DueNotice } from '../../storage/outbox.ts';
import { municipality, openStore, personAfter, receive, type Store } from './support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(16);
});

/** A person whose Juki system is owed the news of a change that tax made. */
async function changed() {
  const person = await personAfter(store, 'judge');
  await receive(store, {
    personalNumber: person.personalNumber,
    numberSystem: '02',
    addressNumber: store.people.addressNumber(),
    address: '転居先',
  });
  return person;
}
const takeFor = (personId: string): Promise<DueNotice[]> =>
  takeDueNotices(store.db, municipality, { limit: 100, requests: { personIds: [personId] } });

test('a notice carries the integrated number and the address information that is current', async () => {
  const { personId, addressNumber, integratedAddressNumber } = await changed();
  expect(await takeFor(personId)).toMatchObject([
    {
      numberSystem: '01',
      addressNumber,
      kind: 'updated',
      integratedAddressNumber,
      historySeq: 2,
      addressInfo: { name: '符号 太郎', birthDate: '1980-05-06', sex: 'male', address: '転居先' },
    },
  ]);
});

test('a notice that was taken and not acknowledged comes again later, not at once', async () => {
  const { personId } = await changed();
  const [first] = await takeFor(personId);
  expect(await takeFor(personId)).toEqual([]);
  await store.see`update outbox set next_send_at = now() - interval '1 second' where person_id = ${personId}`;
  expect((await takeFor(personId)).map(({ noticeId }) => noticeId)).toEqual([first?.noticeId]);
});

test('the pause before the next try grows from 15 seconds to an hour', async () => {
  const { personId } = await changed();
  const pauses: number[] = [];
  for (let times = 0; times < 12; times++) {
    await store.see`update outbox set next_send_at = now() - interval '1 second' where person_id = ${personId}`;
    await takeFor(personId);
    const [row] = await store.see<{ seconds: number }[]>`
      select round(extract(epoch from next_send_at - now()))::int as seconds from outbox where person_id = ${personId}`;
    pauses.push(row?.seconds ?? 0);
  }
  expect(pauses[0]).toBeGreaterThan(10);
  expect(pauses[0]).toBeLessThanOrEqual(15);
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  expect(pauses.at(-1)).toBeGreaterThan(3_590);
});

test('two senders at once do not take one notice twice', async () => {
  for (let round = 0; round < 10; round++) {
    const { personId } = await changed();
    const taken = await Promise.all(Array.from({ length: 6 }, () => takeFor(personId)));
    expect(taken.flat()).toHaveLength(1);
  }
});

test('an acknowledged notice does not come again, and a refusal stays for staff to see', async () => {
  const { personId } = await changed();
  const [notice] = await takeFor(personId);
  await markDelivered(store.db, municipality, [{ noticeId: notice?.noticeId ?? '', refusal: 'UNKNOWN_RESIDENT' }]);
  await store.see`update outbox set next_send_at = now() - interval '1 second' where person_id = ${personId}`;
  expect(await takeFor(personId)).toEqual([]);
  const [row] =
    await store.see`select refusal, delivered_at is not null as delivered from outbox where person_id = ${personId}`;
  expect(row).toEqual({ refusal: 'UNKNOWN_RESIDENT', delivered: true });
});
