/** Reaches the workflows of deliveries. The rows remember what is due, so nothing is lost while Temporal is away. */
import { ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { taskQueue } from '../contracts/acquire-code.ts';
import {
  lookAtRollout,
  publicationId,
  rolloutIdFor,
  switchBackIdFor,
  type PublicationInput,
  type PublicationOutcome,
  type PublishDeliveries,
  type Rollout,
  type RolloutInput,
  type SwitchBack,
  type SwitchBackInput,
  type SwitchBackOutcome,
} from '../contracts/rollout.ts';
import { nudgeBy, type NudgeResult } from './reach.ts';
import { ensureSchedule } from './schedules.ts';

/** Starts the workflow of the rollout, or tells it to look again. A rollout has one at a time: its id is fixed. */
export function nudgeRollout(client: Client, input: RolloutInput): Promise<NudgeResult> {
  return nudgeBy(client, () =>
    client.workflow.signalWithStart<Rollout>('rollout', {
      workflowId: rolloutIdFor(input),
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      taskQueue,
      args: [input],
      signal: lookAtRollout,
      signalArgs: [],
    }),
  );
}

/** One run at a time; one that is asked for during another begins after it, because that one may have read before. */
export function startPublication(client: Client): Promise<NudgeResult> {
  return nudgeBy(client, () => client.schedule.getHandle(publicationId).trigger(ScheduleOverlapPolicy.BUFFER_ONE));
}

/** Waits for the end. Throws when Temporal is away, or when it could not be signed. */
export function publishDeliveries(
  client: Client,
  input: PublicationInput,
  timeoutMs: number,
): Promise<PublicationOutcome> {
  return client.withDeadline(Date.now() + timeoutMs, () =>
    client.workflow.execute<PublishDeliveries>('publishDeliveries', {
      workflowId: input.rotate ? `${publicationId}/${input.rotate}` : `${publicationId}/now`,
      workflowIdConflictPolicy: 'USE_EXISTING',
      taskQueue,
      args: [input],
      workflowRunTimeout: runTimeoutMs,
    }),
  );
}

export function switchBackDelivery(
  client: Client,
  input: SwitchBackInput,
  timeoutMs: number,
): Promise<SwitchBackOutcome> {
  return client.withDeadline(Date.now() + timeoutMs, () =>
    client.workflow.execute<SwitchBack>('switchBack', {
      workflowId: switchBackIdFor(input),
      workflowIdConflictPolicy: 'USE_EXISTING',
      taskQueue,
      args: [input],
      workflowRunTimeout: timeoutMs,
    }),
  );
}

const runTimeoutMs = 30 * 60_000;
/** Beside the daily job of the national body: a signature that is due is made soon, whatever became of that job. */
const publishEveryMs = 60 * 60_000;

export async function ensurePublicationSchedule(client: Client): Promise<'made' | 'kept'> {
  const isMade = await ensureSchedule(client, {
    scheduleId: publicationId,
    spec: { intervals: [{ every: publishEveryMs }] },
    action: {
      type: 'startWorkflow',
      workflowType: 'publishDeliveries',
      workflowId: publicationId,
      taskQueue,
      args: [{}],
      workflowRunTimeout: runTimeoutMs,
    },
    // The first root is there from the beginning, so that targets can be given it.
    state: { triggerImmediately: true },
    policies: {
      overlap: ScheduleOverlapPolicy.BUFFER_ONE,
      // One publication does all that is due.
      catchupWindow: 60_000,
      pauseOnFailure: false,
    },
  });
  return isMade ? 'made' : 'kept';
}
