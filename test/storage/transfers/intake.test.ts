import { beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../storage/database/database.ts';
import { countNewcomers, wakeUnjudged } from '../../../storage/requests/due.ts';
import { takeTransfers } from '../../../storage/transfers/intake.ts';
import { look, municipality, openStore, personRow, receive, take, transferOf, type Store } from '../support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(11);
});

type Transfer = ReturnType<typeof transferOf>;

const takeSet = (transfers: readonly Transfer[], db = store.api) =>
  takeTransfers({ db, keys: store.keys }, { municipality, clientId: 'c-1', transfers });

async function takeAs(transfer: Transfer, db = store.api) {
  const [taken] = await takeSet([transfer], db);
  if (!taken) throw new Error('A transfer has no answer');
  return taken;
}

describe('taking a transfer', () => {
  test('a repeated transfer is taken once and finds its first row', async () => {
    const transfer = transferOf({
      personalNumber: store.people.personalNumber(),
      addressNumber: store.people.addressNumber(),
    });
    const first = await takeAs(transfer);
    const second = await takeAs({ ...transfer });
    expect(first).toMatchObject({ kind: 'taken', judgement: { result: 'numbered' } });
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

  test('a transfer that was only stored makes its person due, is judged by the next look, and tells the sender', async () => {
    const waiting = await take(store, {
      addressNumber: store.people.addressNumber(),
      personalNumber: store.people.personalNumber(),
    });
    await store.see`update persons set due_at = null where person_id = ${waiting.personId}`;
    expect(await wakeUnjudged(store.db, municipality, 3_600)).toBe(0);
    expect(await wakeUnjudged(store.db, municipality, -60)).toBeGreaterThan(0);
    expect((await personRow(store, waiting.personId)).due_at).not.toBeNull();
    expect(await look(store, waiting.personId)).toMatchObject({
      judged: 1,
      judgement: { result: 'numbered' },
      standing: { stage: 'NUMBERED' },
    });
    expect(await wakeUnjudged(store.db, municipality, -60)).toBe(0);
  });

  test('whoever is numbered is due at once, as a newcomer whose run has to be started', async () => {
    const before = await countNewcomers(store.db, municipality);
    const { personId } = await receive(store, {
      addressNumber: store.people.addressNumber(),
      personalNumber: store.people.personalNumber(),
    });
    const row = await personRow(store, personId);
    expect(row).toMatchObject({ stage: 'NUMBERED', has_run: false, nudges: 0 });
    expect(row.due_at?.getTime()).toBeLessThanOrEqual(Date.now() + 1_000);
    expect((await countNewcomers(store.db, municipality)).waiting).toBe(before.waiting + 1);
    await look(store, personId);
    expect((await countNewcomers(store.db, municipality)).waiting).toBe(before.waiting);
  });

  test('a set is answered in its order, and its transfers of one person are taken one after the other', async () => {
    const personalNumber = store.people.personalNumber();
    const [own, others] = [store.people.addressNumber(), store.people.addressNumber()];
    const first = transferOf({ personalNumber, addressNumber: own });
    const set = [
      first,
      transferOf({ personalNumber: store.people.personalNumber(), addressNumber: others }),
      transferOf({ personalNumber, numberSystem: '02', addressNumber: store.people.addressNumber() }),
      first,
      { ...first, address: '別の町' },
      transferOf({ addressNumber: store.people.addressNumber() }),
      transferOf({ personalNumber, addressNumber: own, address: '転居先', operatedAt: '2026-03-20T10:00:00+09:00' }),
    ];
    const taken = await takeSet(set);
    expect(taken.map((each) => (!('inboxId' in each) ? each.kind : `${each.kind} ${each.judgement?.result}`))).toEqual([
      'taken numbered',
      'taken numbered',
      'taken joined',
      'repeated numbered',
      'conflict',
      'taken awaitingPersonalNumber',
      'taken joined',
    ]);
    const [one] = taken;
    if (!one || !('inboxId' in one)) throw new Error('conflict');
    expect(await personRow(store, one.personId)).toMatchObject({ last_history_seq: 3, current_history_seq: 3 });
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
            const taken = await takeAs(transfer, db);
            if (!('inboxId' in taken)) throw new Error('conflict');
            return { personId: taken.personId, judgement: taken.judgement };
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
      expect(new Set(taken.map((each) => (!('inboxId' in each) ? 'conflict' : each.inboxId))).size).toBe(1);
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

  test('one person at once without and with its personal number is one person, and nobody is held', async () => {
    for (let round = 0; round < 20; round++) {
      const addressNumber = store.people.addressNumber();
      const personalNumber = store.people.personalNumber();
      const claims = await Promise.all([
        receive(store, { addressNumber }),
        receive(store, { addressNumber, personalNumber }),
        receive(store, { addressNumber, personalNumber, dataType: 'TAX' }),
      ]);
      expect(new Set(claims.map(({ personId }) => personId)).size, `round ${round}`).toBe(1);
      expect(claims.map(({ judgement }) => judgement.result)).not.toContain('held');
      const [last] =
        await store.see`select count(*)::int as held from failures where person_id = ${claims[0].personId}`;
      expect(last).toEqual({ held: 0 });
    }
  });

  test('sets with the same people in other orders at once make each of them one person', async () => {
    for (let round = 0; round < 10; round++) {
      const people = Array.from({ length: 20 }, () => store.people.personalNumber());
      const setOf = (numberSystem: string, numbers: string[]) =>
        numbers.map((personalNumber) =>
          transferOf({ personalNumber, numberSystem, addressNumber: store.people.addressNumber() }),
        );
      const sets = await Promise.all([
        takeSet(setOf('01', people)),
        takeSet(setOf('02', people.toReversed())),
        takeSet(setOf('03', people)),
        ...setOf('04', people.slice(0, 4)).map((transfer) => takeSet([transfer])),
      ]);
      const results = sets.flat().map((each) => (!('inboxId' in each) ? each.kind : (each.judgement?.result ?? '')));
      expect(
        results.filter((result) => result === 'numbered'),
        `round ${round}`,
      ).toHaveLength(20);
      expect(results.filter((result) => result === 'joined')).toHaveLength(44);
    }
  });

  test('two people who claim one address number at once do not both get it', async () => {
    for (let round = 0; round < 20; round++) {
      const addressNumber = store.people.addressNumber();
      const claim = () => receive(store, { addressNumber, personalNumber: store.people.personalNumber() });
      const claims = await Promise.all([claim(), claim(), claim(), claim()]);
      const results = claims.map(({ judgement }) => judgement.result).toSorted();
      expect(results, `round ${round}`).toEqual(['held', 'held', 'held', 'numbered']);
      const [link] = await store.see`select person_id from address_numbers where address_number = ${addressNumber}`;
      expect(link).toEqual({
        person_id: claims.find(({ judgement }) => judgement.result === 'numbered')?.personId,
      });
    }
  });
});

async function countRows(): Promise<{ persons: number; inbox: number }> {
  const [row] = await store.see<{ persons: number; inbox: number }[]>`
    select (select count(*)::int from persons) as persons, (select count(*)::int from inbox) as inbox`;
  return row ?? { persons: 0, inbox: 0 };
}
