import { expect, test, vi } from 'vitest';
import type { ReadLine } from '../../../contracts/load-file.ts';
import { takeChunk } from '../../../storage/transfers/chunk-intake.ts';
import { applyConfirmation } from '../../../storage/confirmations/confirming.ts';
import { openDatabase } from '../../../storage/database/database.ts';
import { loadOf, openStore, otherMunicipality, receive, transferOf, type Store } from '../support.ts';

const count = 1_500;

const tables = ['persons', 'address_information', 'address_numbers', 'business_information', 'chunk_members'];

/** Rows that indexes led to, once the work that changed so many is told of: when its connection has ended. */
async function rowsReadOf({ see }: Store, { changed }: { changed: number }): Promise<number> {
  const { read } = await vi.waitUntil(
    async () => {
      const [row] = await see<{ read: number; changed: number }[]>`
        select (select sum(idx_tup_read + idx_tup_fetch)::float8 from pg_stat_user_indexes
            where relname in ${see(tables)}) as read,
          (select n_tup_upd::float8 from pg_stat_user_tables where relname = 'address_information') as changed`;
      return row && row.changed >= changed ? { read: row.read } : undefined;
    },
    { timeout: 120_000, interval: 100 },
  );
  return read;
}

test('a load into a municipality of which the statistics say that it has nobody pairs no resident with everybody', async () => {
  const store = await openStore(41);
  for (let nth = 0; nth < 60; nth += 1) {
    await receive(store, {
      personalNumber: store.people.personalNumber(),
      addressNumber: store.people.addressNumber(),
    });
  }
  await store.see`analyze`; // all of them live in the other municipality
  const before = await rowsReadOf(store, { changed: 0 });

  const lines = Array.from({ length: count }, (_, at): ReadLine => ({
    kind: 'good',
    line: at + 2,
    value: {
      ...transferOf({ personalNumber: store.people.personalNumber(), addressNumber: store.people.addressNumber() }),
      integratedAddressNumber: null,
    },
  }));
  const { chunkId } = await loadOf(store, otherMunicipality, lines);
  const worker = openDatabase(store.database.workerUrl, { max: 1, name: 'test' });
  expect(await takeChunk({ ...store, db: worker.db }, { municipality: otherMunicipality, chunkId })).toMatchObject({
    members: count,
  });
  await store.see`update persons set serial_requested_at = now() where municipality = ${otherMunicipality}`;
  const members = await store.see<{ person_id: string }[]>`
    select person_id from chunk_members where municipality = ${otherMunicipality}`;
  const answers = members.map((row) => ({ personId: row.person_id, attempt: 1, result: 'acquired' as const }));
  expect(await applyConfirmation(worker.db, otherMunicipality, answers)).toMatchObject({ acquired: count });
  await worker.close();

  // Each is looked at a few times by its key; with everybody it would be a thousand times as much.
  expect((await rowsReadOf(store, { changed: count })) - before).toBeLessThan(count * 60);
});
