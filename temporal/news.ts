import { ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { taskQueue } from '../contracts/acquire-code.ts';
import { newsId } from '../contracts/news.ts';
import { ensureSchedule } from './schedules.ts';

/** How often it is looked what staff are to be told. Milliseconds. */
const lookEveryMs = 30_000;

/** One schedule for the installation: the database says what is due. */
export async function ensureNewsSchedule(client: Client): Promise<'made' | 'kept'> {
  const isMade = await ensureSchedule(client, {
    scheduleId: newsId,
    spec: { intervals: [{ every: lookEveryMs }] },
    action: {
      type: 'startWorkflow',
      workflowType: 'news',
      workflowId: newsId,
      taskQueue,
      args: [],
      // Without a limit, a run whose task keeps failing would block all later ones.
      workflowRunTimeout: 10 * 60_000,
    },
    policies: {
      // The next look makes up for a skipped one.
      overlap: ScheduleOverlapPolicy.SKIP,
      catchupWindow: 60_000,
      pauseOnFailure: false,
    },
  });
  return isMade ? 'made' : 'kept';
}
