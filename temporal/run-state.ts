/** What the engine says of an open run, so that one that cannot go on is told from one that is merely waited for. */
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { reach } from './reach.ts';

/**
 * What keeps a run that does not answer: `failing`, its task fails again and again; `idle`, it waits for nothing at all;
 * `busy`, it waits for a worker, or an activity of it is under way; `closed`, there is none.
 */
export type RunState = 'failing' | 'idle' | 'busy' | 'closed' | 'unavailable';

/** A task is tried again at once when a worker dies with it; from here on it is the task itself. */
const failingFromAttempt = 3;

export async function findRunState(client: Client, workflowId: string, timeoutMs = 5_000): Promise<RunState> {
  const reply = await reach(client, timeoutMs, () => client.workflow.getHandle(workflowId).describe());
  if (reply.kind === 'not-reached') {
    return reply.cause instanceof WorkflowNotFoundError ? 'closed' : 'unavailable';
  }
  const { raw, status } = reply.value;
  if (status.name !== 'RUNNING') return 'closed';
  const task = raw.pendingWorkflowTask;
  if (task) return (task.attempt ?? 1) >= failingFromAttempt ? 'failing' : 'busy';
  return (raw.pendingActivities ?? []).length > 0 ? 'busy' : 'idle';
}
