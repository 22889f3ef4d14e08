import { beforeAll, expect, test } from 'vitest';
import { defaultLimits } from '../../../contracts/limits.ts';
import { takeChunk } from '../../../storage/transfers/chunk-intake.ts';
import { listLoadsToStart } from '../../../storage/loads/starts.ts';
import { endChunk, recordLoadState } from '../../../storage/loads/loads.ts';
import { linesOf, loadOf, municipality, openStore, otherMunicipality, type Store } from '../support.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(31);
});

const limits = defaultLimits;
const toStart = async (options: { loadId?: string; olderThanSeconds?: number } = {}) =>
  listLoadsToStart(store.api, municipality, { ...options, limits });

test('a load that was only given is started from its beginning, and is nobody else’s', async () => {
  const { loadId } = await loadOf(store, municipality, []);
  const [input] = await toStart({ loadId });
  expect(input).toMatchObject({ municipality, loadId, dryRun: false, options: { format: 'csv' }, limits });
  expect(input?.carried).toBeUndefined();
  expect(await listLoadsToStart(store.api, otherMunicipality, { loadId, limits })).toEqual([]);
  expect(await toStart({ olderThanSeconds: 60 })).toEqual([]);
});

test('one whose run was ended goes on with the counts of the chunks that have ended, and no others', async () => {
  const { loadId, chunks } = await loadOf(store, municipality, linesOf(store, 3), { linesPerChunk: 1 });
  const key = { municipality, loadId };
  await recordLoadState(store.db, key, { state: 'RUNNING', reason: null });
  for (const chunkId of chunks.slice(0, 2)) await takeChunk(store, { municipality, chunkId });
  await endChunk(store.db, municipality, chunks[0] ?? '');
  const [input] = await toStart({ loadId });
  expect(input?.carried).toEqual({
    pausedBy: null,
    progress: {
      state: 'RUNNING',
      reason: null,
      goodLines: 3,
      badLines: 0,
      chunks: 3,
      chunksEnded: 1,
      members: 1,
      routed: 0,
      parked: 0,
    },
  });
});

test.each(['PAUSED', 'STOPPED'] as const)(
  'one that is %s is started as that, so that it waits for staff',
  async (state) => {
    const { loadId } = await loadOf(store, municipality, linesOf(store, 1));
    const reason = state === 'STOPPED' ? 'TOO_MANY_ERRORS' : null;
    await recordLoadState(store.db, { municipality, loadId }, { state, reason });
    const [input] = await toStart({ loadId });
    expect(input?.carried).toMatchObject({ pausedBy: { state, reason }, progress: { state, reason } });
  },
);

test.each(['CHECKED', 'CANCELLED', 'DONE', 'FAILED'] as const)('one that is %s is left alone', async (state) => {
  const { loadId } = await loadOf(store, municipality, []);
  await recordLoadState(store.db, { municipality, loadId }, { state, reason: null });
  expect(await toStart({ loadId })).toEqual([]);
});
