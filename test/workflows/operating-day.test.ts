import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  lookAgain,
  operatingDayIdFor,
  type OperatingDay,
  type OperatingDayActivities,
  type OperatingDays,
} from '../../contracts/operating-day.ts';
import { recordHistory } from '../support/histories.ts';
import { startWorkflowTests, type WorkflowTests } from '../support/workflow-worker.ts';

let tests: WorkflowTests;
beforeAll(async () => {
  tests = await startWorkflowTests();
});
afterAll(() => tests.close());

type Take = OperatingDayActivities['takeDayStep'];
const day = '2026-12-01';
/** Longer than the test would wait. Seconds. */
const aNight = 12 * 60 * 60;

describe.each([{ maxCachedWorkflows: 0 }, { maxCachedWorkflows: 100 }])(
  'operatingDay, $maxCachedWorkflows cached',
  (cache) => {
    const start = async (takeDayStep: Take) => {
      const { client, taskQueue, worker } = await tests.createWorker({ takeDayStep }, cache);
      const input = { organisation: randomUUID(), day };
      const begin = () =>
        client.workflow.start<OperatingDay>('operatingDay', {
          workflowId: operatingDayIdFor(input),
          taskQueue,
          args: [input],
        });
      return { worker, begin, input };
    };

    test('takes step after step, waits for the time of each, and ends when the day is over', async () => {
      const answers = [
        { state: 'planned', waitSeconds: 1 },
        { state: 'starting', waitSeconds: 0 },
        { state: 'open', waitSeconds: 1 },
        { state: 'done', waitSeconds: null },
      ] as const;
      let running = 0;
      let taken = 0;
      const takeDayStep = vi.fn<Take>(async () => {
        running += 1;
        expect(running).toBe(1);
        await new Promise(setImmediate);
        running -= 1;
        taken += 1;
        return answers[taken - 1] ?? { state: 'done', waitSeconds: null };
      });
      const { worker, begin, input } = await start(takeDayStep);
      await worker.runUntil(async () => {
        const handle = await begin();
        expect(await handle.result()).toEqual({ state: 'done' });
        await recordHistory('operating-day-done', cache, await handle.fetchHistory());
      });
      expect(takeDayStep.mock.calls).toEqual(answers.map(() => [input]));
    });

    test('a signal ends a wait of a night, and one during a step is not lost', async () => {
      let looks = 0;
      const takeDayStep = vi.fn<Take>(async () => {
        looks += 1;
        // The signal comes while the second look is under way.
        if (looks === 2) await (await handle).signal(lookAgain);
        return looks < 3 ? { state: 'halted', waitSeconds: aNight } : { state: 'abandoned', waitSeconds: null };
      });
      const { worker, begin } = await start(takeDayStep);
      const handle = begin();
      await worker.runUntil(async () => {
        await vi.waitUntil(() => looks === 1, { timeout: 60_000 });
        await (await handle).signal(lookAgain);
        expect(await (await handle).result()).toEqual({ state: 'abandoned' });
        await recordHistory('operating-day-looked-again', cache, await (await handle).fetchHistory());
      });
    });

    test('a day has one workflow at a time', async () => {
      const takeDayStep: Take = async () => ({ state: 'open', waitSeconds: aNight });
      const { worker, begin } = await start(takeDayStep);
      await worker.runUntil(async () => {
        const first = await begin();
        await expect(begin()).rejects.toThrow(/already/u);
        await first.terminate();
      });
    });
  },
);

test('the scheduled look hands on what was asked of it', async () => {
  const lookAfterDays = vi.fn<() => Promise<{ planned: number; nudged: number; rehearsal: null }>>(async () => ({
    planned: 5,
    nudged: 5,
    rehearsal: null,
  }));
  const { client, taskQueue, worker } = await tests.createWorker({ lookAfterDays }, { maxCachedWorkflows: 100 });
  await worker.runUntil(async () => {
    const handle = await client.workflow.start<OperatingDays>('operatingDays', {
      workflowId: randomUUID(),
      taskQueue,
      args: [{}],
    });
    expect(await handle.result()).toEqual({ planned: 5, nudged: 5, rehearsal: null });
    await recordHistory('operating-days-done', { maxCachedWorkflows: 100 }, await handle.fetchHistory());
  });
});
