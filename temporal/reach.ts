/**
 * Calls to Temporal whose failure is a result, because it is normal that Temporal is away or slow, and other code makes
 * up for it.
 */
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

export type ReachResult<T> = { kind: 'reached'; value: T } | { kind: 'unavailable'; cause: Error };

export type NudgeResult = 'nudged' | 'unavailable';

export type ViewReply<View> =
  | { kind: 'found'; view: View }
  /** No such workflow is open or retained; the database knows more. */
  | { kind: 'not-found' }
  | { kind: 'unavailable'; cause: Error };

/** Turns failures of Temporal into data and throws those of fugo's own code. */
export async function reach<T>(client: Client, timeoutMs: number, work: () => Promise<T>): Promise<ReachResult<T>> {
  try {
    return { kind: 'reached', value: await client.withDeadline(Date.now() + timeoutMs, work) };
  } catch (err) {
    if (isOfTheEngine(err)) return { kind: 'unavailable', cause: err };
    throw err;
  }
}

/** For a call of which only whether it was made matters. */
export async function nudgeBy(client: Client, work: () => Promise<unknown>): Promise<NudgeResult> {
  return (await reach(client, 5_000, work)).kind === 'reached' ? 'nudged' : 'unavailable';
}

export async function view<View>(
  client: Client,
  timeoutMs: number,
  query: () => Promise<View>,
): Promise<ViewReply<View>> {
  const reply = await reach(client, timeoutMs, query);
  if (reply.kind === 'reached') return { kind: 'found', view: reply.value };
  return reply.cause instanceof WorkflowNotFoundError ? { kind: 'not-found' } : reply;
}

/** The catalogue's code with which a workflow refused an update. */
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
