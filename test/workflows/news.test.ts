import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { NewsActivities, NewsWorkflow } from '../../contracts/news.ts';
import { recordHistory } from '../support/histories.ts';
import { startWorkflowTests, type WorkflowTests } from '../support/workflow-worker.ts';

let tests: WorkflowTests;
beforeAll(async () => {
  tests = await startWorkflowTests();
});
afterAll(() => tests.close());

test('a look at the news that fails is repeated once, and says what it did', async () => {
  const outcome = { over: 1, overdue: 2, summaries: 3, mails: 4 };
  const lookAfterNews = vi.fn<NewsActivities['lookAfterNews']>(async () => outcome);
  lookAfterNews.mockRejectedValueOnce(new Error('the database is away'));
  const cache = { maxCachedWorkflows: 100 };
  const { worker, client, taskQueue } = await tests.createWorker({ lookAfterNews }, cache);
  await worker.runUntil(async () => {
    const handle = await client.workflow.start<NewsWorkflow>('news', { workflowId: randomUUID(), taskQueue, args: [] });
    expect(await handle.result()).toEqual(outcome);
    await recordHistory('news-done', cache, await handle.fetchHistory());
  });
  expect(lookAfterNews).toHaveBeenCalledTimes(2);
});
