/**
 * Reaching one person's workflow. None of these throws because the engine is away or slow: what was sent is in the
 * database before it is told here, so `pending` and `unavailable` are answers, and the sweep starts what was left.
 */
import { WithStartWorkflowOperation, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { QueryDefinition } from '@temporalio/common';
import {
  acquireCodeIdFor,
  cancelAcquisition,
  confirmation,
  correctAcquisition,
  receiveTransfer,
  retryAcquisition,
  statusQuery,
  taskQueue,
  timelineQuery,
  type AcquireCode,
  type AcquireCodeInput,
  type ConfirmationWord,
  type Judgement,
  type StaffAction,
  type StatusView,
  type TimelineEntry,
} from '../contracts/acquire-code.ts';
import { searchAttributes } from '../contracts/search-attributes.ts';
import { reach, refusalOf, view, type ViewReply } from './reach.ts';

export type TransferReply =
  | { kind: 'judged'; judgement: Judgement }
  /** The engine is away, slower than the limit, or could not judge; `cause` is for the log. */
  | { kind: 'pending'; cause: Error };

/**
 * Tells the person's workflow of a transfer in the inbox, starting the workflow where none is open, and waits for the
 * judgement. Giving up after `timeoutMs` stops the waiting only: the workflow is started and judges. The inbox id is
 * the update's id, so telling it twice is one update.
 */
export async function sendTransfer(
  client: Client,
  { inboxId, ...input }: AcquireCodeInput & { inboxId: string },
  timeoutMs = 2_000,
): Promise<TransferReply> {
  const reply = await reach(client, timeoutMs, () =>
    client.workflow.executeUpdateWithStart(receiveTransfer, {
      updateId: inboxId,
      args: [{ inboxId }],
      startWorkflowOperation: startOperation(input),
    }),
  );
  return reply.kind === 'reached'
    ? { kind: 'judged', judgement: reply.value }
    : { kind: 'pending', cause: reply.cause };
}

/** What staff do to an acquisition: the update's name and its argument. */
export type StaffUpdate =
  | { update: 'retry'; args: StaffAction }
  | { update: 'correct'; args: StaffAction & { correctionId: string } }
  | { update: 'cancel'; args: StaffAction };

export type StaffReply =
  | { kind: 'done'; status: StatusView }
  | { kind: 'not-waiting' }
  | { kind: 'not-cancellable' }
  /** Whether it was done is not known; it may be sent again. */
  | { kind: 'unavailable'; cause: Error };

/** A staff action, starting the workflow where none is open: one parked from a chunk has none (design §4). */
export async function startAcquireCodeWithUpdate(
  client: Client,
  input: AcquireCodeInput,
  { update, args }: StaffUpdate,
  timeoutMs = 10_000,
): Promise<StaffReply> {
  const startWorkflowOperation = startOperation(input);
  const execute = (): Promise<StatusView> => {
    switch (update) {
      case 'retry':
        return client.workflow.executeUpdateWithStart(retryAcquisition, { args: [args], startWorkflowOperation });
      case 'correct':
        return client.workflow.executeUpdateWithStart(correctAcquisition, { args: [args], startWorkflowOperation });
      case 'cancel':
        return client.workflow.executeUpdateWithStart(cancelAcquisition, { args: [args], startWorkflowOperation });
    }
  };
  const reply = await reach(client, timeoutMs, execute);
  if (reply.kind === 'reached') return { kind: 'done', status: reply.value };
  const refusal = refusalOf(reply.cause);
  if (refusal === 'NOT_WAITING') return { kind: 'not-waiting' };
  if (refusal === 'NOT_CANCELLABLE') return { kind: 'not-cancellable' };
  return { kind: 'unavailable', cause: reply.cause };
}

export const queryStatus = (
  client: Client,
  municipality: string,
  personId: string,
  timeoutMs?: number,
): Promise<ViewReply<StatusView>> => query(client, statusQuery, { municipality, personId, timeoutMs });

export const queryTimeline = (
  client: Client,
  municipality: string,
  personId: string,
  timeoutMs?: number,
): Promise<ViewReply<TimelineEntry[]>> => query(client, timelineQuery, { municipality, personId, timeoutMs });

/** Passes the confirmation cycle's word on. `closed`: nobody waits for it, and the database has it already. */
export async function signalConfirmation(
  client: Client,
  municipality: string,
  personId: string,
  word: ConfirmationWord,
  timeoutMs = 5_000,
): Promise<'told' | 'closed' | 'unavailable'> {
  const handle = client.workflow.getHandle(acquireCodeIdFor(municipality, personId));
  const reply = await reach(client, timeoutMs, () => handle.signal(confirmation, word));
  if (reply.kind === 'reached') return 'told';
  return reply.cause instanceof WorkflowNotFoundError ? 'closed' : 'unavailable';
}

function query<View>(
  client: Client,
  definition: QueryDefinition<View>,
  {
    municipality,
    personId,
    timeoutMs = 5_000,
  }: { municipality: string; personId: string; timeoutMs?: number | undefined },
): Promise<ViewReply<View>> {
  const handle = client.workflow.getHandle(acquireCodeIdFor(municipality, personId));
  return view(client, timeoutMs, () => handle.query(definition));
}

function startOperation(input: AcquireCodeInput): WithStartWorkflowOperation<AcquireCode> {
  return new WithStartWorkflowOperation<AcquireCode>('acquireCode', {
    workflowId: acquireCodeIdFor(input.municipality, input.personId),
    workflowIdConflictPolicy: 'USE_EXISTING',
    // A person's workflow ends when nothing is open; the next transfer starts another run of it.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    taskQueue,
    args: [input],
    typedSearchAttributes: [{ key: searchAttributes.municipality, value: input.municipality }],
  });
}
