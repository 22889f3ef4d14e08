import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  jobNetIdFor,
  lookAtJobs,
  type JobNet,
  type JobNetActivities,
  type JobNets,
  type StartJobNet,
} from '../../contracts/job-net.ts';
import { recordHistory } from '../support/histories.ts';
import { startWorkflowTests, type WorkflowTests } from '../support/workflow-worker.ts';

let tests: WorkflowTests;
beforeAll(async () => {
  tests = await startWorkflowTests();
});
afterAll(() => tests.close());

type Take = JobNetActivities['takeJobStep'];
/** Longer than the test would wait. Seconds. */
const aNight = 12 * 60 * 60;

describe.each([{ maxCachedWorkflows: 0 }, { maxCachedWorkflows: 100 }])(
  'jobNet, $maxCachedWorkflows cached',
  (cache) => {
    const start = async (takeJobStep: Take) => {
      const { client, taskQueue, worker } = await tests.createWorker({ takeJobStep }, cache);
      const key = { organisation: '131016', net: 'nightly', server: randomUUID(), day: '2026-12-01', no: 0 };
      const begin = () =>
        client.workflow.start<JobNet>('jobNet', { workflowId: jobNetIdFor(key), taskQueue, args: [key] });
      return { worker, begin, key };
    };

    test('takes turn after turn, never two at once, and ends when the day is over', async () => {
      const answers = [
        { state: 'running', waitSeconds: 0 },
        { state: 'running', waitSeconds: 0.5 },
        { state: 'done', waitSeconds: null },
      ] as const;
      let running = 0;
      let taken = 0;
      const takeJobStep = vi.fn<Take>(async () => {
        running += 1;
        expect(running).toBe(1);
        await new Promise(setImmediate);
        running -= 1;
        taken += 1;
        return answers[taken - 1] ?? { state: 'done', waitSeconds: null };
      });
      const { worker, begin, key } = await start(takeJobStep);
      await worker.runUntil(async () => {
        const handle = await begin();
        expect(await handle.result()).toEqual({ state: 'done' });
        await recordHistory('job-net-done', cache, await handle.fetchHistory());
      });
      expect(takeJobStep.mock.calls).toEqual(answers.map(() => [key]));
    });

    test('a signal ends the rest of a halted day, and one during a turn is not lost', async () => {
      let looks = 0;
      const takeJobStep = vi.fn<Take>(async () => {
        looks += 1;
        // The signal comes while the second look is under way.
        if (looks === 2) await (await handle).signal(lookAtJobs);
        return looks < 3 ? { state: 'halted', waitSeconds: aNight } : { state: 'abandoned', waitSeconds: null };
      });
      const { worker, begin } = await start(takeJobStep);
      const handle = begin();
      await worker.runUntil(async () => {
        await vi.waitUntil(() => looks === 1, { timeout: 60_000 });
        await (await handle).signal(lookAtJobs);
        expect(await (await handle).result()).toEqual({ state: 'abandoned' });
        await recordHistory('job-net-looked-again', cache, await (await handle).fetchHistory());
      });
    });

    test('a day has one workflow at a time', async () => {
      const { worker, begin } = await start(async () => ({ state: 'running', waitSeconds: aNight }));
      await worker.runUntil(async () => {
        const first = await begin();
        await expect(begin()).rejects.toThrow(/already/u);
        await first.terminate();
      });
    });
  },
);

test('what a schedule starts asks for the net’s days, and the look at all nets is one activity', async () => {
  const considerNet = vi.fn<(input: object) => Promise<{ begun: string[] }>>(async () => ({ begun: ['2026-12-01/0'] }));
  const outcome = { decided: 3, schedules: 2, nudged: 1 };
  const lookAfterJobs = vi.fn<() => Promise<typeof outcome>>(async () => outcome);
  const cache = { maxCachedWorkflows: 100 };
  const { client, taskQueue, worker } = await tests.createWorker({ considerNet, lookAfterJobs }, cache);
  const place = { organisation: '131016', net: 'nightly', server: '131016' };
  await worker.runUntil(async () => {
    const options = { workflowId: randomUUID(), taskQueue };
    const started = await client.workflow.start<StartJobNet>('startJobNet', { ...options, args: [place] });
    expect(await started.result()).toEqual({ begun: ['2026-12-01/0'] });
    await recordHistory('start-job-net-done', cache, await started.fetchHistory());
    const looked = await client.workflow.start<JobNets>('jobNets', { workflowId: randomUUID(), taskQueue, args: [] });
    expect(await looked.result()).toEqual(outcome);
    await recordHistory('job-nets-done', cache, await looked.fetchHistory());
  });
  expect(considerNet.mock.calls).toEqual([[place]]);
});
