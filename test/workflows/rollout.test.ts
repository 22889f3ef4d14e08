import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  lookAtRollout,
  rolloutIdFor,
  type PublicationOutcome,
  type PublishDeliveries,
  type Rollout,
  type RolloutActivities,
  type SwitchBack,
} from '../../contracts/rollout.ts';
import { recordHistory } from '../support/histories.ts';
import { startWorkflowTests, type WorkflowTests } from '../support/workflow-worker.ts';

let tests: WorkflowTests;
beforeAll(async () => {
  tests = await startWorkflowTests();
});
afterAll(() => tests.close());

type Take = RolloutActivities['takeRolloutStep'];
/** Longer than the test would wait. Seconds. */
const aNight = 12 * 60 * 60;

describe.each([{ maxCachedWorkflows: 0 }, { maxCachedWorkflows: 100 }])(
  'rollout, $maxCachedWorkflows cached',
  (cache) => {
    test('looks at its time and when a receipt comes, one look at a time, and ends when it is over', async () => {
      let looks = 0;
      let running = 0;
      const takeRolloutStep = vi.fn<Take>(async () => {
        running += 1;
        expect(running).toBe(1);
        looks += 1;
        // A receipt comes while the second look is under way.
        if (looks === 2) await (await handle).signal(lookAtRollout);
        running -= 1;
        if (looks === 1) return { state: 'running', waitSeconds: 1 };
        return looks < 4 ? { state: 'running', waitSeconds: aNight } : { state: 'done', waitSeconds: null };
      });
      const { client, taskQueue, worker } = await tests.createWorker({ takeRolloutStep }, cache);
      const input = { rollout: randomUUID() };
      const handle = client.workflow.start<Rollout>('rollout', {
        workflowId: rolloutIdFor(input),
        taskQueue,
        args: [input],
      });
      await worker.runUntil(async () => {
        await vi.waitUntil(() => looks === 3, { timeout: 60_000 });
        await (await handle).signal(lookAtRollout);
        expect(await (await handle).result()).toEqual({ state: 'done' });
        await recordHistory('rollout-done', cache, await (await handle).fetchHistory());
      });
      expect(takeRolloutStep.mock.calls).toEqual([[input], [input], [input], [input]]);
    });
  },
);

test('a publication is tried again, but a key is not replaced twice', async () => {
  const outcome: PublicationOutcome = {
    published: true,
    versions: { root: 1, targets: 1, snapshot: 1, timestamp: 1 },
    alarms: [],
  };
  let calls = 0;
  const publishDeliveries = vi.fn<() => Promise<PublicationOutcome>>(async () => {
    calls += 1;
    if (calls % 2 === 1) throw new Error('the disk is away');
    return outcome;
  });
  const cache = { maxCachedWorkflows: 100 };
  const { client, taskQueue, worker } = await tests.createWorker({ publishDeliveries }, cache);
  await worker.runUntil(async () => {
    const run = (args: Parameters<PublishDeliveries>) =>
      client.workflow.start<PublishDeliveries>('publishDeliveries', { workflowId: randomUUID(), taskQueue, args });
    const handle = await run([{}]);
    expect(await handle.result()).toEqual(outcome);
    await recordHistory('publish-deliveries-done', cache, await handle.fetchHistory());
    await expect((await run([{ rotate: 'snapshot' }])).result()).rejects.toThrow();
    expect(calls).toBe(3);
  });
});

test('a server is asked to switch back, and its answer is handed on', async () => {
  const cache = { maxCachedWorkflows: 100 };
  const switchBackDelivery = async () => ({ kind: 'switched' as const, version: 3 });
  const { client, taskQueue, worker } = await tests.createWorker({ switchBackDelivery }, cache);
  await worker.runUntil(async () => {
    const handle = await client.workflow.start<SwitchBack>('switchBack', {
      workflowId: randomUUID(),
      taskQueue,
      args: [{ organisation: '990019', name: 'simulator', requestId: 'r1' }],
    });
    expect(await handle.result()).toEqual({ kind: 'switched', version: 3 });
    await recordHistory('switch-back-done', cache, await handle.fetchHistory());
  });
});
