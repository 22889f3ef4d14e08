import { expect, test, vi } from 'vitest';
import { takeTransfers } from '../../../storage/transfers/intake.ts';
import { refreshStatisticsIfGrown } from '../../../storage/database/statistics.ts';
import { municipality, openStore, transferOf } from '../support.ts';

test('a municipality that has grown at once is measured by the worker, and not again while nothing changes', async () => {
  const { api, db, keys, people, see } = await openStore(53);
  const transfers = Array.from({ length: 600 }, () =>
    transferOf({ personalNumber: people.personalNumber(), addressNumber: people.addressNumber() }),
  );
  for (let from = 0; from < transfers.length; from += 200) {
    const set = transfers.slice(from, from + 200);
    await takeTransfers({ db: api, keys }, { municipality, clientId: 'c', transfers: set });
  }
  await vi.waitUntil(() => refreshStatisticsIfGrown(db), { timeout: 120_000, interval: 100 });
  const [measured] = await see`select reltuples::int as persons from pg_class where oid = 'public.persons'::regclass`;
  expect(measured).toEqual({ persons: 600 });
  expect(await refreshStatisticsIfGrown(db)).toBe(false);
});
