import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AcquireCodeActivities } from '../../contracts/acquire-code.ts';
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
type Activities = AcquireCodeActivities & contract.InitialLoadActivities;

/** A load in memory: `chunks` of ten persons, with participants that all say yes. */
function willing({ chunks = 3, badLines = 0 }: { chunks?: number; badLines?: number } = {}) {
  const ended = new Set<string>();
  const parked = new Map<string, number>();
  const states: string[] = [];
  const ids = Array.from({ length: chunks }, (_, at) => ({ chunkNo: at + 1, chunkId: randomUUID() }));
  const rows = createChunks(10);
  const { activities: steps } = rows;
  const fakes = {
    readLoadFile: vi.fn<Activities['readLoadFile']>(async () => ({ goodLines: chunks * 10, badLines })),
    planChunks: vi.fn<Activities['planChunks']>(async () => ({ chunks })),
    nextChunks: vi.fn<Activities['nextChunks']>(async ({ after, limit }) =>
      ids.filter(({ chunkNo, chunkId }) => chunkNo > after && !ended.has(chunkId)).slice(0, limit),
    ),
    recordLoadState: vi.fn<Activities['recordLoadState']>(async ({ state, reason }) => {
      states.push(reason === null ? state : `${state} ${reason}`);
    }),
    awaitPace: vi.fn<Activities['awaitPace']>(async () => ({ waitMs: 0 })),
    endChunk: vi.fn<Activities['endChunk']>(async ({ chunkId }) => {
      ended.add(chunkId);
      const left = parked.get(chunkId) ?? 0;
      return { stage: left === 10 ? 'NEEDS_ATTENTION' : 'ROUTED', members: 10, routed: 10 - left, parked: left };
    }),
    judge: vi.fn<Activities['judge']>(steps.judge),
    requestSerial: vi.fn<Activities['requestSerial']>(steps.requestSerial),
    requestFile: vi.fn<Activities['requestFile']>(steps.requestFile),
    fetchFile: vi.fn<Activities['fetchFile']>(steps.fetchFile),
    route: vi.fn<Activities['route']>(steps.route),
    park: vi.fn<Activities['park']>(steps.park),
  } satisfies Activities;
  return { fakes, steps, rows, states, ended, parked, ids };
}

type Handle = WorkflowHandle<contract.InitialLoad>;

describe.each([{ maxCachedWorkflows: 0 }, { maxCachedWorkflows: 100 }])(
  'initialLoad, $maxCachedWorkflows cached',
  { concurrent: true },
  (cache) => {
    async function started(
      fakes: Activities,
      work: (handle: Handle) => Promise<void>,
      { dryRun = false, ...options }: Partial<contract.LoadOptions> & { dryRun?: boolean } = {},
    ): Promise<void> {
      const { client, taskQueue, worker } = await tests.createWorker(fakes, cache);
      const input: contract.InitialLoadInput = {
        municipality: '990019',
        loadId: randomUUID(),
        dryRun,
        options: { ...contract.defaultLoadOptions, format: 'csv', encoding: 'utf-8', ...options },
        limits,
      };
      await worker.runUntil(async () => {
        const handle = await client.workflow.start<contract.InitialLoad>('initialLoad', {
          workflowId: contract.initialLoadIdFor(input.municipality, input.loadId),
          taskQueue,
          args: [input],
        });
        await work(handle);
      });
    }
    const until = (condition: () => boolean): Promise<unknown> => vi.waitUntil(condition, patience);

    test('reads, cuts into chunks, and takes each through every step', async () => {
      const { fakes, states, ids } = willing();
      await started(fakes, async (handle) => {
        expect(await handle.result()).toMatchObject({
          state: 'DONE',
          chunks: 3,
          chunksEnded: 3,
          members: 30,
          routed: 30,
          parked: 0,
        });
        await recordHistory('initial-load-done', cache, await handle.fetchHistory());
      });
      expect(states).toEqual(['RUNNING', 'DONE']);
      // A step may be called again for a chunk, by a worker whose answer came too late; never for one that has ended.
      const chunks = new Set(ids.map(({ chunkId }) => chunkId));
      for (const step of ['judge', 'requestSerial', 'requestFile', 'fetchFile', 'route'] as const) {
        expect(new Set(fakes[step].mock.calls.map(([input]) => chunkOf(input)))).toEqual(chunks);
      }
      expect(new Set(fakes.endChunk.mock.calls.map(([{ chunkId }]) => chunkId))).toEqual(chunks);
    });

    test('a dry run ends with the report and loads nobody', async () => {
      const { fakes, states } = willing({ badLines: 4 });
      await started(
        fakes,
        async (handle) => {
          expect(await handle.result()).toMatchObject({ state: 'CHECKED', goodLines: 30, badLines: 4 });
        },
        { dryRun: true },
      );
      expect(states).toEqual(['CHECKED']);
      expect(fakes.planChunks).not.toHaveBeenCalled();
    });

    test('a file that cannot be read ends the load with the rule it breaks', async () => {
      const { fakes, states } = willing();
      fakes.readLoadFile.mockRejectedValue(
        ApplicationFailure.create({ type: 'LOAD_FILE_UNREADABLE', nonRetryable: true, details: ['UNKNOWN_HEADING'] }),
      );
      await started(fakes, async (handle) => {
        expect(await handle.result()).toMatchObject({ state: 'FAILED', reason: 'UNKNOWN_HEADING' });
      });
      expect(states).toEqual(['FAILED UNKNOWN_HEADING']);
    });

    test('never has more chunks under way than were asked for', async () => {
      const { fakes, steps } = willing({ chunks: 6 });
      let underWay = 0;
      let most = 0;
      fakes.judge.mockImplementation(async (input) => {
        underWay += 1;
        most = Math.max(most, underWay);
        return steps.judge(input);
      });
      fakes.route.mockImplementation(async (input) => {
        underWay -= 1;
        return steps.route(input);
      });
      await started(fakes, async (handle) => void (await handle.result()), { chunksAtOnce: 2 });
      expect(most).toBe(2);
    });

    test('paused, no chunk is begun or sends its next step; resumed, it goes on where it was', async () => {
      const { fakes, steps } = willing({ chunks: 2 });
      const answer = createResolvable<void>();
      fakes.requestSerial.mockImplementationOnce(async (input) => {
        await answer.promise;
        return steps.requestSerial(input);
      });
      await started(
        fakes,
        async (handle) => {
          await until(() => fakes.requestSerial.mock.calls.length === 1);
          expect(await handle.executeUpdate(contract.pauseLoad, { args: [{ staffId: 's-1' }] })).toMatchObject({
            state: 'PAUSED',
          });
          answer.resolve();
          // What could happen wrongly would happen now: the step that was under way is over.
          await until(() => fakes.requestSerial.mock.results.every(({ type }) => type === 'return'));
          expect((await handle.query(contract.progressQuery)).state).toBe('PAUSED');
          expect(fakes.requestFile).not.toHaveBeenCalled();
          await handle.executeUpdate(contract.resumeLoad, { args: [{ staffId: 's-1' }] });
          expect(await handle.result()).toMatchObject({ state: 'DONE', chunksEnded: 2 });
        },
        { chunksAtOnce: 1 },
      );
      expect(new Set(fakes.requestSerial.mock.calls.map(([input]) => chunkOf(input))).size).toBe(2);
    });

    test('to resume what is not paused is refused', async () => {
      const { fakes, steps } = willing({ chunks: 1 });
      const answer = createResolvable<void>();
      fakes.requestSerial.mockImplementationOnce(async (input) => {
        await answer.promise;
        return steps.requestSerial(input);
      });
      await started(fakes, async (handle) => {
        await until(() => fakes.requestSerial.mock.calls.length > 0);
        const refused = handle.executeUpdate(contract.resumeLoad, { args: [{ staffId: 's-1' }] });
        await expect(refused).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
        answer.resolve();
        await handle.result();
      });
    });

    test('cancelled, the chunks under way come to their end and the others are never begun', async () => {
      const { fakes, steps, ended } = willing({ chunks: 5 });
      const answer = createResolvable<void>();
      fakes.requestSerial.mockImplementation(async (input) => {
        await answer.promise;
        return steps.requestSerial(input);
      });
      await started(
        fakes,
        async (handle) => {
          await until(() => fakes.requestSerial.mock.calls.length === 2);
          await handle.executeUpdate(contract.cancelLoad, { args: [{ staffId: 's-1' }] });
          answer.resolve();
          expect(await handle.result()).toMatchObject({ state: 'CANCELLED', chunksEnded: 2, routed: 20 });
        },
        { chunksAtOnce: 2 },
      );
      expect(ended.size).toBe(2);
    });

    test('too many bad lines stop the load before anybody is loaded, until staff resume it', async () => {
      const { fakes, states } = willing({ chunks: 3, badLines: 20 });
      await started(fakes, async (handle) => {
        await until(() => states.includes('STOPPED TOO_MANY_BAD_LINES'));
        expect(fakes.judge).not.toHaveBeenCalled();
        await handle.executeUpdate(contract.resumeLoad, { args: [{ staffId: 's-1' }] });
        expect(await handle.result()).toMatchObject({ state: 'DONE', chunksEnded: 3 });
      });
      expect(states).toEqual(['STOPPED TOO_MANY_BAD_LINES', 'READING', 'RUNNING', 'DONE']);
    });

    test('too many errors stop the load, and it goes on when staff resume it', async () => {
      const { fakes, states, parked, ids } = willing({ chunks: 4 });
      parked.set(ids[0]?.chunkId ?? '', 2);
      parked.set(ids[1]?.chunkId ?? '', 10);
      await started(
        fakes,
        async (handle) => {
          await until(() => states.includes('STOPPED TOO_MANY_ERRORS'));
          expect((await handle.query(contract.progressQuery)).reason).toBe('TOO_MANY_ERRORS');
          // Staff have seen these two errors too many; the chunks that follow have none.
          await handle.executeUpdate(contract.resumeLoad, { args: [{ staffId: 's-1' }] });
          expect(await handle.result()).toMatchObject({ state: 'DONE', chunksEnded: 4, parked: 12 });
        },
        { chunksAtOnce: 1, errorRateLimit: 0.1 },
      );
      expect(states).toEqual(['RUNNING', 'STOPPED TOO_MANY_ERRORS', 'RUNNING', 'DONE']);
    });

    test('a chunk that an operator ends is begun again by itself, and the load stops when that comes again and again', async () => {
      const { fakes, steps, states, ids } = willing({ chunks: 1 });
      const [{ chunkId } = { chunkId: '' }] = ids;
      fakes.requestSerial.mockImplementation(() => Context.current().cancelled);
      const ended = new Set<string>();
      await started(
        fakes,
        async (handle) => {
          const chunk = handle.client.getHandle(contract.acquireCodesIdFor('990019', chunkId));
          for (let breaks = 0; breaks < 4; breaks += 1) {
            // Each time it is another run.
            await vi.waitUntil(async () => {
              const { runId, status } = await chunk.describe().catch(() => ({ runId: '', status: { name: '' } }));
              if (status.name !== 'RUNNING' || ended.has(runId)) return false;
              ended.add(runId);
              return true;
            }, patience);
            await chunk.terminate('by an operator');
          }
          await until(() => states.includes('STOPPED CHUNK_BROKE_OFF'));
          fakes.requestSerial.mockImplementation(steps.requestSerial);
          await handle.executeUpdate(contract.resumeLoad, { args: [{ staffId: 's-1' }] });
          expect(await handle.result()).toMatchObject({ state: 'DONE', chunksEnded: 1, routed: 10 });
        },
        { chunksAtOnce: 1 },
      );
      expect(states).toEqual(['RUNNING', 'STOPPED CHUNK_BROKE_OFF', 'RUNNING', 'DONE']);
    });

    test('a chunk outside the hours sleeps until they open, and a silent participant parks the whole chunk', async () => {
      const { fakes, steps, rows, ids } = willing({ chunks: 2 });
      const [closed = '', silent] = ids.map(({ chunkId }) => chunkId);
      let asked = 0;
      fakes.route.mockImplementation(async (input) => {
        if (chunkOf(input) !== closed) return steps.route(input);
        asked += 1;
        if (asked > 1) return steps.route(input);
        const opensAt = new Date(Date.now() + 1_000).toISOString();
        rows.put(closed, { ...standing.FILE_RECEIVED, stage: 'WAITING_FOR_HOURS', opensAt });
        return { done: 0, exceptions: [], standing: rows.get(closed), passed: [], opensAt };
      });
      fakes.requestSerial.mockImplementation(async (input) => {
        if (chunkOf(input) !== silent) return steps.requestSerial(input);
        throw ApplicationFailure.create({ type: 'INTERMEDIATE_SERVER_UNAVAILABLE', nonRetryable: true });
      });
      await started(fakes, async (handle) => {
        await handle.result();
      });
      expect(asked).toBe(2);
      expect(fakes.park.mock.calls.map(([input]) => [chunkOf(input), input.step, input.code])).toEqual([
        [silent, 'serial', 'INTERMEDIATE_SERVER_UNAVAILABLE'],
      ]);
    });

    test('a worker that dies with a chunk is no silence of a participant: the step is begun anew', async () => {
      const { fakes } = willing({ chunks: 1 });
      // As one that was killed: it neither answers nor beats.
      fakes.requestFile.mockImplementationOnce(() => Context.current().cancelled);
      await started(fakes, async (handle) => {
        expect(await handle.result()).toMatchObject({ state: 'DONE', routed: 10, parked: 0 });
      });
      expect(fakes.requestFile.mock.calls.length).toBeGreaterThanOrEqual(2);
      expect(fakes.park).not.toHaveBeenCalled();
    });
  },
);
