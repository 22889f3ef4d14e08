/** The state of an open run according to Temporal, which tells a run that cannot go on from one that merely waits. */
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { reach } from './reach.ts';

/**
 * Why a run does not answer: `failing`, its task fails repeatedly; `idle`, it waits for nothing; `busy`, it waits for a
 * worker, or one of its activities runs; `closed`, there is no open run.
 */
export type RunState = 'failing' | 'idle' | 'busy' | 'closed' | 'unavailable';

/** A task is retried at once when a worker dies with it; from this attempt on the task itself is at fault. */
const failingFromAttempt = 3;

export async function findRunState(client: Client, workflowId: string, timeoutMs = 5_000): Promise<RunState> {
  const reply = await reach(client, timeoutMs, () => client.workflow.getHandle(workflowId).describe());
  if (reply.kind === 'unavailable') {
    return reply.cause instanceof WorkflowNotFoundError ? 'closed' : 'unavailable';
  }
  const { raw, status } = reply.value;
  if (status.name !== 'RUNNING') return 'closed';
  const task = raw.pendingWorkflowTask;
  if (task) return (task.attempt ?? 1) >= failingFromAttempt ? 'failing' : 'busy';
  return (raw.pendingActivities ?? []).length > 0 ? 'busy' : 'idle';
}
