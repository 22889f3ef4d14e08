import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as contract from '../../contracts/retry-errors.ts';
import { defaultLimits } from '../../contracts/limits.ts';
import { recordHistory } from '../support/histories.ts';
import { startWorkflowTests, type WorkflowTests } from '../support/workflow-worker.ts';

let tests: WorkflowTests;
beforeAll(async () => {
  tests = await startWorkflowTests();
});
afterAll(() => tests.close());

type Activities = contract.RetryErrorsActivities;
const patience = { timeout: 120_000, interval: 50 };

/** An error list of so many entries, of which the first shows `standings` one after the other. */
function listOf(entries: number, ...standings: Awaited<ReturnType<Activities['canaryStanding']>>['standing'][]) {
  const place = (at: number): contract.ErrorPlace => ({ firstSeenAt: at, failureId: `f-${String(at)}` });
  let next = 0;
  return {
    countErrors: vi.fn<Activities['countErrors']>(async () => ({ entries })),
    retryCanary: vi.fn<Activities['retryCanary']>(async () => {
      if (next >= entries) return { canary: null, refused: 0 };
      const at = next++;
      return { canary: { ...place(at), personId: randomUUID(), step: 'serial' as const }, refused: 0 };
    }),
    canaryStanding: vi.fn<Activities['canaryStanding']>(async () => ({
      standing: standings.shift() ?? 'past',
      opensAt: null,
    })),
    retryPage: vi.fn<Activities['retryPage']>(async ({ limit }) => {
      const from = next;
      next = Math.min(entries, next + limit);
      return { retried: next - from, refused: 0, next: next < entries ? place(next) : null };
    }),
    retryChunk: vi.fn<Activities['retryChunk']>(async () => ({ retried: 0, chunk: null, away: false })),
    unfinishedChunks: vi.fn<Activities['unfinishedChunks']>(async () => ({ chunks: [] })),
  } satisfies Activities;
}

describe.each([{ maxCachedWorkflows: 0 }, { maxCachedWorkflows: 100 }])(
  'retryErrors, $maxCachedWorkflows cached',
  { concurrent: true },
  (cache) => {
    async function running(
      activities: Activities,
      options: Partial<contract.RetryErrorsInput>,
      work: (handle: WorkflowHandle<contract.RetryErrors>) => Promise<void>,
    ): Promise<void> {
      const { client, taskQueue, worker } = await tests.createWorker(activities, cache);
      await worker.runUntil(async () => {
        const input: contract.RetryErrorsInput = {
          municipality: '990019',
          code: 'INTERMEDIATE_SERVER_UNAVAILABLE',
          staffId: 's-1',
          reason: 'test',
          perSecond: 1_000,
          canarySeconds: 3,
          limits: defaultLimits,
          ...options,
        };
        const handle = await client.workflow.start<contract.RetryErrors>('retryErrors', {
          workflowId: `retry-errors/${randomUUID()}`,
          taskQueue,
          args: [input],
        });
        await work(handle);
      });
    }

    test('the others follow when the first one has got over its step, each of them once', async () => {
      const list = listOf(120, 'waiting', 'past');
      await running(list, {}, async (handle) => {
        expect(await handle.result()).toEqual({
          state: 'DONE',
          reason: null,
          entries: 120,
          retried: 120,
          refused: 0,
          canary: 'f-0',
        });
        await recordHistory('retry-errors-done', cache, await handle.fetchHistory());
      });
      expect(list.retryCanary).toHaveBeenCalledTimes(1);
      expect(list.retryPage.mock.calls.map(([{ after }]) => after?.firstSeenAt)).toEqual([0, 51, 101]);
    });

    test('nobody follows one that stands in the error list again', async () => {
      const list = listOf(1_000, 'waiting', 'back');
      await running(list, {}, async (handle) => {
        expect(await handle.result()).toMatchObject({ state: 'STOPPED', reason: 'CANARY_CAME_BACK', retried: 1 });
      });
      expect(list.retryPage).not.toHaveBeenCalled();
    });

    test('nobody follows one that takes too long', async () => {
      const list = listOf(1_000, 'waiting', 'waiting', 'waiting', 'waiting');
      await running(list, { canarySeconds: 1 }, async (handle) => {
        expect(await handle.result()).toMatchObject({ state: 'STOPPED', reason: 'CANARY_TOO_SLOW', retried: 1 });
      });
      expect(list.retryPage).not.toHaveBeenCalled();
    });

    test('one that was cancelled meanwhile shows nothing, so the next one is tried alone', async () => {
      const list = listOf(3, 'gone', 'past');
      await running(list, {}, async (handle) => {
        expect(await handle.result()).toMatchObject({ state: 'DONE', retried: 3, canary: 'f-1' });
      });
    });

    test('an empty list is done at once', async () => {
      await running(listOf(0), {}, async (handle) => {
        expect(await handle.result()).toMatchObject({ state: 'DONE', retried: 0, canary: null });
      });
    });

    test('the rate is kept, and a cancel ends it where it is', async () => {
      const list = listOf(1_000);
      await running(list, { perSecond: 1 }, async (handle) => {
        await vi.waitUntil(async () => (await handle.query(contract.retryProgressQuery)).retried > 1, patience);
        expect(list.retryPage).toHaveBeenCalledTimes(1);
        expect(list.retryPage.mock.calls[0]?.[0].limit).toBe(5);
        await handle.executeUpdate(contract.cancelRetries, { args: [{ staffId: 's-1' }] });
        expect(await handle.result()).toMatchObject({ state: 'CANCELLED', reason: null, retried: 6 });
      });
    });
  },
);
