import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  deliverNoticesIdFor,
  type DeliverNotices,
  type DeliverNoticesInput,
  type NoticeActivities,
} from '../../contracts/notices.ts';
import { recordHistory } from '../support/histories.ts';
import { startWorkflowTests, type WorkflowTests } from '../support/workflow-worker.ts';

let tests: WorkflowTests;
beforeAll(async () => {
  tests = await startWorkflowTests();
});
afterAll(() => tests.close());

type Send = NoticeActivities['sendDueNotices'];

describe.each([{ maxCachedWorkflows: 0 }, { maxCachedWorkflows: 100 }])(
  'deliverNotices, $maxCachedWorkflows cached',
  (cache) => {
    async function outcomeOf(sendDueNotices: Send, carried?: DeliverNoticesInput['carried'], name?: string) {
      const { client, taskQueue, worker } = await tests.createWorker({ sendDueNotices }, cache);
      return worker.runUntil(async () => {
        const handle = await client.workflow.start<DeliverNotices>('deliverNotices', {
          workflowId: deliverNoticesIdFor(randomUUID()),
          taskQueue,
          args: [{ municipality: '990019', ...(carried && { carried }) }],
        });
        const outcome = await handle.result();
        if (name !== undefined) await recordHistory(name, cache, await handle.fetchHistory());
        return outcome;
      });
    }

    test('sends for as long as there is more to do, and never twice at once', async () => {
      const steps = [
        { delivered: 500, more: true },
        { delivered: 700, more: true },
        { delivered: 3, more: false },
      ];
      let running = 0;
      const sendDueNotices = vi.fn<Send>(async () => {
        running += 1;
        expect(running).toBe(1);
        const step = steps.shift() ?? { delivered: 0, more: false };
        await new Promise(setImmediate);
        running -= 1;
        return step;
      });
      expect(await outcomeOf(sendDueNotices, undefined, 'deliver-notices-done')).toEqual({ delivered: 1_203 });
      expect(sendDueNotices.mock.calls.map(([{ municipality }]) => municipality)).toEqual(Array(3).fill('990019'));
    });

    test('counts on from what an earlier run of it has carried', async () => {
      expect(await outcomeOf(async () => ({ delivered: 2, more: false }), { delivered: 40 })).toEqual({
        delivered: 42,
      });
    });
  },
);
