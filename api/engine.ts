/** The process engine as the API sees it, so that a test can put a lame one in its place. */
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { calendarChanged, type AcquireCodeInput } from '../contracts/acquire-code.ts';
import { failureCodes, failures, type FailureCode, type RequestFailureCode } from '../domain/failures.ts';
import { ensureSchedules, triggerConfirmation, type ScheduleSettings } from '../temporal/schedules.ts';
import {
  sendTransfer,
  startAcquireCodeWithUpdate,
  type StaffReply,
  type StaffUpdate,
  type TransferReply,
} from '../temporal/start-acquire-code.ts';

/** As the helpers of temporal/ answer, and the workflow's own refusal by its code of the catalogue. */
export type ActionReply = Exclude<StaffReply, { kind: 'not-waiting' | 'not-cancellable' }> | Refusal;
interface Refusal {
  kind: 'refused';
  code: RequestFailureCode;
}

export interface Engine {
  sendTransfer: (input: AcquireCodeInput & { inboxId: string }, timeoutMs: number) => Promise<TransferReply>;
  act: (input: AcquireCodeInput, update: StaffUpdate) => Promise<ActionReply>;
  ensureSchedules: (municipality: string, settings: ScheduleSettings) => Promise<void>;
  triggerConfirmation: (municipality: string) => Promise<'triggered' | 'not-scheduled'>;
  /** To the workflow of one person or chunk, if it is open. */
  calendarChanged: (workflowId: string) => Promise<void>;
  isReachable: (timeoutMs: number) => Promise<boolean>;
}

export function engineOn(client: Client): Engine {
  const within = <T>(timeoutMs: number, work: () => Promise<T>): Promise<T> =>
    client.withDeadline(Date.now() + timeoutMs, work);
  return {
    sendTransfer: (input, timeoutMs) => sendTransfer(client, input, timeoutMs),
    act: async (input, update) => actionReplyOf(await startAcquireCodeWithUpdate(client, input, update)),
    ensureSchedules: (municipality, settings) => within(10_000, () => ensureSchedules(client, municipality, settings)),
    triggerConfirmation: (municipality) => within(10_000, () => triggerConfirmation(client, municipality)),
    async calendarChanged(workflowId) {
      try {
        await within(5_000, () => client.workflow.getHandle(workflowId).signal(calendarChanged));
      } catch (err) {
        if (!(err instanceof WorkflowNotFoundError)) throw err;
      }
    },
    async isReachable(timeoutMs) {
      try {
        await within(timeoutMs, () =>
          client.workflowService.describeNamespace({ namespace: client.options.namespace }),
        );
        return true;
      } catch {
        return false;
      }
    },
  };
}

function actionReplyOf(reply: StaffReply): ActionReply {
  switch (reply.kind) {
    case 'done':
      return reply;
    case 'not-waiting':
      return { kind: 'refused', code: 'NOT_WAITING' };
    case 'not-cancellable':
      return { kind: 'refused', code: 'NOT_CANCELLABLE' };
    case 'unavailable': {
      const code = refusalOf(reply.cause);
      return code ? { kind: 'refused', code } : reply;
    }
  }
}

/** A workflow refuses with a code of the catalogue, which is a message for the caller and no fault of the engine. */
function refusalOf(cause: Error): RequestFailureCode | undefined {
  const type =
    cause instanceof WorkflowUpdateFailedError && cause.cause instanceof ApplicationFailure ? cause.cause.type : null;
  return requestFailureCodes.find((code) => code === type);
}

const requestFailureCodes = failureCodes.filter(
  (code: FailureCode): code is RequestFailureCode => failures[code].kind === 'request',
);
