import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { randomInt } from 'node:crypto';
import {
  inquiryIdFor,
  lookAtInquiry,
  type InquiriesActivities,
  type InquiriesWorkflow,
  type InquiryActivities,
  type InquiryWorkflow,
} from '../../contracts/inquiry.ts';
import { recordHistory } from '../support/histories.ts';
import { startWorkflowTests, type WorkflowTests } from '../support/workflow-worker.ts';

let tests: WorkflowTests;
beforeAll(async () => {
  tests = await startWorkflowTests();
});
afterAll(() => tests.close());

type Take = InquiryActivities['takeInquiryTurn'];
/** Longer than the test would wait. Seconds. */
const aNight = 12 * 60 * 60;

describe.each([{ maxCachedWorkflows: 0 }, { maxCachedWorkflows: 100 }])(
  'inquiry, $maxCachedWorkflows cached',
  (cache) => {
    const start = async (takeInquiryTurn: Take) => {
      const { client, taskQueue, worker } = await tests.createWorker({ takeInquiryTurn }, cache);
      const input = { inquiry: randomInt(1, 1_000_000_000) };
      const begin = () =>
        client.workflow.start<InquiryWorkflow>('inquiry', {
          workflowId: inquiryIdFor(input),
          taskQueue,
          args: [input],
        });
      return { worker, begin, input };
    };

    test('looks again when it is time, one look at a time, and ends when nothing is due', async () => {
      const answers = [
        { status: 'open', waitSeconds: 1 },
        { status: 'open', waitSeconds: 0 },
        { status: 'in-progress', waitSeconds: 1 },
        { status: 'answered', waitSeconds: null },
      ] as const;
      let running = 0;
      let taken = 0;
      const takeInquiryTurn = vi.fn<Take>(async () => {
        running += 1;
        expect(running).toBe(1);
        await new Promise(setImmediate);
        running -= 1;
        taken += 1;
        return answers[taken - 1] ?? { status: 'answered', waitSeconds: null };
      });
      const { worker, begin, input } = await start(takeInquiryTurn);
      await worker.runUntil(async () => {
        const handle = await begin();
        expect(await handle.result()).toEqual({ status: 'answered' });
        await recordHistory('inquiry-answered', cache, await handle.fetchHistory());
      });
      expect(takeInquiryTurn.mock.calls).toEqual(answers.map(() => [input]));
    });

    test('a signal ends a wait of a night, and one during a look is not lost', async () => {
      let looks = 0;
      const takeInquiryTurn = vi.fn<Take>(async () => {
        looks += 1;
        // The signal comes while the second look is under way.
        if (looks === 2) await (await handle).signal(lookAtInquiry);
        return looks < 3 ? { status: 'open', waitSeconds: aNight } : { status: 'closed', waitSeconds: null };
      });
      const { worker, begin } = await start(takeInquiryTurn);
      const handle = begin();
      await worker.runUntil(async () => {
        await vi.waitUntil(() => looks === 1, { timeout: 60_000 });
        await (await handle).signal(lookAtInquiry);
        expect(await (await handle).result()).toEqual({ status: 'closed' });
        await recordHistory('inquiry-looked-again', cache, await (await handle).fetchHistory());
      });
    });
  },
);

test('the scheduled look says how many it has nudged', async () => {
  const lookAfterInquiries = vi.fn<InquiriesActivities['lookAfterInquiries']>(async () => ({ nudged: 3 }));
  const { client, taskQueue, worker } = await tests.createWorker({ lookAfterInquiries }, { maxCachedWorkflows: 100 });
  await worker.runUntil(async () => {
    const handle = await client.workflow.start<InquiriesWorkflow>('inquiries', {
      workflowId: `inquiries-${String(randomInt(1, 1_000_000_000))}`,
      taskQueue,
      args: [],
    });
    expect(await handle.result()).toEqual({ nudged: 3 });
    await recordHistory('inquiries-done', { maxCachedWorkflows: 100 }, await handle.fetchHistory());
  });
});
