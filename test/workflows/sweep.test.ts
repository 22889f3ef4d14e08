import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { takeDroppedFilesIdFor, type DropFolderActivities } from '../../contracts/drop-folder.ts';
import { loadTaskQueue } from '../../contracts/initial-load.ts';
import type { Sweep, SweepActivities } from '../../contracts/sweep.ts';
import { resolvable } from '../support/resolvable.ts';
import { startWorkflowTests, type WorkflowTests } from '../support/workflow-worker.ts';

let tests: WorkflowTests;
beforeAll(async () => {
  tests = await startWorkflowTests();
});
afterAll(() => tests.close());

const sweeping = {
  sweepInbox: async () => ({ started: 1, left: 0 }),
  deliverNotices: async () => ({ delivered: 2, left: 0 }),
  startLoads: async () => ({ started: 3, left: 0 }),
} satisfies SweepActivities;
const cache = { maxCachedWorkflows: 0 };
const municipality = '990019';

/** The queue of loads has one name, so no two of these tests may run at once: they are in one file for that reason. */
test('a sweep does its work while nobody takes loads', async () => {
  const { client, taskQueue, worker } = await tests.createWorker(sweeping, cache);
  await worker.runUntil(async () => {
    const outcome = await client.workflow.execute<Sweep>('sweep', {
      workflowId: randomUUID(),
      taskQueue,
      args: [{ municipality }],
    });
    expect(outcome).toEqual({ started: 1, delivered: 2, loadsStarted: 3 });
  });
});

test('dropped files are taken by one run at a time, which no sweep waits for', async () => {
  const daily = await tests.createWorker(sweeping, cache);
  const release = resolvable<void>();
  const dropping = {
    lookIntoDropFolder: vi.fn<DropFolderActivities['lookIntoDropFolder']>(async () => ({ ready: 2 })),
    takeDroppedFiles: vi.fn<DropFolderActivities['takeDroppedFiles']>(async () => {
      await release.promise;
      return { taken: 2, refused: 0 };
    }),
  } satisfies DropFolderActivities;
  const loads = await tests.createWorker(dropping, cache, loadTaskQueue);
  const sweepOnce = () =>
    daily.client.workflow.execute<Sweep>('sweep', {
      workflowId: randomUUID(),
      taskQueue: daily.taskQueue,
      args: [{ municipality }],
    });
  await Promise.all([
    daily.worker.runUntil(async () => {
      await sweepOnce();
      await sweepOnce();
    }),
    loads.worker.runUntil(async () => {
      await vi.waitUntil(() => dropping.lookIntoDropFolder.mock.calls.length === 2, { timeout: 30_000 });
      release.resolve();
      const taking = daily.client.workflow.getHandle(takeDroppedFilesIdFor(municipality));
      expect(await taking.result()).toEqual({ taken: 2, refused: 0 });
    }),
  ]);
  expect(dropping.takeDroppedFiles).toHaveBeenCalledTimes(1);
});
