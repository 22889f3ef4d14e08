import { Context } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createFailure } from '../../activities/failure.ts';
import * as contract from '../../contracts/acquire-code.ts';
import { searchAttributes } from '../../contracts/search-attributes.ts';
import type { Acquisition } from '../../domain/lifecycle.ts';
import type { Stage } from '../../domain/stages.ts';
import { recordHistory } from '../support/histories.ts';
import { createResolvable } from '../support/resolvable.ts';
import { createRows, standing, type Rows, type SendingStep } from '../support/workflow-rows.ts';
import { startWorkflowTests, type WorkflowTests, type WorkflowWorker } from '../support/workflow-worker.ts';

let tests: WorkflowTests;
beforeAll(async () => {
  tests = await startWorkflowTests();
});
afterAll(() => tests.close());

const municipality = '990019';
const limits: contract.Limits = { transientSeconds: 4, fileSeconds: 2, filePollSeconds: { first: 0.2, longest: 0.5 } };
/** Nobody is given up for silence, however slowly the test comes forward. */
const endless = { transientSeconds: 600, fileSeconds: 600 };
const patience = { timeout: 120_000, interval: 50 };
const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();
const silence = () => createFailure('INTERMEDIATE_SERVER_UNAVAILABLE');

type Handle = WorkflowHandle<contract.AcquireCode>;

/** Where each step begins. */
const before = {
  serial: standing.NUMBERED,
  fileRequest: standing.SERIAL_REQUESTED,
  file: standing.FILE_REQUESTED,
  route: standing.FILE_RECEIVED,
} as const satisfies Record<SendingStep, Acquisition>;
const steps = ['serial', 'fileRequest', 'file', 'route'] as const;

/** Holds somebody up until the test lets him go; one whose time is up goes as the real ones do. */
function barrier() {
  const reached = createResolvable<void>();
  const open = createResolvable<void>();
  return {
    reached: reached.promise,
    open: () => open.resolve(),
    async pass(): Promise<void> {
      reached.resolve();
      await Promise.race([open.promise, Context.current().cancelled]);
    },
  };
}

for (const cache of [{ maxCachedWorkflows: 0 }, { maxCachedWorkflows: 100 }]) {
  // Without a cache a second run would make the first make room in the midst of its task.
  const concurrent = cache.maxCachedWorkflows > 0;
  describe(`acquireCode, ${String(cache.maxCachedWorkflows)} cached`, { concurrent }, () => {
    /** One worker for all: each person is driven over the rows of its own test. */
    const rowsOf = new Map<string, Rows>();
    const opened = new Set<string>();
    let driver: WorkflowWorker;
    let running: Promise<void>;
    beforeAll(async () => {
      driver = await tests.createWorker(activitiesByPerson(rowsOf), cache);
      running = driver.worker.run();
    });
    afterAll(async () => {
      for (const workflowId of opened) {
        // Whoever has come to the end needs none.
        await driver.client.workflow
          .getHandle(workflowId)
          .terminate()
          .catch(() => undefined);
      }
      driver.worker.shutdown();
      await running;
    });

    /** One person in a row of its own. */
    function driving(row: Acquisition, given: Partial<contract.Limits> = {}) {
      const { client, taskQueue } = driver;
      const rows = createRows();
      const personId = rows.add(row);
      rowsOf.set(personId, rows);
      const workflowId = contract.acquireCodeIdFor(municipality, personId);
      opened.add(workflowId);
      const options = {
        workflowId,
        taskQueue,
        args: [{ municipality, personId, limits: { ...limits, ...given } }] as [contract.AcquireCodeInput],
      };
      return {
        rows,
        personId,
        /** After a commit that asks for a driver. */
        nudge: (reason: contract.NudgeReason = 'due'): Promise<Handle> =>
          client.workflow.signalWithStart<contract.AcquireCode, [contract.NudgeReason]>('acquireCode', {
            ...options,
            signal: contract.nudge,
            signalArgs: [reason],
          }),
        /** For a person who has no run yet. */
        start: (more: { workflowTaskTimeout?: '1 second' } = {}): Promise<Handle> =>
          client.workflow.start<contract.AcquireCode>('acquireCode', { ...options, ...more }),
        replace: (): Promise<Handle> =>
          client.workflow.start<contract.AcquireCode>('acquireCode', {
            ...options,
            workflowIdConflictPolicy: 'TERMINATE_EXISTING',
          }),
        stageIs: (handle: Handle, stage: Stage) =>
          vi.waitUntil(async () => (await handle.query(contract.statusQuery)).stage === stage, patience),
      };
    }
    const stagesOf = async (handle: Handle) =>
      (await handle.query(contract.timelineQuery)).map(({ stage, attempt }) => `${stage} ${String(attempt)}`);
    const eventsOf = async (handle: Handle) => (await handle.fetchHistory()).events ?? [];

    describe('where everybody answers', () => {
      test('a new resident is followed to the route, and 依頼済 when confirmed, in at most 15 events', async () => {
        const { rows, personId, start, nudge } = driving(standing.NUMBERED);
        const handle = await start();
        // Without a query, which takes a task of its own: these are 12 events, and 3 more for each further task.
        await vi.waitUntil(() => rows.get(personId).stage === 'ROUTED', patience);
        rows.move(personId, { type: 'confirmed' });
        await nudge();
        expect(await handle.result()).toEqual({ stage: 'ACQUIRED', codeRequestStatus: 'REQUESTED' });
        expect(await stagesOf(handle)).toEqual([
          'NUMBERED 1',
          'SERIAL_REQUESTED 1',
          'FILE_REQUESTED 1',
          'FILE_RECEIVED 1',
          'ROUTED 1',
          'ACQUIRED 1',
        ]);
        expect((await eventsOf(handle)).length).toBeLessThanOrEqual(15);
        await recordHistory('acquire-code-new-resident', cache, await handle.fetchHistory());
        expect(rows.activities.requestSerial).toHaveBeenCalledTimes(1);
        expect(rows.asked(personId)).toEqual(['serial 1', 'fileRequest 1', 'file 1', 'route 1']);
      });

      test('steps that a call has taken along are not called again, however far it came', async () => {
        const { rows, personId, start, stageIs } = driving(standing.NUMBERED);
        // The route is left to its own call.
        rows.says.mockImplementation(async ({ step, isLocal }) => {
          if (step === 'route' && isLocal) throw silence();
          return 'yes';
        });
        const handle = await start();
        await stageIs(handle, 'ROUTED');
        expect(await stagesOf(handle)).toEqual([
          'NUMBERED 1',
          'SERIAL_REQUESTED 1',
          'FILE_REQUESTED 1',
          'FILE_RECEIVED 1',
          'ROUTED 1',
        ]);
        rows.move(personId, { type: 'confirmed' });
        await handle.signal(contract.nudge, 'due');
        await handle.result();
        await recordHistory('acquire-code-steps-taken-along', cache, await handle.fetchHistory());
        expect(rows.activities.requestFile).not.toHaveBeenCalled();
        expect(rows.activities.fetchFile).not.toHaveBeenCalled();
        expect(rows.overlaps()).toEqual([]);
      });

      test('steps that are not taken along are called one after the other', async () => {
        const { rows, personId, start, stageIs } = driving(standing.NUMBERED);
        rows.takesAlong = false;
        const handle = await start();
        await stageIs(handle, 'ROUTED');
        await recordHistory('acquire-code-step-by-step', cache, await handle.fetchHistory());
        expect(rows.asked(personId)).toEqual(['serial 1', 'fileRequest 1', 'file 1', 'route 1']);
        expect(rows.overlaps()).toEqual([]);
      });

      test('a known resident is looked at, and the run ends', async () => {
        const { rows, personId, nudge } = driving(standing.ACQUIRED);
        const handle = await nudge();
        expect(await handle.result()).toEqual({ stage: 'ACQUIRED', codeRequestStatus: 'REQUESTED' });
        await recordHistory('acquire-code-known-resident', cache, await handle.fetchHistory());
        expect(rows.asked(personId)).toEqual([]);
      });

      test('a person of whom nothing was ever judged has no request to drive', async () => {
        const { rows, nudge } = driving(standing.NUMBERED);
        rows.activities.judge.mockResolvedValue({ judged: 0, judgement: null, standing: null });
        expect(await (await nudge()).result()).toEqual({ stage: null, codeRequestStatus: 'NOT_REQUESTED' });
      });

      test('however many nudges come at once, there is one run, and nothing is asked twice', async () => {
        const { rows, personId, nudge, stageIs } = driving(standing.NUMBERED);
        rows.takesAlong = false;
        const [handle, ...others] = await Promise.all(Array.from({ length: 8 }, () => nudge('not-heard-of')));
        if (!handle) throw new Error('There is no run');
        const runs = await Promise.all([handle, ...others].map((each) => each.describe()));
        expect(new Set(runs.map(({ runId }) => runId)).size).toBe(1);
        await stageIs(handle, 'ROUTED');
        await Promise.all([nudge(), nudge()]);
        rows.move(personId, { type: 'confirmed' });
        await nudge();
        await handle.result();
        expect(rows.asked(personId)).toEqual(['serial 1', 'fileRequest 1', 'file 1', 'route 1']);
        expect(rows.overlaps()).toEqual([]);
      });
    });

    describe('a nudge', () => {
      /** Staff cancel while the run is where the test wants it; then nobody is asked for anything any more. */
      const cancelled = (serialRequested: boolean): contract.AcquireCodeOutcome => ({
        stage: 'CANCELLED',
        codeRequestStatus: serialRequested ? 'REQUESTING' : 'NOT_REQUESTED',
      });

      test.each(steps)('while the row is read that asks for the step %s is not lost', async (step) => {
        const { rows, personId, start, nudge } = driving(before[step]);
        const reading = barrier();
        rows.onLook.mockImplementationOnce(() => reading.pass());
        const handle = await start();
        await reading.reached;
        rows.move(personId, { type: 'cancelled' });
        await nudge();
        reading.open();
        expect(await handle.result()).toEqual(cancelled(step !== 'serial'));
        expect(rows.asked(personId)).toEqual([]);
        expect(rows.overlaps()).toEqual([]);
      });

      test.each(steps)('in the quick call of the step %s waits for its end, and then the row decides', async (step) => {
        const { rows, personId, start, nudge } = driving(before[step]);
        const asking = barrier();
        rows.says.mockImplementationOnce(async () => {
          await asking.pass();
          return 'yes';
        });
        const handle = await start();
        await asking.reached;
        rows.move(personId, { type: 'cancelled' });
        await nudge();
        asking.open();
        expect(await handle.result()).toEqual(cancelled(true));
        expect(new Set(rows.asked(personId))).toEqual(new Set([`${step} 1`]));
        expect(rows.overlaps()).toEqual([]);
      });

      test.each(steps)('in the patient call of the step %s ends the wait for its next try', async (step) => {
        const { rows, personId, start, nudge } = driving(before[step], endless);
        const failed = createResolvable<void>();
        rows.says.mockImplementation(async ({ isLocal }) => {
          if (!isLocal) failed.resolve();
          throw createFailure('INTERMEDIATE_SERVER_UNAVAILABLE', isLocal ? {} : { retryAfterMs: 60_000 });
        });
        const handle = await start();
        await failed.promise;
        await inBackOff(handle);
        rows.move(personId, { type: 'cancelled' });
        await nudge();
        expect(await handle.result()).toEqual(cancelled(true));
        expect(rows.activities.park).not.toHaveBeenCalled();
        expect(rows.overlaps()).toEqual([]);
      });

      test.each(steps)('in a try of the patient call of %s begins nothing before that try is over', async (step) => {
        const { rows, personId, start, nudge } = driving(before[step], endless);
        const asking = barrier();
        rows.says.mockImplementation(async ({ isLocal }) => {
          if (isLocal) throw silence();
          await asking.pass();
          return 'yes';
        });
        const handle = await start();
        await asking.reached;
        rows.move(personId, { type: 'cancelled' });
        await nudge();
        await vi.waitUntil(async () => (await eventsOf(handle)).some(isCancelRequest), patience);
        asking.open();
        expect(await handle.result()).toEqual(cancelled(true));
        expect(rows.overlaps()).toEqual([]);
      });

      test.each(steps)('in a try of %s that fails then puts nobody on the error list', async (step) => {
        const { rows, start, nudge, stageIs } = driving(before[step], endless);
        const asking = barrier();
        rows.says.mockImplementation(async ({ isLocal }) => {
          if (isLocal) throw silence();
          await asking.pass();
          throw silence();
        });
        const handle = await start();
        await asking.reached;
        await nudge('not-heard-of');
        await vi.waitUntil(async () => (await eventsOf(handle)).some(isCancelRequest), patience);
        rows.says.mockResolvedValue('yes');
        asking.open();
        await stageIs(handle, 'ROUTED');
        expect(rows.activities.park).not.toHaveBeenCalled();
        expect(rows.overlaps()).toEqual([]);
      });

      test('as a run ends is not lost', async () => {
        const { rows, personId, start, nudge, stageIs } = driving(standing.CANCELLED);
        const reading = barrier();
        rows.onLook.mockImplementationOnce(() => reading.pass());
        const handle = await start({ workflowTaskTimeout: '1 second' });
        await reading.reached;
        // A new transfer has opened the request again, after the run has read that there is none.
        rows.put(personId, { ...standing.NUMBERED, attempt: 2 });
        await nudge();
        await heard(handle);
        reading.open();
        await stageIs(handle, 'ROUTED');
        expect(rows.asked(personId)[0]).toBe('serial 2');
        await recordHistory('acquire-code-nudged-at-its-end', cache, await handle.fetchHistory());
      });

      test('as a run ends because nothing was ever judged is not lost', async () => {
        const { rows, personId, start, nudge, stageIs } = driving(standing.NUMBERED);
        const reading = barrier();
        rows.activities.judge.mockImplementationOnce(async () => {
          await reading.pass();
          return { judged: 0, judgement: null, standing: null };
        });
        const handle = await start({ workflowTaskTimeout: '1 second' });
        await reading.reached;
        await nudge();
        await heard(handle);
        reading.open();
        await stageIs(handle, 'ROUTED');
        expect(rows.asked(personId)[0]).toBe('serial 1');
      });

      test('after a run has ended begins another one', async () => {
        const { rows, personId, start, nudge, stageIs } = driving(standing.CANCELLED);
        await (await start()).result();
        rows.put(personId, { ...standing.NUMBERED, attempt: 2 });
        await stageIs(await nudge(), 'ROUTED');
        expect(rows.asked(personId)[0]).toBe('serial 2');
      });

      test('at any moment of a wait for the file is heard at once', async () => {
        const { rows, personId, start, nudge } = driving(standing.FILE_REQUESTED);
        rows.says.mockResolvedValue('not-ready');
        const handle = await start();
        await vi.waitUntil(() => rows.asked(personId).length > 1, patience);
        rows.move(personId, { type: 'confirmed' });
        await nudge();
        expect(await handle.result()).toMatchObject({ stage: 'ACQUIRED' });
        await recordHistory('acquire-code-confirmed-before-the-file', cache, await handle.fetchHistory());
        expect(rows.overlaps()).toEqual([]);
      });

      test('that brings a confirmation while the route is under way makes it 依頼済', async () => {
        const { rows, personId, start, nudge } = driving(standing.FILE_RECEIVED);
        const asking = barrier();
        rows.says.mockImplementation(async ({ isLocal }) => {
          if (isLocal) throw silence();
          await asking.pass();
          throw silence();
        });
        const handle = await start();
        await asking.reached;
        rows.move(personId, { type: 'confirmed' });
        await nudge();
        asking.open();
        expect(await handle.result()).toEqual({ stage: 'ACQUIRED', codeRequestStatus: 'REQUESTED' });
        await recordHistory('acquire-code-confirmed-while-routing', cache, await handle.fetchHistory());
      });
    });

    describe('a run that is started anew', () => {
      test.each(steps)('before the step %s goes on from the row', async (step) => {
        const { rows, personId, start, stageIs } = driving(before[step]);
        await stageIs(await start(), 'ROUTED');
        expect(rows.asked(personId)).toEqual(steps.slice(steps.indexOf(step)).map((each) => `${each} 1`));
      });

      test.each([
        ['routed', standing.ROUTED],
        ['without a personal number', standing.AWAITING_PN],
        ['in doubt', standing.HELD],
        ['in a chunk', { ...standing.NUMBERED, inChunk: true }],
        ['on the error list', parked('route')],
      ])('of a person who is %s waits, and sends nothing', async (_what, row) => {
        const { rows, personId, start, nudge, stageIs } = driving(row);
        const handle = await start();
        await stageIs(handle, row.stage);
        await nudge();
        await vi.waitUntil(() => rows.activities.judge.mock.calls.length >= 2, patience);
        expect((await handle.describe()).status.name).toBe('RUNNING');
        expect(rows.asked(personId)).toEqual([]);
      });

      test('in the place of one that is ended half-way sends nothing that the row does not ask for', async () => {
        const { rows, personId, start, replace, stageIs } = driving(standing.NUMBERED);
        rows.says.mockImplementation(async ({ step }) => (step === 'file' ? 'not-ready' : 'yes'));
        const first = await start();
        await stageIs(first, 'FILE_REQUESTED');
        const second = await replace();
        rows.says.mockResolvedValue('yes');
        await stageIs(second, 'ROUTED');
        await recordHistory('acquire-code-replaced', cache, await second.fetchHistory());
        expect(rows.asked(personId).filter((asked) => !asked.startsWith('file '))).toEqual([
          'serial 1',
          'fileRequest 1',
          'route 1',
        ]);
      });

      test('takes up a wait that is over', async () => {
        const opensAt = new Date(Date.now() - 1_000).toISOString();
        const waiting: Acquisition = { ...standing.FILE_RECEIVED, stage: 'WAITING_FOR_HOURS', opensAt };
        const { rows, personId, start, stageIs } = driving(waiting);
        await stageIs(await start(), 'ROUTED');
        expect(rows.asked(personId)).toEqual(['route 1']);
      });
    });

    describe('a participant', () => {
      test('that is away for a while is asked again until it answers', async () => {
        const { rows, personId, start, nudge, stageIs } = driving(standing.NUMBERED);
        rows.says.mockRejectedValueOnce(silence()).mockRejectedValueOnce(silence());
        const handle = await start();
        await stageIs(handle, 'ROUTED');
        rows.move(personId, { type: 'confirmed' });
        await nudge();
        await handle.result();
        await recordHistory('acquire-code-participant-away', cache, await handle.fetchHistory());
        expect(rows.activities.requestSerial).toHaveBeenCalledTimes(3);
      });

      test('that stays away puts the request on the error list, where staff retry it', async () => {
        const { rows, personId, start, nudge, stageIs } = driving(standing.FILE_RECEIVED);
        rows.says.mockRejectedValue(createFailure('JUKI_GATEWAY_UNAVAILABLE'));
        const handle = await start();
        await stageIs(handle, 'NEEDS_ATTENTION');
        expect(await handle.query(contract.statusQuery)).toMatchObject({
          attempt: 1,
          failure: { code: 'JUKI_GATEWAY_UNAVAILABLE', step: 'route' },
        });
        rows.says.mockResolvedValue('yes');
        rows.move(personId, { type: 'retried' });
        await nudge();
        await stageIs(handle, 'ROUTED');
        expect(await handle.query(contract.statusQuery)).toMatchObject({ attempt: 1, failure: null });
        rows.move(personId, { type: 'confirmed' });
        await nudge();
        await handle.result();
        await recordHistory('acquire-code-staff-retry', cache, await handle.fetchHistory());
        expect(rows.overlaps()).toEqual([]);
      });

      test.each<[string, Error]>([
        ['answers what is not in the contract', createFailure('UNEXPECTED_ANSWER')],
        ['makes us stumble', new TypeError('a bug of ours')],
      ])('that %s puts the request on the error list and does not spin', async (_what, err) => {
        const { rows, start, stageIs } = driving(standing.SERIAL_REQUESTED);
        rows.says.mockRejectedValue(err);
        const handle = await start();
        await stageIs(handle, 'NEEDS_ATTENTION');
        expect((await handle.query(contract.statusQuery)).failure).toMatchObject({
          code: 'UNEXPECTED_ANSWER',
          step: 'fileRequest',
        });
      });

      test('that refuses parks the request under its own code, and staff cancel it', async () => {
        const { rows, personId, start, nudge, stageIs } = driving(standing.NUMBERED);
        rows.says.mockResolvedValue('no');
        const handle = await start();
        await stageIs(handle, 'NEEDS_ATTENTION');
        expect((await handle.query(contract.statusQuery)).failure?.code).toBe('SERIAL_REFUSED');
        rows.move(personId, { type: 'cancelled' });
        await nudge();
        expect(await handle.result()).toMatchObject({ stage: 'CANCELLED' });
        await recordHistory('acquire-code-refused-cancelled', cache, await handle.fetchHistory());
        expect(rows.activities.park).not.toHaveBeenCalled();
      });

      test('that refuses what was taken along parks the request under that step, and a retry begins a new attempt', async () => {
        const { rows, personId, start, nudge, stageIs } = driving(standing.NUMBERED);
        rows.says.mockImplementation(async ({ step, attempt }) => (step === 'file' && attempt === 1 ? 'no' : 'yes'));
        const handle = await start();
        await stageIs(handle, 'NEEDS_ATTENTION');
        expect((await handle.query(contract.statusQuery)).failure).toMatchObject({
          code: 'RECEIPT_UNKNOWN',
          step: 'file',
        });
        rows.move(personId, { type: 'retried' });
        await nudge();
        await stageIs(handle, 'ROUTED');
        expect((await handle.query(contract.statusQuery)).attempt).toBe(2);
        expect(rows.asked(personId).slice(-3)).toEqual(['fileRequest 2', 'file 2', 'route 2']);
      });

      test('whose confirmation is an error parks the request, and a corrected number begins anew', async () => {
        const { rows, personId, start, nudge, stageIs } = driving(standing.ROUTED);
        const handle = await start();
        await stageIs(handle, 'ROUTED');
        const at = new Date().toISOString();
        rows.move(personId, { type: 'confirmationFailed', code: 'RESIDENT_RECORD_NOT_FOUND', at });
        await nudge();
        await stageIs(handle, 'NEEDS_ATTENTION');
        rows.move(personId, { type: 'corrected' });
        await nudge();
        await stageIs(handle, 'ROUTED');
        expect((await handle.query(contract.statusQuery)).attempt).toBe(2);
        await recordHistory('acquire-code-corrected', cache, await handle.fetchHistory());
        expect(rows.asked(personId)).toEqual(['serial 2', 'fileRequest 2', 'file 2', 'route 2']);
      });
    });

    describe('the file', () => {
      test('that is not ready when it is taken along is asked for as ever', async () => {
        const { rows, personId, start, stageIs } = driving(standing.NUMBERED);
        let asked = 0;
        rows.says.mockImplementation(async ({ step }) => {
          if (step === 'file') asked += 1;
          return step === 'file' && asked === 1 ? 'not-ready' : 'yes';
        });
        await stageIs(await start(), 'ROUTED');
        expect(rows.activities.fetchFile).toHaveBeenCalledTimes(1);
        expect(rows.asked(personId)).toEqual(['serial 1', 'fileRequest 1', 'file 1', 'file 1', 'route 1']);
      });

      test('is asked for until it is there, and one that is never ready goes to the error list by the row', async () => {
        const { rows, start, stageIs } = driving(standing.FILE_REQUESTED);
        let patient = 0;
        rows.says.mockImplementation(async ({ isLocal }) => {
          if (!isLocal) patient += 1;
          return patient < 3 ? 'not-ready' : 'no';
        });
        const handle = await start();
        await stageIs(handle, 'NEEDS_ATTENTION');
        expect((await handle.query(contract.statusQuery)).failure?.step).toBe('file');
        await recordHistory('acquire-code-file-never-ready', cache, await handle.fetchHistory());
        expect(rows.activities.park).not.toHaveBeenCalled();
        expect(rows.overlaps()).toEqual([]);
      });
    });

    describe('outside the hours', () => {
      test('the route waits for the opening, and looks again when the calendar is changed', async () => {
        const { rows, personId, start, nudge, stageIs } = driving(standing.FILE_RECEIVED);
        let opensAt: string | null = inAnHour();
        rows.opensAt = () => opensAt;
        const handle = await start();
        await stageIs(handle, 'WAITING_FOR_HOURS');
        expect((await handle.query(contract.statusQuery)).opensAt).toBe(opensAt);
        opensAt = null;
        await nudge();
        await stageIs(handle, 'ROUTED');
        rows.move(personId, { type: 'confirmed' });
        await nudge();
        await handle.result();
        await recordHistory('acquire-code-waited-for-hours', cache, await handle.fetchHistory());
        expect(rows.asked(personId)).toEqual(['route 1']);
      });

      test('a calendar that opens still later is waited for as well', async () => {
        const { rows, personId, start, nudge, stageIs } = driving(standing.FILE_RECEIVED);
        let opensAt = inAnHour();
        rows.opensAt = () => opensAt;
        const handle = await start();
        await stageIs(handle, 'WAITING_FOR_HOURS');
        opensAt = new Date(Date.parse(opensAt) + 3_600_000).toISOString();
        await nudge();
        await vi.waitUntil(async () => (await handle.query(contract.statusQuery)).opensAt === opensAt, patience);
        expect(rows.asked(personId)).toEqual([]);
      });

      test('a nudge while the route is under way after a new opening brings nobody back to the old one', async () => {
        const { rows, personId, start, nudge, stageIs } = driving({
          ...standing.FILE_RECEIVED,
          stage: 'WAITING_FOR_HOURS',
          opensAt: inAnHour(),
        });
        const asking = barrier();
        rows.says.mockImplementation(async ({ isLocal }) => {
          if (isLocal) throw silence();
          await asking.pass();
          throw silence();
        });
        const handle = await start();
        await asking.reached;
        await nudge();
        await vi.waitUntil(async () => (await eventsOf(handle)).some(isCancelRequest), patience);
        rows.says.mockResolvedValue('yes');
        asking.open();
        await stageIs(handle, 'ROUTED');
        expect(new Set(rows.asked(personId))).toEqual(new Set(['route 1']));
      });

      test('the opening itself ends the wait', async () => {
        const { rows, personId, start, stageIs } = driving(standing.FILE_RECEIVED);
        const opensAt = new Date(Date.now() + 1_500).toISOString();
        rows.opensAt = () => (Date.now() < Date.parse(opensAt) ? opensAt : null);
        await stageIs(await start(), 'ROUTED');
        expect(rows.asked(personId)).toEqual(['route 1']);
      });
    });

    test('the list of errors of the engine shows whoever is on the error list or in doubt, and nobody else', async () => {
      const { rows, personId, start, nudge, stageIs } = driving(standing.NUMBERED);
      const shown = async (handle: Handle) => {
        const { typedSearchAttributes: attributes } = await handle.describe();
        return [attributes.get(searchAttributes.errorCode), attributes.get(searchAttributes.stage)];
      };
      rows.says.mockResolvedValueOnce('no');
      const handle = await start();
      await stageIs(handle, 'NEEDS_ATTENTION');
      expect(await shown(handle)).toEqual(['SERIAL_REFUSED', 'NEEDS_ATTENTION']);
      rows.move(personId, { type: 'retried' });
      await nudge();
      await stageIs(handle, 'ROUTED');
      expect(await shown(handle)).toEqual([undefined, undefined]);
      rows.put(personId, { ...rows.get(personId), held: true });
      await nudge();
      await vi.waitUntil(async () => (await shown(handle))[0] !== undefined, patience);
      expect(await shown(handle)).toEqual(['IDENTITY_MISMATCH', 'ROUTED']);
      rows.put(personId, { ...rows.get(personId), held: false });
      rows.move(personId, { type: 'confirmed' });
      await nudge();
      await handle.result();
      expect(await shown(handle)).toEqual([undefined, undefined]);
      await recordHistory('acquire-code-on-the-error-list', cache, await handle.fetchHistory());
    });

    /** The nudge has come to the run while an activity of it is under way, and not after it. */
    async function heard(handle: Handle): Promise<void> {
      await vi.waitUntil(async () => (await eventsOf(handle)).some(isSignal), patience);
    }

    /** Scheduled, and no try of it under way. */
    async function inBackOff(handle: Handle): Promise<void> {
      await vi.waitUntil(async () => {
        const { raw } = await handle.describe();
        return (raw.pendingActivities ?? []).some(({ attempt, lastFailure }) => (attempt ?? 1) > 1 && lastFailure);
      }, patience);
    }
  });
}

/** The activities of `acquireCode`, each over the rows of the person that it is called for. */
function activitiesByPerson(rowsOf: ReadonlyMap<string, Rows>): contract.AcquireCodeActivities {
  const of = ({ requests }: Pick<contract.StepInput, 'requests'>): Rows['activities'] => {
    const rows = 'personIds' in requests ? rowsOf.get(requests.personIds[0] ?? '') : undefined;
    if (!rows) throw new Error('No test is about this person');
    return rows.activities;
  };
  return {
    judge: (input) => of(input).judge(input),
    requestSerial: (input) => of(input).requestSerial(input),
    requestFile: (input) => of(input).requestFile(input),
    fetchFile: (input) => of(input).fetchFile(input),
    route: (input) => of(input).route(input),
    park: (input) => of(input).park(input),
  };
}

type Event = NonNullable<Awaited<ReturnType<Handle['fetchHistory']>>['events']>[number];
const isCancelRequest = (event: Event): boolean => event.activityTaskCancelRequestedEventAttributes != null;
const isSignal = (event: Event): boolean => event.workflowExecutionSignaledEventAttributes != null;

function parked(step: SendingStep): Acquisition {
  const code = 'JUKI_GATEWAY_UNAVAILABLE';
  const since = new Date().toISOString();
  return { ...standing.FILE_RECEIVED, stage: 'NEEDS_ATTENTION', failure: { code, step, since }, receiptNumber: null };
}
