import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createFailure } from '../../activities/failure.ts';
import { nudge, type AcquireCodeActivities, type NudgeReason } from '../../contracts/acquire-code.ts';
import * as contract from '../../contracts/initial-load.ts';
import { recordHistory } from '../support/histories.ts';
import { createResolvable } from '../support/resolvable.ts';
import { chunkOf, createChunks } from '../support/workflow-chunks.ts';
import { standing } from '../support/workflow-rows.ts';
import { startWorkflowTests, type WorkflowTests } from '../support/workflow-worker.ts';

let tests: WorkflowTests;
beforeAll(async () => {
  tests = await startWorkflowTests();
});
afterAll(() => tests.close());

const limits = { transientSeconds: 4, fileSeconds: 2, filePollSeconds: { first: 0.2, longest: 0.5 } };
const patience = { timeout: 120_000, interval: 50 };
type Activities = AcquireCodeActivities & Pick<contract.InitialLoadActivities, 'awaitPace' | 'endChunk'>;

function chunksOfTen() {
  const { activities: steps, ...rows } = createChunks(10);
  const fakes = {
    judge: vi.fn<Activities['judge']>(steps.judge),
    requestSerial: vi.fn<Activities['requestSerial']>(steps.requestSerial),
    requestFile: vi.fn<Activities['requestFile']>(steps.requestFile),
    fetchFile: vi.fn<Activities['fetchFile']>(steps.fetchFile),
    route: vi.fn<Activities['route']>(steps.route),
    park: vi.fn<Activities['park']>(steps.park),
    awaitPace: vi.fn<Activities['awaitPace']>(async () => ({ waitMs: 0 })),
    endChunk: vi.fn<Activities['endChunk']>(async () => ({ stage: 'ROUTED', members: 10, routed: 10, parked: 0 })),
  } satisfies Activities;
  return { ...rows, steps, fakes };
}

describe.each([{ maxCachedWorkflows: 0 }, { maxCachedWorkflows: 100 }])(
  'acquireCodes, $maxCachedWorkflows cached',
  (cache) => {
    type Handle = WorkflowHandle<contract.AcquireCodes>;
    async function running(
      fakes: Activities,
      work: (chunk: { start: () => Promise<Handle>; nudge: () => Promise<Handle> }) => Promise<void>,
      { chunkId = randomUUID(), linesPerSecond = null as number | null } = {},
    ): Promise<void> {
      const { client, taskQueue, worker } = await tests.createWorker(fakes, cache);
      const options = {
        workflowId: contract.acquireCodesIdFor('990019', chunkId),
        taskQueue,
        args: [{ municipality: '990019', loadId: null, chunkId, limits, linesPerSecond }] as [
          contract.AcquireCodesInput,
        ],
      };
      await worker.runUntil(() =>
        work({
          start: () => client.workflow.start<contract.AcquireCodes>('acquireCodes', options),
          nudge: () =>
            client.workflow.signalWithStart<contract.AcquireCodes, [NudgeReason]>('acquireCodes', {
              ...options,
              signal: nudge,
              signalArgs: ['not-heard-of'],
            }),
        }),
      );
    }

    test('one chunk goes through its steps in few events', async () => {
      const { fakes } = chunksOfTen();
      await running(
        fakes,
        async ({ start }) => {
          const handle = await start();
          expect(await handle.result()).toMatchObject({ stage: 'ROUTED', members: 10 });
          const history = await handle.fetchHistory();
          expect(history.events?.length).toBeLessThanOrEqual(60);
          await recordHistory('acquire-codes-routed', cache, history);
        },
        { linesPerSecond: 100 },
      );
      expect(fakes.awaitPace.mock.calls.map(([{ participant }]) => participant)).toEqual([
        'intermediate-server',
        'route',
      ]);
    });

    test('a chunk goes on from where its rows stand', async () => {
      const { fakes, put } = chunksOfTen();
      const chunkId = randomUUID();
      put(chunkId, { ...standing.FILE_REQUESTED, attempt: 2 });
      await running(fakes, async ({ start }) => void (await (await start()).result()), { chunkId });
      expect(fakes.requestSerial).not.toHaveBeenCalled();
      expect(fakes.requestFile).not.toHaveBeenCalled();
      expect(fakes.fetchFile.mock.calls.map(([{ attempt }]) => attempt)).toEqual([2]);
      expect(fakes.route.mock.calls.map(([{ attempt }]) => attempt)).toEqual([2]);
    });

    test('a chunk in which nobody is left ends and asks nobody for anything', async () => {
      const { fakes, put } = chunksOfTen();
      const chunkId = randomUUID();
      put(chunkId, null);
      await running(fakes, async ({ nudge: nudgeIt }) => void (await (await nudgeIt()).result()), { chunkId });
      expect(fakes.requestSerial).not.toHaveBeenCalled();
      expect(fakes.endChunk).toHaveBeenCalledTimes(1);
    });

    test('a nudge holds up no step of a chunk, and begins none beside it', async () => {
      const { fakes, steps } = chunksOfTen();
      const answer = createResolvable<void>();
      fakes.requestSerial.mockImplementationOnce(async (input) => {
        await answer.promise;
        return steps.requestSerial(input);
      });
      await running(fakes, async ({ start, nudge: nudgeIt }) => {
        const handle = await start();
        await vi.waitUntil(() => fakes.requestSerial.mock.calls.length === 1, patience);
        await nudgeIt();
        await nudgeIt();
        answer.resolve();
        expect(await handle.result()).toMatchObject({ routed: 10 });
        await recordHistory('acquire-codes-nudged', cache, await handle.fetchHistory());
      });
      expect(fakes.requestSerial).toHaveBeenCalledTimes(1);
      expect(fakes.route).toHaveBeenCalledTimes(1);
    });

    test('a nudge that comes as a chunk ends is looked into before it does', async () => {
      const { fakes, steps, put } = chunksOfTen();
      const answer = createResolvable<void>();
      fakes.route.mockImplementationOnce(async (input) => {
        const result = await steps.route(input);
        await answer.promise;
        // Somebody is in it again, after the step has seen that nobody is left.
        put(chunkOf(input), standing.FILE_RECEIVED);
        return result;
      });
      await running(fakes, async ({ start, nudge: nudgeIt }) => {
        const handle = await start();
        await vi.waitUntil(() => fakes.route.mock.calls.length === 1, patience);
        await nudgeIt();
        answer.resolve();
        await handle.result();
      });
      expect(fakes.route).toHaveBeenCalledTimes(2);
    });

    test('a participant that stays silent parks the whole chunk, which then ends', async () => {
      const { fakes } = chunksOfTen();
      fakes.requestFile.mockRejectedValue(createFailure('INTERMEDIATE_SERVER_UNAVAILABLE'));
      await running(fakes, async ({ start }) => {
        const handle = await start();
        await handle.result();
        await recordHistory('acquire-codes-parked', cache, await handle.fetchHistory());
      });
      expect(fakes.park.mock.calls.map(([{ step, code }]) => [step, code])).toEqual([
        ['fileRequest', 'INTERMEDIATE_SERVER_UNAVAILABLE'],
      ]);
    });
  },
);
