/** Reaches the workflows of operating days. The rows remember what is due, so nothing is lost while Temporal is away. */
import { ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { taskQueue } from '../contracts/acquire-code.ts';
import {
  lookAgain,
  operatingDayIdFor,
  operatingDaysId,
  rehearsalId,
  type OperatingDay,
  type OperatingDayInput,
  type OperatingDays,
  type OperatingDaysOutcome,
  type RehearsalMoments,
} from '../contracts/operating-day.ts';
import { searchAttributes } from '../contracts/search-attributes.ts';
import { nudgeBy, type NudgeResult } from './reach.ts';
import { ensureSchedule } from './schedules.ts';

/** Starts the workflow of the day, or tells it to look again. A day has one at a time: its id is fixed. */
export function nudgeDay(client: Client, input: OperatingDayInput): Promise<NudgeResult> {
  return nudgeBy(client, () =>
    client.workflow.signalWithStart<OperatingDay>('operatingDay', {
      workflowId: operatingDayIdFor(input),
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      taskQueue,
      args: [input],
      signal: lookAgain,
      signalArgs: [],
      typedSearchAttributes: [{ key: searchAttributes.municipality, value: input.organisation }],
    }),
  );
}

/** How often the days are looked at. What is due in between waits that long at most, if nobody nudges it. Milliseconds. */
const lookEveryMs = 10_000;

/** One schedule for the installation: the database says which days are due. */
export async function ensureDaysSchedule(client: Client): Promise<'made' | 'kept'> {
  const isMade = await ensureSchedule(client, {
    scheduleId: operatingDaysId,
    spec: { intervals: [{ every: lookEveryMs }] },
    action: {
      type: 'startWorkflow',
      workflowType: 'operatingDays',
      workflowId: operatingDaysId,
      taskQueue,
      args: [{}],
      // Without a limit, a run whose task keeps failing would block all later ones.
      workflowRunTimeout: 10 * 60_000,
    },
    policies: {
      // The next look makes up for a skipped one.
      overlap: ScheduleOverlapPolicy.SKIP,
      // A look finds all that is due, so after an outage one suffices.
      catchupWindow: 60_000,
      pauseOnFailure: false,
    },
  });
  return isMade ? 'made' : 'kept';
}

/** Plans a rehearsal of a day in the worker, whose rows they are. Throws when Temporal is away. */
export function rehearseDay(
  client: Client,
  rehearsal: RehearsalMoments,
  timeoutMs: number,
): Promise<OperatingDaysOutcome> {
  return client.withDeadline(Date.now() + timeoutMs, () =>
    client.workflow.execute<OperatingDays>('operatingDays', {
      workflowId: rehearsalId,
      workflowIdConflictPolicy: 'USE_EXISTING',
      taskQueue,
      args: [{ rehearsal }],
      workflowRunTimeout: timeoutMs,
    }),
  );
}
