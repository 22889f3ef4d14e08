import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type * as contract from '../../contracts/confirm-codes.ts';
import { recordHistory } from '../support/histories.ts';
import { startWorkflowTests, type WorkflowTests } from '../support/workflow-worker.ts';

let tests: WorkflowTests;
beforeAll(async () => {
  tests = await startWorkflowTests();
});
afterAll(() => tests.close());

type Activities = contract.ConfirmCodesActivities;

/** So many words in pages of two; the workflows of `locked` cannot be told the first times. */
function words(count: number, locked: Record<number, number> = {}) {
  const waiting = new Set(Array.from({ length: count }, (_, at) => at + 1));
  const tries = new Map<number, number>();
  return {
    waiting,
    confirmPage: vi.fn<Activities['confirmPage']>(async () => ({
      asked: count,
      acquired: count,
      errors: 0,
      unknown: 0,
      overdue: 0,
      next: null,
    })),
    tellWorkflows: vi.fn<Activities['tellWorkflows']>(async ({ after }) => {
      const page = [...waiting].filter((word) => word > Number(after ?? 0)).slice(0, 2);
      let told = 0;
      for (const word of page) {
        const tried = (tries.get(word) ?? 0) + 1;
        tries.set(word, tried);
        if (tried <= (locked[word] ?? 0)) continue;
        waiting.delete(word);
        told += 1;
      }
      return { told, left: page.length - told, next: page.length < 2 ? null : String(page.at(-1)) };
    }),
  };
}

describe.each([{ maxCachedWorkflows: 0 }, { maxCachedWorkflows: 100 }])(
  'confirmCodes, $maxCachedWorkflows cached',
  (cache) => {
    async function outcomeOf(activities: Activities, name?: string): Promise<contract.ConfirmCodesOutcome> {
      const { client, taskQueue, worker } = await tests.createWorker(activities, cache);
      return worker.runUntil(async () => {
        const handle = await client.workflow.start<contract.ConfirmCodes>('confirmCodes', {
          workflowId: `confirm-codes/${randomUUID()}`,
          taskQueue,
          args: [{ municipality: '990019' }],
        });
        const outcome = await handle.result();
        if (name !== undefined) await recordHistory(name, cache, await handle.fetchHistory());
        return outcome;
      });
    }

    test('a page of workflows that cannot be told stands in nobody’s way, and they are told after the others', async () => {
      const { waiting, ...activities } = words(7, { 1: 1, 2: 1, 5: 1 });
      expect(await outcomeOf(activities, 'confirm-codes-told-in-two-passes')).toMatchObject({ acquired: 7, told: 7 });
      expect(waiting.size).toBe(0);
    });

    test('whoever cannot be told at all is left to the next run', async () => {
      const { waiting, ...activities } = words(3, { 2: Infinity });
      expect(await outcomeOf(activities)).toMatchObject({ told: 2 });
      expect([...waiting]).toEqual([2]);
    }, 60_000);

    test('a result from before there were pages is understood', async () => {
      const { confirmPage } = words(1);
      const results = [
        { told: 2, left: 1 },
        { told: 0, left: 1 },
      ];
      const tellWorkflows = vi.fn<Activities['tellWorkflows']>(async () => results.shift() ?? { told: 0, left: 0 });
      expect(await outcomeOf({ confirmPage, tellWorkflows })).toMatchObject({ told: 2 });
      expect(tellWorkflows).toHaveBeenCalledTimes(2);
    });
  },
);
