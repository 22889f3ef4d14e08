import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { takeDroppedFilesIdFor, type DropFolderActivities } from '../../contracts/drop-folder.ts';
import { loadTaskQueue } from '../../contracts/initial-load.ts';
import { deliverNoticesIdFor, type DeliverNotices, type NoticeActivities } from '../../contracts/notices.ts';
import type { Sweep, SweepActivities } from '../../contracts/sweep.ts';
import { createResolvable } from '../support/resolvable.ts';
import { startWorkflowTests, type WorkflowTests, type WorkflowWorker } from '../support/workflow-worker.ts';

let tests: WorkflowTests;
beforeAll(async () => {
  tests = await startWorkflowTests();
});
afterAll(() => tests.close());

/** Where no backbone is owed anything. */
const sweeping = {
  lookForDueNotices: vi.fn<NoticeActivities['lookForDueNotices']>(async () => ({ backbones: 0 })),
  sendDueNotices: vi.fn<NoticeActivities['sendDueNotices']>(async () => ({ delivered: 0, more: false })),
  startLoads: async () => ({ started: 3, left: 0 }),
} satisfies SweepActivities & NoticeActivities;
const cache = { maxCachedWorkflows: 0 };

const sweepOnce = ({ client, taskQueue }: WorkflowWorker, municipality: string) =>
  client.workflow.execute<Sweep>('sweep', { workflowId: randomUUID(), taskQueue, args: [{ municipality }] });

/** The queue of loads has one name, so no two of these tests may run at once: they are in one file for that reason. */
test('a sweep does its work while nobody takes loads, and starts nothing where nothing lies', async () => {
  const daily = await tests.createWorker(sweeping, cache);
  await daily.worker.runUntil(async () => {
    expect(await sweepOnce(daily, '990019')).toEqual({ deliverNotices: false, loads: 3, takeDroppedFiles: false });
  });
  expect(sweeping.sendDueNotices).not.toHaveBeenCalled();
});

test('notices that are due are delivered by one run at a time, which no sweep waits for', async () => {
  const municipality = randomUUID();
  const release = createResolvable<void>();
  const sendDueNotices = vi.fn<NoticeActivities['sendDueNotices']>(async () => {
    await release.promise;
    return { delivered: 5, more: false };
  });
  const activities = { ...sweeping, lookForDueNotices: async () => ({ backbones: 2 }), sendDueNotices };
  const daily = await tests.createWorker(activities, cache);
  const loads = await tests.createWorker({ lookIntoDropFolder: async () => ({ ready: 0 }) }, cache, loadTaskQueue);
  const sweeps = async (): Promise<void> => {
    expect(await sweepOnce(daily, municipality)).toMatchObject({ deliverNotices: true });
    expect(await sweepOnce(daily, municipality)).toMatchObject({ deliverNotices: false });
    release.resolve();
    const delivering = daily.client.workflow.getHandle<DeliverNotices>(deliverNoticesIdFor(municipality));
    expect(await delivering.result()).toEqual({ delivered: 5 });
    expect(await sweepOnce(daily, municipality)).toMatchObject({ deliverNotices: true });
    await delivering.result();
  };
  await loads.worker.runUntil(() => daily.worker.runUntil(sweeps));
  expect(sendDueNotices).toHaveBeenCalledTimes(2);
});

test('dropped files are taken by one run at a time, which no sweep waits for', async () => {
  const municipality = randomUUID();
  const daily = await tests.createWorker(sweeping, cache);
  const release = createResolvable<void>();
  const dropping = {
    lookIntoDropFolder: vi.fn<DropFolderActivities['lookIntoDropFolder']>(async () => ({ ready: 2 })),
    takeDroppedFiles: vi.fn<DropFolderActivities['takeDroppedFiles']>(async () => {
      await release.promise;
      return { taken: 2, refused: 0 };
    }),
  } satisfies DropFolderActivities;
  const loads = await tests.createWorker(dropping, cache, loadTaskQueue);
  const outcomes: boolean[] = [];
  await Promise.all([
    daily.worker.runUntil(async () => {
      outcomes.push((await sweepOnce(daily, municipality)).takeDroppedFiles);
      outcomes.push((await sweepOnce(daily, municipality)).takeDroppedFiles);
    }),
    loads.worker.runUntil(async () => {
      await vi.waitUntil(() => outcomes.length === 2, { timeout: 120_000 });
      release.resolve();
      const taking = daily.client.workflow.getHandle(takeDroppedFilesIdFor(municipality));
      expect(await taking.result()).toEqual({ taken: 2, refused: 0 });
    }),
  ]);
  expect(outcomes).toEqual([true, false]);
  expect(dropping.takeDroppedFiles).toHaveBeenCalledTimes(1);
});
