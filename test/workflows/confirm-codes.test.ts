import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createFailure } from '../../activities/failure.ts';
import type * as contract from '../../contracts/confirm-codes.ts';
import { recordHistory } from '../support/histories.ts';
import { startWorkflowTests, type WorkflowTests } from '../support/workflow-worker.ts';

let tests: WorkflowTests;
beforeAll(async () => {
  tests = await startWorkflowTests();
});
afterAll(() => tests.close());

type Confirm = contract.ConfirmCodesActivities['confirmPage'];
const page = { asked: 10, acquired: 4, errors: 3, unknown: 2, overdue: 1 };

/** So many pages, each known by its key. */
const pagesOf = (count: number) =>
  vi.fn<Confirm>(async ({ after }) => {
    const at = after === null ? 1 : Number(after) + 1;
    return { ...page, next: at < count ? String(at) : null };
  });

describe.each([{ maxCachedWorkflows: 0 }, { maxCachedWorkflows: 100 }])(
  'confirmCodes, $maxCachedWorkflows cached',
  (cache) => {
    async function outcomeOf(confirmPage: Confirm, carried?: contract.ConfirmCodesInput['carried'], name?: string) {
      const { client, taskQueue, worker } = await tests.createWorker({ confirmPage }, cache);
      return worker.runUntil(async () => {
        const handle = await client.workflow.start<contract.ConfirmCodes>('confirmCodes', {
          workflowId: `confirm-codes/${randomUUID()}`,
          taskQueue,
          args: [{ municipality: '990019', ...(carried && { carried }) }],
        });
        const outcome = await handle.result();
        if (name !== undefined) await recordHistory(name, cache, await handle.fetchHistory());
        return { outcome, runId: (await handle.describe()).runId };
      });
    }

    test('asks page after page under the name of its run, and counts what they answer as one', async () => {
      const confirmPage = pagesOf(3);
      const { outcome, runId } = await outcomeOf(confirmPage, undefined, 'confirm-codes-done');
      expect(outcome).toEqual({ asked: 30, acquired: 12, errors: 9, unknown: 6, overdue: 3 });
      expect(confirmPage.mock.calls.map(([input]) => input)).toEqual(
        [null, '1', '2'].map((after) => ({ municipality: '990019', runId, after })),
      );
    });

    test('a page that nobody answers is asked again, and counted once', async () => {
      const confirmPage = pagesOf(2);
      confirmPage.mockRejectedValueOnce(createFailure('INTERMEDIATE_SERVER_UNAVAILABLE'));
      const { outcome } = await outcomeOf(confirmPage);
      expect(outcome).toMatchObject({ asked: 20 });
      expect(confirmPage.mock.calls.map(([{ after }]) => after)).toEqual([null, null, '1']);
    });

    test('goes on at the page and under the name that an earlier run of it has carried', async () => {
      const confirmPage = pagesOf(8);
      const { outcome } = await outcomeOf(confirmPage, { outcome: { ...page }, runId: 'the-first', after: '6' });
      expect(outcome).toMatchObject({ asked: 30, acquired: 12 });
      expect(confirmPage.mock.calls.map(([{ after, runId }]) => `${runId} ${String(after)}`)).toEqual([
        'the-first 6',
        'the-first 7',
      ]);
    });
  },
);
