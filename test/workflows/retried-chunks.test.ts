import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AcquireCodeActivities, StepResult } from '../../contracts/acquire-code.ts';
import type { Acquisition } from '../../domain/lifecycle.ts';
import { acquireCodesIdFor, type ChunkOutcome, type InitialLoadActivities } from '../../contracts/initial-load.ts';
import * as contract from '../../contracts/retry-errors.ts';
import { recordHistory } from '../support/histories.ts';
import { createChunks } from '../support/workflow-chunks.ts';
import { standing } from '../support/workflow-rows.ts';
import { startWorkflowTests, type WorkflowTests } from '../support/workflow-worker.ts';

let tests: WorkflowTests;
beforeAll(async () => {
  tests = await startWorkflowTests();
});
afterAll(() => tests.close());

const limits = { transientSeconds: 4, fileSeconds: 2, filePollSeconds: { first: 0.2, longest: 0.5 } };
const patience = { timeout: 120_000, interval: 50 };
type ChunkActivities = AcquireCodeActivities & Pick<InitialLoadActivities, 'awaitPace' | 'endChunk'>;
type Activities = contract.RetryErrorsActivities & ChunkActivities;

/** An error list of one canary, `parked` whom chunks have put there, and `single` others. */
function listOf({
  parked = 0,
  single = 0,
  canary = 'past' as 'past' | 'back',
  at = standing.NUMBERED as Acquisition,
  exceptions = [] as StepResult['exceptions'],
}) {
  let left = parked;
  const made = new Map<string, number>();
  const rows = createChunks(50);
  const { activities: steps } = rows;
  return {
    countErrors: vi.fn<Activities['countErrors']>(async () => ({ entries: 1 + parked + single })),
    retryCanary: vi.fn<Activities['retryCanary']>(async () => ({
      canary: { firstSeenAt: 1, failureId: 'f-1', personId: randomUUID(), step: 'serial' as const },
      refused: 0,
    })),
    canaryStanding: vi.fn<Activities['canaryStanding']>(async () => ({ standing: canary, opensAt: null })),
    retryPage: vi.fn<Activities['retryPage']>(async () => ({ retried: single, refused: 0, next: null })),
    retryChunk: vi.fn<Activities['retryChunk']>(async ({ chunkId, limit }) => {
      const retried = made.get(chunkId) ?? Math.min(left, limit);
      if (!made.has(chunkId)) {
        left -= retried;
        made.set(chunkId, retried);
        rows.put(chunkId, at);
      }
      const chunk = retried === 0 ? null : { chunkId, loadId: randomUUID() };
      return { retried, chunk, away: false };
    }),
    unfinishedChunks: vi.fn<Activities['unfinishedChunks']>(async () => ({ chunks: [] })),
    judge: vi.fn<Activities['judge']>(steps.judge),
    requestSerial: vi.fn<Activities['requestSerial']>(async (input) => {
      const result = await steps.requestSerial(input);
      return exceptions.length === 0 ? result : { ...result, done: 0, exceptions };
    }),
    requestFile: vi.fn<Activities['requestFile']>(steps.requestFile),
    fetchFile: vi.fn<Activities['fetchFile']>(steps.fetchFile),
    route: vi.fn<Activities['route']>(steps.route),
    park: vi.fn<Activities['park']>(steps.park),
    awaitPace: vi.fn<Activities['awaitPace']>(async () => ({ waitMs: 0 })),
    endChunk: vi.fn<Activities['endChunk']>(async () => ({ stage: 'ROUTED', members: 50, routed: 50, parked: 0 })),
  } satisfies Activities;
}

describe.each([{ maxCachedWorkflows: 0 }, { maxCachedWorkflows: 100 }])(
  'retryErrors of chunks, $maxCachedWorkflows cached',
  { concurrent: true },
  (cache) => {
    async function running(
      activities: Activities,
      options: Partial<contract.RetryErrorsInput>,
      work: (
        handle: WorkflowHandle<contract.RetryErrors>,
        chunk: (chunkId: string) => WorkflowHandle<() => Promise<ChunkOutcome>>,
      ) => Promise<void>,
    ): Promise<void> {
      const { client, taskQueue, worker } = await tests.createWorker(activities, cache);
      const input: contract.RetryErrorsInput = {
        municipality: '990019',
        code: 'INTERMEDIATE_SERVER_UNAVAILABLE',
        staffId: 's-1',
        reason: 'test',
        perSecond: 100,
        canarySeconds: 3,
        limits,
        chunkTaskQueue: taskQueue,
        ...options,
      };
      await worker.runUntil(async () => {
        const handle = await client.workflow.start<contract.RetryErrors>('retryErrors', {
          workflowId: `retry-errors/${randomUUID()}`,
          taskQueue,
          args: [input],
        });
        await work(handle, (chunkId) => client.workflow.getHandle(acquireCodesIdFor('990019', chunkId)));
      });
    }
    const chunksOf = (list: ReturnType<typeof listOf>): string[] => [
      ...new Set(list.judge.mock.calls.map(([{ requests }]) => ('chunkId' in requests ? requests.chunkId : ''))),
    ];

    test('after the first one those of chunks go together, at the rate that is asked for, and the others by themselves', async () => {
      const list = listOf({ parked: 50, single: 7 });
      await running(list, {}, async (handle, chunk) => {
        expect(await handle.result()).toMatchObject({ state: 'DONE', entries: 58, retried: 58, refused: 0 });
        const [chunkId = ''] = list.retryChunk.mock.calls.map(([input]) => input.chunkId);
        expect(await chunk(chunkId).result()).toMatchObject({ routed: 50 });
        await recordHistory('retry-errors-in-chunks', cache, await handle.fetchHistory());
        await recordHistory('acquire-codes-retried', cache, await chunk(chunkId).fetchHistory());
      });
      expect(chunksOf(list)).toHaveLength(1);
      expect(list.awaitPace.mock.calls.map(([{ linesPerSecond }]) => linesPerSecond)).toEqual([100, 100]);
      expect(list.retryChunk.mock.calls[0]?.[0]).toMatchObject({ limit: 6_000, staffId: 's-1', reason: 'test' });
    });

    test('when the first one fails, nobody else is tried', async () => {
      const list = listOf({ parked: 50, single: 7, canary: 'back' });
      await running(list, {}, async (handle) => {
        expect(await handle.result()).toMatchObject({ state: 'STOPPED', reason: 'CANARY_CAME_BACK', retried: 1 });
      });
      expect(list.retryChunk).not.toHaveBeenCalled();
      expect(list.retryPage).not.toHaveBeenCalled();
      expect(list.judge).not.toHaveBeenCalled();
    });

    test('a chunk goes on at the step and in the attempt at which its persons stand', async () => {
      const list = listOf({ parked: 50, at: { ...standing.FILE_RECEIVED, attempt: 3 } });
      await running(list, {}, async (handle, chunk) => {
        await handle.result();
        await chunk(list.retryChunk.mock.calls[0]?.[0].chunkId ?? '').result();
      });
      expect(list.requestSerial).not.toHaveBeenCalled();
      expect(list.requestFile).not.toHaveBeenCalled();
      expect(list.fetchFile).not.toHaveBeenCalled();
      expect(list.route.mock.calls.map(([{ attempt }]) => attempt)).toEqual([3]);
    });

    test('a cancel ends it between two chunks, and the one under way comes to its end', async () => {
      const list = listOf({ parked: 1_000 });
      await running(list, { perSecond: 1 }, async (handle, chunk) => {
        await vi.waitUntil(async () => (await handle.query(contract.retryProgressQuery)).retried > 1, patience);
        await handle.executeUpdate(contract.cancelRetries, { args: [{ staffId: 's-1' }] });
        expect(await handle.result()).toMatchObject({ state: 'CANCELLED', retried: 61 });
        await chunk(list.retryChunk.mock.calls[0]?.[0].chunkId ?? '').result();
      });
      expect(list.retryChunk).toHaveBeenCalledTimes(1);
      expect(list.retryPage).not.toHaveBeenCalled();
      expect(list.endChunk).toHaveBeenCalledTimes(1);
    });

    test('a participant that must be asked first is waited for, and a cancel is heard meanwhile', async () => {
      const list = listOf({ parked: 50 });
      list.retryChunk.mockResolvedValue({ retried: 0, chunk: null, away: true });
      await running(list, {}, async (handle) => {
        await vi.waitUntil(() => list.retryChunk.mock.calls.length > 0, patience);
        await handle.executeUpdate(contract.cancelRetries, { args: [{ staffId: 's-1' }] });
        expect(await handle.result()).toMatchObject({ state: 'CANCELLED', retried: 1 });
      });
    });

    test('a chunk whose workflow was ended is begun again, and one that runs is left alone', async () => {
      const list = listOf({});
      const lost = { chunkId: randomUUID(), loadId: null };
      list.unfinishedChunks.mockResolvedValue({ chunks: [lost, lost] });
      await running(list, {}, async (handle, chunk) => {
        await handle.result();
        expect(await chunk(lost.chunkId).result()).toMatchObject({ routed: 50 });
      });
    });

    test('a step that was done before, by its answer only of those who were refused, ends no chunk', async () => {
      const list = listOf({ parked: 50, exceptions: [{ personId: randomUUID(), code: 'SERIAL_REFUSED' }] });
      await running(list, {}, async (handle, chunk) => {
        await handle.result();
        await chunk(list.retryChunk.mock.calls[0]?.[0].chunkId ?? '').result();
      });
      expect(list.route).toHaveBeenCalledTimes(1);
      expect(list.park).not.toHaveBeenCalled();
    });
  },
);
