import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  listDueNumberSystems,
  markDelivered,
  pauseBackbone,
  takeDueNotices,
  type DueNotice,
} from '../../../storage/notices/outbox.ts';
import { oweNotices } from '../../support/owed-notices.ts';
import { municipality, openStore, otherMunicipality, personAfter, receive, type Store } from '../support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(16);
});
beforeEach(async () => {
  await store.see`delete from outbox`;
  await store.see`delete from notice_pauses`;
});

const owe = (count: number, numberSystem = '01', where = municipality): Promise<string[]> =>
  oweNotices(store.see, where, { numberSystem, count });
const take = (numberSystem = '01', limit = 100): Promise<DueNotice[]> =>
  takeDueNotices(store.db, municipality, { numberSystem, limit });
const idsOf = (notices: readonly DueNotice[]): string[] => notices.map(({ noticeId }) => noticeId);
const deliver = (noticeIds: readonly string[], refusal: string | null = null, numberSystem = '01'): Promise<void> =>
  markDelivered(store.db, municipality, {
    numberSystem,
    lines: noticeIds.map((noticeId) => ({ noticeId, refusal })),
  });
const pause = (noticeIds: readonly string[], numberSystem = '01'): Promise<void> =>
  pauseBackbone(store.db, municipality, { numberSystem, noticeIds });
const due = (): ReturnType<typeof listDueNumberSystems> => listDueNumberSystems(store.db, municipality);

/** As if so much time had passed since. */
async function later(interval: string): Promise<void> {
  await store.see`update outbox set next_send_at = next_send_at - ${interval}::interval`;
  await store.see`update notice_pauses set next_send_at = next_send_at - ${interval}::interval`;
}
async function secondsToNextTry(): Promise<{ notices: number[]; pauses: number[] }> {
  const seconds = async (table: string): Promise<number[]> =>
    (
      await store.see<{ seconds: number }[]>`
        select distinct round(extract(epoch from next_send_at - now()))::int as seconds from ${store.see(table)}`
    ).map((row) => row.seconds);
  return { notices: await seconds('outbox'), pauses: await seconds('notice_pauses') };
}

test('a notice carries the integrated number and the address information that is current', async () => {
  const person = await personAfter(store, 'judge');
  await receive(store, {
    personalNumber: person.personalNumber,
    numberSystem: '02',
    addressNumber: store.people.addressNumber(),
    address: '転居先',
  });
  expect(await take()).toMatchObject([
    {
      numberSystem: '01',
      addressNumber: person.addressNumber,
      kind: 'updated',
      integratedAddressNumber: person.integratedAddressNumber,
      historySeq: 2,
      addressInfo: { name: '符号 太郎', birthDate: '1980-05-06', sex: 'male', address: '転居先' },
    },
  ]);
});

describe('notices that are due', () => {
  test('are taken for one backbone at a time, the longest due first', async () => {
    const juki = await owe(7);
    const tax = await owe(2, '02');
    expect(idsOf(await take('01', 3))).toEqual(juki.slice(0, 3));
    expect(idsOf(await take('01', 3))).toEqual(juki.slice(3, 6));
    expect(idsOf(await take('02', 3))).toEqual(tax);
  });

  test('that were taken and of which nothing was heard come again after a minute, not at once', async () => {
    const ids = await owe(3);
    await take();
    expect(await take()).toEqual([]);
    expect(await due()).toEqual([]);
    expect(await secondsToNextTry()).toEqual({ notices: [60], pauses: [] });
    await later('61 seconds');
    expect(idsOf(await take()).toSorted()).toEqual(ids.toSorted());
  });

  test('are not taken twice by senders at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const ids = await owe(5);
      const taken = await Promise.all(Array.from({ length: 6 }, () => take()));
      expect(idsOf(taken.flat()).toSorted()).toEqual(ids.toSorted());
    }
  });

  test('do not come again once they are acknowledged, and a refusal stays for staff to see', async () => {
    const [id = ''] = await owe(1);
    await take();
    await deliver([id], 'UNKNOWN_RESIDENT');
    await later('1 day');
    expect(await take()).toEqual([]);
    const rows = await store.see`select refusal, delivered_at is not null as delivered from outbox`;
    expect([...rows]).toEqual([{ refusal: 'UNKNOWN_RESIDENT', delivered: true }]);
  });

  test('are known by number system, whichever a municipality uses', async () => {
    await owe(3, '07');
    await owe(2, '01');
    await owe(1, '02', otherMunicipality);
    await owe(4, '99');
    await deliver(idsOf(await take('99')), null, '99');
    await owe(1, '04');
    await take('04');
    expect(await due()).toEqual([
      { numberSystem: '01', failures: 0 },
      { numberSystem: '07', failures: 0 },
    ]);
  });
});

describe('a backbone that does not take its notices', () => {
  test('is left alone for 15 seconds, then for twice as long each time, up to an hour', async () => {
    await owe(1);
    const pauses: number[] = [];
    for (let times = 0; times < 12; times += 1) {
      await pause(idsOf(await take()));
      const { notices, pauses: ofBackbone } = await secondsToNextTry();
      expect(notices).toEqual(ofBackbone);
      pauses.push(...ofBackbone);
      await later('1 hour');
    }
    expect(pauses).toEqual([15, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600, 3_600]);
  });

  test('is told nothing while it is paused, and afterwards all that has come together', async () => {
    const first = await owe(2);
    await pause(idsOf(await take()));
    const second = await owe(2);
    expect(await take()).toEqual([]);
    expect(await due()).toEqual([]);
    await later('16 seconds');
    expect(await due()).toEqual([{ numberSystem: '01', failures: 1 }]);
    expect(idsOf(await take()).toSorted()).toEqual([...first, ...second].toSorted());
  });

  test('does not make its notices wait longer than itself, however often they were sent', async () => {
    const [id = ''] = await owe(1);
    for (let times = 0; times < 6; times += 1) {
      await pause(idsOf(await take()));
      await later('1 hour');
    }
    await deliver(idsOf(await take()).filter((taken) => taken !== id));
    await later('1 hour');
    await pause(idsOf(await take()));
    expect(await secondsToNextTry()).toEqual({ notices: [15], pauses: [15] });
  });

  test('holds up no other one, and is paused no longer once it takes one', async () => {
    const juki = await owe(2);
    const tax = await owe(2, '02');
    await pause(idsOf(await take()));
    expect(await due()).toEqual([{ numberSystem: '02', failures: 0 }]);
    await deliver(idsOf(await take('02')), null, '02');
    expect(await secondsToNextTry()).toMatchObject({ pauses: [15] });
    await later('16 seconds');
    expect(idsOf(await take('01', 1))).toEqual(juki.slice(0, 1));
    await deliver(juki.slice(0, 1));
    expect(await due()).toEqual([{ numberSystem: '01', failures: 0 }]);
    expect(tax).toHaveLength(2);
  });

  test('does not bring back what was acknowledged meanwhile', async () => {
    const [id = ''] = await owe(1);
    await take();
    await deliver([id]);
    await pause([id]);
    await later('1 day');
    expect(await take()).toEqual([]);
  });
});
