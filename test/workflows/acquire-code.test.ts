import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation, WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { failure } from '../../activities/failure.ts';
import * as contract from '../../contracts/acquire-code.ts';
import { searchAttributes } from '../../contracts/search-attributes.ts';
import type { Acquisition } from '../../domain/lifecycle.ts';
import { recordHistory } from '../support/histories.ts';
import { resolvable } from '../support/resolvable.ts';
import { startWorkflowTests, type WorkflowTests } from '../support/workflow-worker.ts';

let tests: WorkflowTests;
beforeAll(async () => {
  tests = await startWorkflowTests();
});
afterAll(() => tests.close());

const limits: contract.Limits = { transientSeconds: 4, fileSeconds: 2, filePollSeconds: { first: 0.2, longest: 0.5 } };
const numbered: Acquisition = { stage: 'NUMBERED', attempt: 1, serialRequested: false, held: false, inChunk: false };
const acquired: Acquisition = { stage: 'ACQUIRED', attempt: 1, serialRequested: true, held: false, inChunk: false };
const done = { done: 1, exceptions: [] };
const judgement: contract.Judgement = {
  result: 'numbered',
  integratedAddressNumber: '000000000000019',
  codeRequestStatus: 'REQUESTING',
};
const staff = { staffId: 's-1', reason: 'test', failureId: null };
const patience = { timeout: 30_000, interval: 50 };

/** Participants that all say yes. */
function willing() {
  return {
    judge: vi.fn<contract.AcquireCodeActivities['judge']>(async () => ({
      judged: 1,
      notices: 0,
      judgement,
      acquisition: numbered,
    })),
    requestSerial: vi.fn<contract.AcquireCodeActivities['requestSerial']>(async () => done),
    requestFile: vi.fn<contract.AcquireCodeActivities['requestFile']>(async () => ({ ...done, receiptNumber: 'R-1' })),
    fetchFile: vi.fn<contract.AcquireCodeActivities['fetchFile']>(async () => ({ ...done, ready: true })),
    route: vi.fn<contract.AcquireCodeActivities['route']>(async () => ({ ...done, opensAt: null })),
    notify: vi.fn<contract.AcquireCodeActivities['notify']>(async () => ({ delivered: 1, left: 0 })),
    park: vi.fn<contract.AcquireCodeActivities['park']>(async () => {}),
    actOnAcquisition: vi.fn<contract.AcquireCodeActivities['actOnAcquisition']>(async ({ action }) => ({
      notices: 0,
      acquisition:
        action === 'cancel'
          ? { stage: 'CANCELLED', attempt: 1, serialRequested: false, held: false, inChunk: false }
          : { stage: 'NUMBERED', attempt: 2, serialRequested: true, held: false, inChunk: false },
    })),
  } satisfies contract.AcquireCodeActivities;
}

type Handle = WorkflowHandle<contract.AcquireCode>;

describe.each([{ maxCachedWorkflows: 0 }, { maxCachedWorkflows: 100 }])(
  'acquireCode, $maxCachedWorkflows cached',
  (cache) => {
    async function started(activities: contract.AcquireCodeActivities) {
      const { client, taskQueue, worker } = await tests.createWorker(activities, cache);
      const input = { municipality: '990019', personId: randomUUID(), limits };
      const operation = () =>
        new WithStartWorkflowOperation<contract.AcquireCode>('acquireCode', {
          workflowId: contract.acquireCodeIdFor(input.municipality, input.personId),
          workflowIdConflictPolicy: 'USE_EXISTING',
          taskQueue,
          args: [input],
        });
      /** As a backbone's transfer arrives. */
      const transfer = async (inboxId = randomUUID()) => {
        const startWorkflowOperation = operation();
        const answer = await client.workflow.executeUpdateWithStart(contract.receiveTransfer, {
          args: [{ inboxId }],
          startWorkflowOperation,
        });
        return { answer, handle: await startWorkflowOperation.workflowHandle() };
      };
      const stageIs = (handle: Handle, stage: string) =>
        vi.waitUntil(async () => (await handle.query(contract.statusQuery)).stage === stage, patience);
      return { worker, transfer, stageIs };
    }

    test('a new resident is numbered at once, followed to the route, and 依頼済 when confirmed, in at most 25 events', async () => {
      const activities = willing();
      const { worker, transfer, stageIs } = await started(activities);
      await worker.runUntil(async () => {
        const { answer, handle } = await transfer();
        expect(answer).toEqual(judgement);
        await stageIs(handle, 'ROUTED');
        await handle.signal(contract.confirmation, { result: 'acquired' });
        expect(await handle.result()).toEqual({ stage: 'ACQUIRED', codeRequestStatus: 'REQUESTED' });
        const timeline = await handle.query(contract.timelineQuery);
        expect(timeline.map(({ stage }) => stage)).toEqual([
          'NUMBERED',
          'SERIAL_REQUESTED',
          'FILE_REQUESTED',
          'FILE_RECEIVED',
          'ROUTED',
          'ACQUIRED',
        ]);
        const history = await handle.fetchHistory();
        expect(history.events?.length).toBeLessThanOrEqual(25);
        await recordHistory('acquire-code-new-resident', cache, history);
      });
      expect(activities.requestSerial).toHaveBeenCalledTimes(1);
    });

    test('steps that a call has taken along are not called again, however far it came', async () => {
      const activities = willing();
      const toTheFile = { ...done, next: { ...done, receiptNumber: 'R-1', next: { ...done, ready: true } } };
      activities.requestSerial.mockResolvedValueOnce(toTheFile);
      const { worker, transfer, stageIs } = await started(activities);
      await worker.runUntil(async () => {
        const { answer, handle } = await transfer();
        expect(answer).toEqual(judgement);
        await stageIs(handle, 'ROUTED');
        await handle.signal(contract.confirmation, { result: 'acquired' });
        await handle.result();
        const timeline = await handle.query(contract.timelineQuery);
        expect(timeline.map(({ event }) => event)).toEqual([
          'numbered',
          'serialAccepted',
          'fileRequested',
          'fileReceived',
          'routed',
          'confirmed',
        ]);
        await recordHistory('acquire-code-steps-taken-along', cache, await handle.fetchHistory());
      });
      expect(activities.requestFile).not.toHaveBeenCalled();
      expect(activities.fetchFile).not.toHaveBeenCalled();
      expect(activities.route).toHaveBeenCalledTimes(1);
    });

    test('a file that was not ready when it was taken along is asked for as ever', async () => {
      const activities = willing();
      const notReady = { done: 0, exceptions: [], ready: false };
      activities.requestSerial.mockResolvedValueOnce({
        ...done,
        next: { ...done, receiptNumber: 'R-1', next: notReady },
      });
      activities.fetchFile.mockResolvedValueOnce({ ...done, ready: true, next: { ...done, opensAt: null } });
      const { worker, transfer, stageIs } = await started(activities);
      await worker.runUntil(async () => {
        const { handle } = await transfer();
        await stageIs(handle, 'ROUTED');
        await handle.signal(contract.confirmation, { result: 'acquired' });
        await handle.result();
      });
      expect(activities.fetchFile).toHaveBeenCalledTimes(1);
      expect(activities.route).not.toHaveBeenCalled();
    });

    test('a refusal in a step that was taken along parks the request under that step', async () => {
      const activities = willing();
      const refused = { done: 0, exceptions: [{ personId: randomUUID(), code: 'RECEIPT_UNKNOWN' as const }] };
      activities.requestSerial.mockResolvedValueOnce({
        ...done,
        next: { ...done, receiptNumber: 'R-1', next: { ...refused, ready: true } },
      });
      const { worker, transfer, stageIs } = await started(activities);
      await worker.runUntil(async () => {
        const { handle } = await transfer();
        await stageIs(handle, 'NEEDS_ATTENTION');
        expect((await handle.query(contract.statusQuery)).failure).toMatchObject({
          code: 'RECEIPT_UNKNOWN',
          step: 'file',
        });
        // Staff act under a new attempt, for which nothing was taken along.
        await handle.executeUpdate(contract.retryAcquisition, { args: [staff] });
        await stageIs(handle, 'ROUTED');
        await handle.terminate();
      });
      expect(activities.requestFile).toHaveBeenCalledTimes(1);
    });

    test('the number is answered before a silent participant is given up', async () => {
      const answerSerial = resolvable<void>();
      const activities = { ...willing(), requestSerial: async () => answerSerial.promise.then(() => done) };
      const { worker, transfer, stageIs } = await started(activities);
      await worker.runUntil(async () => {
        const { answer, handle } = await transfer();
        expect(answer.result).toBe('numbered');
        expect((await handle.query(contract.statusQuery)).stage).toBe('NUMBERED');
        answerSerial.resolve();
        await stageIs(handle, 'ROUTED');
        await handle.terminate();
      });
    });

    test('transfers that arrive while the request is open join it and nothing is asked twice', async () => {
      const activities = willing();
      const { worker, transfer, stageIs } = await started(activities);
      await worker.runUntil(async () => {
        const [{ handle }, ...others] = await Promise.all([transfer(), transfer(), transfer()]);
        expect(new Set(others.map((other) => other.handle.workflowId))).toEqual(new Set([handle.workflowId]));
        await stageIs(handle, 'ROUTED');
        await transfer();
        await handle.signal(contract.confirmation, { result: 'acquired' });
        await handle.result();
      });
      expect(activities.requestSerial).toHaveBeenCalledTimes(1);
      expect(activities.route).toHaveBeenCalledTimes(1);
    });

    test('a known resident is updated and the workflow ends', async () => {
      const known = { ...judgement, result: 'updated', codeRequestStatus: 'REQUESTED' } as const;
      const activities = {
        ...willing(),
        judge: async () => ({ judged: 1, notices: 2, judgement: known, acquisition: acquired }),
      };
      const { worker, transfer } = await started(activities);
      await worker.runUntil(async () => {
        const { answer, handle } = await transfer();
        expect(answer).toEqual(known);
        expect(await handle.result()).toMatchObject({ stage: 'ACQUIRED' });
        await recordHistory('acquire-code-known-resident', cache, await handle.fetchHistory());
      });
      expect(activities.notify).toHaveBeenCalledTimes(1);
      expect(activities.requestSerial).not.toHaveBeenCalled();
    });

    test('a participant that is away for a while is asked again until it answers', async () => {
      const activities = willing();
      activities.requestSerial
        .mockRejectedValueOnce(failure('INTERMEDIATE_SERVER_UNAVAILABLE'))
        .mockRejectedValueOnce(failure('INTERMEDIATE_SERVER_UNAVAILABLE'));
      const { worker, transfer, stageIs } = await started(activities);
      await worker.runUntil(async () => {
        const { handle } = await transfer();
        await stageIs(handle, 'ROUTED');
        await handle.signal(contract.confirmation, { result: 'acquired' });
        await handle.result();
        await recordHistory('acquire-code-participant-away', cache, await handle.fetchHistory());
      });
      expect(activities.requestSerial).toHaveBeenCalledTimes(3);
    });

    test('a participant that stays away puts the request on the error list, where staff retry it', async () => {
      const activities = willing();
      activities.route.mockRejectedValue(failure('JUKI_GATEWAY_UNAVAILABLE'));
      const { worker, transfer, stageIs } = await started(activities);
      await worker.runUntil(async () => {
        const { handle } = await transfer();
        await stageIs(handle, 'NEEDS_ATTENTION');
        expect((await handle.query(contract.statusQuery)).failure).toMatchObject({
          code: 'JUKI_GATEWAY_UNAVAILABLE',
          step: 'route',
        });
        expect(activities.park).toHaveBeenCalledWith(
          expect.objectContaining({ step: 'route', code: 'JUKI_GATEWAY_UNAVAILABLE' }),
        );
        const { typedSearchAttributes } = await handle.describe();
        expect(typedSearchAttributes.get(searchAttributes.errorCode)).toBe('JUKI_GATEWAY_UNAVAILABLE');
        activities.route.mockResolvedValue({ ...done, opensAt: null });
        const status = await handle.executeUpdate(contract.retryAcquisition, { args: [staff] });
        expect(status).toMatchObject({ stage: 'NUMBERED', attempt: 2, failure: null });
        await stageIs(handle, 'ROUTED');
        await handle.signal(contract.confirmation, { result: 'acquired' });
        await handle.result();
        await recordHistory('acquire-code-staff-retry', cache, await handle.fetchHistory());
      });
    });

    test('a refusal by a participant parks the request under its own code', async () => {
      const activities = willing();
      activities.requestSerial.mockImplementation(async ({ requests }) => ({
        done: 0,
        exceptions: [
          { personId: 'personIds' in requests ? (requests.personIds[0] ?? '') : '', code: 'SERIAL_REFUSED' },
        ],
      }));
      const { worker, transfer, stageIs } = await started(activities);
      await worker.runUntil(async () => {
        const { handle } = await transfer();
        await stageIs(handle, 'NEEDS_ATTENTION');
        expect((await handle.query(contract.statusQuery)).failure?.code).toBe('SERIAL_REFUSED');
        await handle.executeUpdate(contract.cancelAcquisition, { args: [staff] });
        expect(await handle.result()).toMatchObject({ stage: 'CANCELLED' });
        await recordHistory('acquire-code-refused-cancelled', cache, await handle.fetchHistory());
      });
      expect(activities.park).not.toHaveBeenCalled();
    });

    test('a file that is not ready is polled for, and one that is never ready goes to the error list', async () => {
      const activities = willing();
      activities.fetchFile.mockImplementation(async ({ failWhileNotReady }) => {
        if (failWhileNotReady) throw failure('FILE_NEVER_READY');
        return { done: 0, exceptions: [], ready: false };
      });
      const { worker, transfer, stageIs } = await started(activities);
      await worker.runUntil(async () => {
        const { handle } = await transfer();
        await stageIs(handle, 'FILE_REQUESTED');
        await stageIs(handle, 'NEEDS_ATTENTION');
        expect((await handle.query(contract.statusQuery)).failure?.code).toBe('FILE_NEVER_READY');
        await recordHistory('acquire-code-file-never-ready', cache, await handle.fetchHistory());
        await handle.terminate();
      });
      expect(activities.requestFile).toHaveBeenCalledTimes(1);
    });

    test('outside the hours the route waits for the opening, and looks again when the calendar is changed', async () => {
      const activities = willing();
      activities.route.mockResolvedValueOnce({
        done: 0,
        exceptions: [],
        opensAt: new Date(Date.now() + 3_600_000).toISOString(),
      });
      const { worker, transfer, stageIs } = await started(activities);
      await worker.runUntil(async () => {
        const { handle } = await transfer();
        await stageIs(handle, 'WAITING_FOR_HOURS');
        expect((await handle.query(contract.statusQuery)).opensAt).not.toBeNull();
        await handle.signal(contract.calendarChanged);
        await stageIs(handle, 'ROUTED');
        await handle.signal(contract.confirmation, { result: 'acquired' });
        await handle.result();
        await recordHistory('acquire-code-waited-for-hours', cache, await handle.fetchHistory());
      });
    });

    test('a confirmation wins over a step that is still running', async () => {
      const never = resolvable<void>();
      const activities = { ...willing(), route: async () => never.promise.then(() => ({ ...done, opensAt: null })) };
      const { worker, transfer } = await started(activities);
      await worker.runUntil(async () => {
        const { handle } = await transfer();
        await vi.waitUntil(
          async () => ['FILE_RECEIVED'].includes((await handle.query(contract.statusQuery)).stage ?? ''),
          patience,
        );
        await handle.signal(contract.confirmation, { result: 'acquired' });
        expect(await handle.result()).toMatchObject({ stage: 'ACQUIRED' });
        never.resolve();
        await recordHistory('acquire-code-confirmed-while-routing', cache, await handle.fetchHistory());
      });
    });

    test('an error in the confirmation parks the request with the other side’s code', async () => {
      const activities = willing();
      const { worker, transfer, stageIs } = await started(activities);
      await worker.runUntil(async () => {
        const { handle } = await transfer();
        await stageIs(handle, 'ROUTED');
        await handle.signal(contract.confirmation, { result: 'error', code: 'RESIDENT_RECORD_NOT_FOUND' });
        await stageIs(handle, 'NEEDS_ATTENTION');
        await handle.executeUpdate(contract.correctAcquisition, { args: [{ ...staff, correctionId: randomUUID() }] });
        await stageIs(handle, 'ROUTED');
        expect((await handle.query(contract.statusQuery)).attempt).toBe(2);
        await recordHistory('acquire-code-corrected', cache, await handle.fetchHistory());
        await handle.terminate();
      });
    });

    test('staff are told when nothing waits for them, and the request goes on', async () => {
      const activities = willing();
      activities.actOnAcquisition.mockImplementation(async () => {
        throw failure('NOT_WAITING');
      });
      const { worker, transfer, stageIs } = await started(activities);
      await worker.runUntil(async () => {
        const { handle } = await transfer();
        await stageIs(handle, 'ROUTED');
        const refused = await handle
          .executeUpdate(contract.retryAcquisition, { args: [staff] })
          .catch((err: unknown) => err);
        expect(refused).toBeInstanceOf(WorkflowUpdateFailedError);
        expect((refused as WorkflowUpdateFailedError).cause).toMatchObject({ type: 'NOT_WAITING' });
        await stageIs(handle, 'ROUTED');
        await handle.terminate();
      });
    });
  },
);
