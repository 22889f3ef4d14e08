import { beforeAll, expect, test } from 'vitest';
import type { CheckedTransfer } from '../../../domain/checked-transfer.ts';
import { createGatheredIntake, type TakeTransfer } from '../../../storage/transfers/gathered-intake.ts';
import { createResolvable } from '../../support/resolvable.ts';
import { municipality, openStore, personAfter, transferOf, type Store } from '../support.ts';

let store: Store;
let takeTransfer: TakeTransfer;
beforeAll(async () => {
  store = await openStore(2_311);
  takeTransfer = createGatheredIntake({ db: store.api, keys: store.keys });
});

const newTransfer = (): CheckedTransfer =>
  transferOf({ personalNumber: store.people.personalNumber(), addressNumber: store.people.addressNumber() });
const take = (transfer: CheckedTransfer, clientId = 'c-1') => takeTransfer({ municipality, clientId, transfer });

test('of many at once each is given its own number, and a transaction serves several', async () => {
  const transfers = Array.from({ length: 60 }, newTransfer);
  const taken = await Promise.all(transfers.map((transfer) => take(transfer)));
  const numbers = taken.map((each) => (each.kind === 'taken' ? each.judgement?.integratedAddressNumber : undefined));
  expect(new Set(numbers).size).toBe(60);
  const rows = await store.see<{ address_number: string; number: string; transaction: string }[]>`
    select i.address_number, p.integrated_address_number as number, i.xmin::text as transaction
    from inbox i join persons p using (municipality, person_id)
    where i.transfer_id = any(${transfers.map(({ transferId }) => transferId)})`;
  expect(new Map(rows.map((row) => [row.address_number, row.number]))).toEqual(
    new Map(transfers.map(({ addressNumber }, at) => [addressNumber, numbers[at]])),
  );
  expect(new Set(rows.map(({ transaction }) => transaction)).size).toBeLessThan(10);
});

test('the same transfer many times at once is taken once', async () => {
  const transfer = newTransfer();
  const taken = await Promise.all(Array.from({ length: 10 }, () => take(transfer)));
  expect(taken.filter(({ kind }) => kind === 'taken')).toHaveLength(1);
  expect(taken.filter(({ kind }) => kind === 'repeated')).toHaveLength(9);
});

test('somebody who is locked holds up nobody else of the same sender', async () => {
  const { personId, personalNumber, addressNumber } = await personAfter(store, 'judge');
  const locked = createResolvable<void>();
  const release = createResolvable<void>();
  const holding = store.see.begin(async (tx) => {
    await tx`select 1 from persons where person_id = ${personId} for no key update`;
    locked.resolve();
    await release.promise;
  });
  await locked.promise;
  const order: string[] = [];
  const held = Array.from({ length: 4 }, () => transferOf({ personalNumber, addressNumber })).map((transfer) =>
    take(transfer).then((taken) => {
      order.push('locked');
      return taken;
    }),
  );
  const others = Array.from({ length: 8 }, newTransfer).map((transfer) =>
    take(transfer).then(() => order.push('free')),
  );
  await Promise.all(others);
  expect(order).toEqual(Array.from({ length: 8 }, () => 'free'));
  // They are stored, and judged when the person is free.
  for (const taken of await Promise.all(held)) expect(taken).toMatchObject({ kind: 'taken', judgement: null });
  release.resolve();
  await holding;
});
