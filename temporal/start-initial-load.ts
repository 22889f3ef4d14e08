/**
 * Reaches the workflow of a load. No function throws when Temporal is away: load and file are stored, and the sweep
 * starts what was left.
 */
import { WithStartWorkflowOperation, type Client, type WorkflowStartOptions } from '@temporalio/client';
import {
  cancelLoad,
  initialLoadIdFor,
  loadTaskQueue,
  pauseLoad,
  resumeLoad,
  type InitialLoad,
  type InitialLoadInput,
  type LoadProgress,
} from '../contracts/initial-load.ts';
import { searchAttributes } from '../contracts/search-attributes.ts';
import { nudgeBy, reach, refusalOf, type NudgeResult } from './reach.ts';

export type LoadStartReply = { kind: 'started' } | { kind: 'unavailable'; cause: Error };

/**
 * Starts the load unless it is running. Its progress stands in the database, so it may be started again at any time.
 */
export async function startInitialLoad(
  client: Client,
  input: InitialLoadInput,
  timeoutMs = 5_000,
): Promise<LoadStartReply> {
  const reply = await reach(client, timeoutMs, () => client.workflow.start<InitialLoad>('initialLoad', startOf(input)));
  return reply.kind === 'reached' ? { kind: 'started' } : reply;
}

/** Ends the open run and starts another, which continues with what is left. */
export function replaceInitialLoad(client: Client, input: InitialLoadInput): Promise<NudgeResult> {
  return nudgeBy(client, () =>
    client.workflow.start<InitialLoad>('initialLoad', {
      ...startOf(input),
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
    }),
  );
}

const updates = { pause: pauseLoad, resume: resumeLoad, cancel: cancelLoad };
export type LoadAction = keyof typeof updates;

export type LoadActionReply =
  | { kind: 'done'; progress: LoadProgress }
  | { kind: 'not-paused' }
  /** Whether it was done is unknown; the action may be sent again. */
  | { kind: 'unavailable'; cause: Error };

/**
 * Starts the workflow if needed, so that a load whose start was lost or whose run was ended can be paused or cancelled
 * too.
 */
export async function actOnInitialLoad(
  client: Client,
  input: InitialLoadInput,
  action: LoadAction,
  staff: { staffId: string },
  timeoutMs = 10_000,
): Promise<LoadActionReply> {
  const startWorkflowOperation = new WithStartWorkflowOperation<InitialLoad>('initialLoad', startOf(input));
  const reply = await reach(client, timeoutMs, () =>
    client.workflow.executeUpdateWithStart(updates[action], { args: [staff], startWorkflowOperation }),
  );
  if (reply.kind === 'reached') return { kind: 'done', progress: reply.value };
  return refusalOf(reply.cause) === 'LOAD_NOT_PAUSED' ? { kind: 'not-paused' } : reply;
}

function startOf(input: InitialLoadInput) {
  const { municipality, loadId } = input;
  return {
    workflowId: initialLoadIdFor(municipality, loadId),
    workflowIdConflictPolicy: 'USE_EXISTING',
    // An operator may have ended the run with work left.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    taskQueue: loadTaskQueue,
    args: [input],
    typedSearchAttributes: [
      { key: searchAttributes.municipality, value: municipality },
      { key: searchAttributes.loadId, value: loadId },
    ],
  } satisfies WorkflowStartOptions<InitialLoad>;
}
