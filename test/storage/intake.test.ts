import { beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../storage/database.ts';
import { oweAnswer, takeTransfer, unjudgedTransfers } from '../../storage/inbox.ts';
import { judgeTransfers } from '../../storage/judging.ts';
import { municipality, openStore, personRow, receive, take, transferOf, type Store } from './support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(11);
});

const takeAs = (transfer: ReturnType<typeof transferOf>) =>
  takeTransfer({ db: store.api, keys: store.keys }, { municipality, clientId: 'c-1', transfer });

describe('taking a transfer', () => {
  test('a repeated transfer is taken once and finds its first row', async () => {
    const transfer = transferOf({
      personalNumber: store.people.personalNumber(),
      addressNumber: store.people.addressNumber(),
    });
    const first = await takeAs(transfer);
    const second = await takeAs({ ...transfer });
    expect(first).toMatchObject({ kind: 'taken', judgement: null });
    expect(second).toEqual({ ...first, kind: 'repeated' });
    const rows = await store.see`select 1 from inbox where transfer_id = ${transfer.transferId}`;
    expect(rows).toHaveLength(1);
  });

  test('a repeated transfer that was judged is given its first answer', async () => {
    const fields = {
      transferId: 'answered-before',
      personalNumber: store.people.personalNumber(),
      addressNumber: store.people.addressNumber(),
    };
    const { judgement } = await receive(store, fields);
    expect(judgement).toMatchObject({ result: 'numbered', codeRequestStatus: 'REQUESTING' });
    expect(await take(store, fields)).toMatchObject({ kind: 'repeated', judgement });
  });

  test('the order in which fields came is no other content', async () => {
    const transfer = transferOf({
      personalNumber: store.people.personalNumber(),
      addressNumber: store.people.addressNumber(),
    });
    await takeAs(transfer);
    const turned = Object.fromEntries(Object.entries(transfer).toReversed()) as unknown as typeof transfer;
    expect(await takeAs(turned)).toMatchObject({ kind: 'repeated' });
  });

  test('the same transfer id with other content is a conflict and leaves nothing behind', async () => {
    const fields = { personalNumber: store.people.personalNumber(), addressNumber: store.people.addressNumber() };
    const transfer = transferOf({ ...fields, transferId: 'conflict' });
    await takeAs(transfer);
    const before = await countRows();
    expect(await takeAs({ ...transfer, address: '別の町' })).toEqual({ kind: 'conflict' });
    expect(await takeAs({ ...transfer, personalNumber: store.people.personalNumber() })).toEqual({ kind: 'conflict' });
    expect(await countRows()).toEqual(before);
  });

  test('the same transfer id of another number system is another transfer', async () => {
    const transfer = transferOf({
      transferId: 'shared-id',
      personalNumber: store.people.personalNumber(),
      addressNumber: store.people.addressNumber(),
    });
    await takeAs(transfer);
    expect(await takeAs({ ...transfer, numberSystem: '02' })).toMatchObject({ kind: 'taken' });
  });

  test('a person without a personal number is found again by its address number', async () => {
    const addressNumber = store.people.addressNumber();
    const first = await take(store, { addressNumber });
    const second = await take(store, { addressNumber });
    expect(second.personId).toBe(first.personId);
    expect(await take(store, { addressNumber, numberSystem: '02' })).not.toMatchObject({ personId: first.personId });
  });

  test('a number that arrives later belongs to the person that waited for it', async () => {
    const addressNumber = store.people.addressNumber();
    const first = await receive(store, { addressNumber });
    const second = await take(store, { addressNumber, personalNumber: store.people.personalNumber() });
    expect(second.personId).toBe(first.personId);
  });

  test('what nobody judged is found by the sweep, and what was judged is not', async () => {
    const waiting = await take(store, { addressNumber: store.people.addressNumber() });
    const judged = await receive(store, { addressNumber: store.people.addressNumber() });
    const left = await unjudgedTransfers(store.db, municipality, { olderThanSeconds: -60, limit: 1_000 });
    const ids = left.map(({ inboxId }) => inboxId);
    expect(ids).toContain(waiting.inboxId);
    expect(ids).not.toContain(judged.inboxId);
    expect(await unjudgedTransfers(store.db, municipality, { olderThanSeconds: 3_600, limit: 10 })).toEqual([]);
  });

  test('a sender that is told to wait is owed an answer only while there is none', async () => {
    const late = await take(store, {
      addressNumber: store.people.addressNumber(),
      personalNumber: store.people.personalNumber(),
    });
    expect(await oweAnswer(store.api, municipality, late.inboxId)).toBeNull();
    const judged = await receive(store, {
      addressNumber: store.people.addressNumber(),
      personalNumber: store.people.personalNumber(),
    });
    expect(await oweAnswer(store.api, municipality, judged.inboxId)).toEqual(judged.judgement);
    const rows = await store.see<{ inbox_id: string; owes_answer: boolean }[]>`
      select inbox_id, owes_answer from inbox where inbox_id in ${store.see([late.inboxId, judged.inboxId])}`;
    expect(Object.fromEntries(rows.map((row) => [row.inbox_id, row.owes_answer]))).toEqual({
      [late.inboxId]: true,
      [judged.inboxId]: false,
    });
  });
});

describe('at once', () => {
  test('two first arrivals of one personal number from two backbones are one person with one number', async () => {
    const handles = Array.from({ length: 8 }, (_, at) =>
      openDatabase(store.database.workerUrl, { max: 1, name: `backbone-${at}` }),
    );
    try {
      for (let round = 0; round < 50; round++) {
        const personalNumber = store.people.personalNumber();
        const addresses = handles.map(() => store.people.addressNumber());
        const answers = await Promise.all(
          handles.map(async ({ db }, at) => {
            const transfer = transferOf({
              personalNumber,
              numberSystem: `0${(at % 4) + 1}`,
              addressNumber: addresses[at] ?? '',
            });
            const taken = await takeTransfer({ db, keys: store.keys }, { municipality, clientId: `c-${at}`, transfer });
            if (taken.kind === 'conflict') throw new Error('conflict');
            const { judgement } = await judgeTransfers(db, {
              municipality,
              requests: { personIds: [taken.personId] },
              inboxId: taken.inboxId,
            });
            return { personId: taken.personId, judgement };
          }),
        );
        expect(new Set(answers.map(({ personId }) => personId)).size, `round ${round}`).toBe(1);
        expect(new Set(answers.map(({ judgement }) => judgement?.integratedAddressNumber)).size).toBe(1);
        const results = answers.map(({ judgement }) => judgement?.result ?? 'none').toSorted();
        expect(results).toEqual([...Array<string>(7).fill('joined'), 'numbered']);
        const person = await personRow(store, answers[0]?.personId ?? '');
        expect(person).toMatchObject({ stage: 'NUMBERED', attempt: 1, last_history_seq: 8 });
      }
    } finally {
      await Promise.all(handles.map(({ close }) => close()));
    }
  });

  test('one transfer sent eight times at once is one row', async () => {
    for (let round = 0; round < 20; round++) {
      const transfer = transferOf({
        personalNumber: store.people.personalNumber(),
        addressNumber: store.people.addressNumber(),
      });
      const taken = await Promise.all(Array.from({ length: 8 }, () => takeAs(transfer)));
      expect(taken.filter(({ kind }) => kind === 'taken')).toHaveLength(1);
      expect(new Set(taken.map((each) => (each.kind === 'conflict' ? 'conflict' : each.inboxId))).size).toBe(1);
    }
  });

  test('one transfer id with two contents at once: one is taken, and the other leaves nothing behind', async () => {
    const before = await countRows();
    for (let round = 0; round < 20; round++) {
      const transfer = transferOf({
        personalNumber: store.people.personalNumber(),
        addressNumber: store.people.addressNumber(),
      });
      const other = { ...transfer, personalNumber: store.people.personalNumber() };
      const taken = await Promise.all([takeAs(transfer), takeAs(other)]);
      expect(taken.map(({ kind }) => kind).toSorted()).toEqual(['conflict', 'taken']);
    }
    const after = await countRows();
    expect(after).toEqual({ persons: before.persons + 20, inbox: before.inbox + 20 });
  });

  test('two first arrivals of one address number without a personal number are one person', async () => {
    for (let round = 0; round < 20; round++) {
      const addressNumber = store.people.addressNumber();
      const taken = await Promise.all(Array.from({ length: 4 }, () => take(store, { addressNumber })));
      expect(new Set(taken.map(({ personId }) => personId)).size).toBe(1);
    }
  });

  test('two people who claim one address number at once do not both get it', async () => {
    for (let round = 0; round < 20; round++) {
      const addressNumber = store.people.addressNumber();
      const claim = () => receive(store, { addressNumber, personalNumber: store.people.personalNumber() });
      const claims = await Promise.all([claim(), claim(), claim(), claim()]);
      const results = claims.map(({ judgement }) => judgement?.result ?? 'none').toSorted();
      expect(results, `round ${round}`).toEqual(['held', 'held', 'held', 'numbered']);
      const [link] = await store.see`select person_id from address_numbers where address_number = ${addressNumber}`;
      expect(link).toEqual({
        person_id: claims.find(({ judgement }) => judgement?.result === 'numbered')?.personId,
      });
    }
  });
});

async function countRows(): Promise<{ persons: number; inbox: number }> {
  const [row] = await store.see<{ persons: number; inbox: number }[]>`
    select (select count(*)::int from persons) as persons, (select count(*)::int from inbox) as inbox`;
  return row ?? { persons: 0, inbox: 0 };
}
