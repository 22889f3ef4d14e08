/** Calls to the engine whose failing is an answer: that it is away or slow is ordinary, and others make up for it. */
import {
  isGrpcServiceError,
  QueryNotRegisteredError,
  QueryRejectedError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';

export type Reached<T> = { kind: 'reached'; value: T } | { kind: 'not-reached'; cause: Error };

export type ViewReply<View> =
  | { kind: 'found'; view: View }
  /** No such workflow is open or kept; the database knows more. */
  | { kind: 'not-found' }
  | { kind: 'unavailable'; cause: Error };

/** What the engine could not do becomes data; what is wrong in our own code is thrown on. */
export async function reach<T>(client: Client, timeoutMs: number, work: () => Promise<T>): Promise<Reached<T>> {
  try {
    return { kind: 'reached', value: await client.withDeadline(Date.now() + timeoutMs, work) };
  } catch (err) {
    if (isOfTheEngine(err)) return { kind: 'not-reached', cause: err };
    throw err;
  }
}

export async function view<View>(
  client: Client,
  timeoutMs: number,
  query: () => Promise<View>,
): Promise<ViewReply<View>> {
  const reply = await reach(client, timeoutMs, query);
  if (reply.kind === 'reached') return { kind: 'found', view: reply.value };
  if (reply.cause instanceof WorkflowNotFoundError) return { kind: 'not-found' };
  return { kind: 'unavailable', cause: reply.cause };
}

/** The catalogue's code with which the workflow refused an update. */
export function refusalOf(err: Error): string | null | undefined {
  return err instanceof WorkflowUpdateFailedError && err.cause instanceof ApplicationFailure ? err.cause.type : null;
}

function isOfTheEngine(err: unknown): err is Error {
  return (
    err instanceof ServiceError ||
    err instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    err instanceof WorkflowUpdateFailedError ||
    err instanceof WorkflowNotFoundError ||
    err instanceof QueryNotRegisteredError ||
    err instanceof QueryRejectedError ||
    isGrpcServiceError(err)
  );
}
