/** Reaches the workflows of inquiries. The rows remember what is due, so nothing is lost while Temporal is away. */
import { ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { taskQueue } from '../contracts/acquire-code.ts';
import {
  inquiriesId,
  inquiryIdFor,
  lookAtInquiry,
  type InquiryInput,
  type InquiryWorkflow,
} from '../contracts/inquiry.ts';
import { nudgeBy, type NudgeResult } from './reach.ts';
import { ensureSchedule } from './schedules.ts';

/** Starts the workflow of the inquiry, or tells it to look again. An inquiry has one at a time: its id is fixed. */
export function nudgeInquiry(client: Client, input: InquiryInput): Promise<NudgeResult> {
  return nudgeBy(client, () =>
    client.workflow.signalWithStart<InquiryWorkflow>('inquiry', {
      workflowId: inquiryIdFor(input),
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      taskQueue,
      args: [input],
      signal: lookAtInquiry,
      signalArgs: [],
    }),
  );
}

/** How often it is looked whether one is due whose workflow nobody has nudged. Milliseconds. */
const lookEveryMs = 30_000;

/** One schedule for the installation: the database says which inquiries are due. */
export async function ensureInquiriesSchedule(client: Client): Promise<'made' | 'kept'> {
  const isMade = await ensureSchedule(client, {
    scheduleId: inquiriesId,
    spec: { intervals: [{ every: lookEveryMs }] },
    action: {
      type: 'startWorkflow',
      workflowType: 'inquiries',
      workflowId: inquiriesId,
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
