/** Reaches the bulk retry of one code. That Temporal is away is a result here too. */
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { taskQueue } from '../contracts/acquire-code.ts';
import {
  cancelRetries,
  retryErrorsIdFor,
  retryProgressQuery,
  type RetryErrors,
  type RetryErrorsInput,
  type RetryProgress,
} from '../contracts/retry-errors.ts';
import { searchAttributes } from '../contracts/search-attributes.ts';
import type { AcquisitionFailureCode } from '../domain/failures.ts';
import { reach, view, type ViewReply } from './reach.ts';

export interface RetryErrorsKey {
  municipality: string;
  code: AcquisitionFailureCode;
}

/** Starts a bulk retry unless one of this code is running. */
export async function startRetryErrors(
  client: Client,
  input: RetryErrorsInput,
  timeoutMs = 5_000,
): Promise<{ kind: 'started' } | { kind: 'unavailable'; cause: Error }> {
  const { municipality, code } = input;
  const reply = await reach(client, timeoutMs, () =>
    client.workflow.start<RetryErrors>('retryErrors', {
      workflowId: retryErrorsIdFor(municipality, code),
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      taskQueue,
      args: [input],
      typedSearchAttributes: [{ key: searchAttributes.municipality, value: municipality }],
    }),
  );
  return reply.kind === 'reached' ? { kind: 'started' } : reply;
}

/** Also finds one that has ended, as long as Temporal retains it. */
export function queryRetryErrors(
  client: Client,
  { municipality, code }: RetryErrorsKey,
  timeoutMs = 5_000,
): Promise<ViewReply<RetryProgress>> {
  const handle = client.workflow.getHandle(retryErrorsIdFor(municipality, code));
  return view(client, timeoutMs, () => handle.query(retryProgressQuery));
}

export async function cancelRetryErrors(
  client: Client,
  { municipality, code }: RetryErrorsKey,
  staff: { staffId: string },
  timeoutMs = 5_000,
): Promise<
  { kind: 'done'; progress: RetryProgress } | { kind: 'not-running' } | { kind: 'unavailable'; cause: Error }
> {
  const handle = client.workflow.getHandle(retryErrorsIdFor(municipality, code));
  const reply = await reach(client, timeoutMs, () => handle.executeUpdate(cancelRetries, { args: [staff] }));
  if (reply.kind === 'reached') return { kind: 'done', progress: reply.value };
  return reply.cause instanceof WorkflowNotFoundError ? { kind: 'not-running' } : reply;
}
