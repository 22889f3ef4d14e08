/**
 * The shape that Temporal's tutorials teach: one workflow a resident, every step a regular activity of its own, one
 * after the other, then a signal. The steps are fugo's own, so what differs is the shape alone.
 */
import { condition, defineSignal, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type { AcquireCodeActivities, StepInput } from '../../contracts/acquire-code.ts';
import type { ConfirmCodesActivities } from '../../contracts/confirm-codes.ts';

export const textbookTaskQueue = 'fugo-bench-textbook';

export interface TextbookInput {
  municipality: string;
  personId: string;
  inboxId: string;
}

/** The resident is 依頼済. */
export const acquiredSignal = defineSignal('acquired');

export interface TextbookActivities extends AcquireCodeActivities {
  /** Tells the workflow of everybody who is 依頼済 and was not told. */
  tellAcquired: (input: { municipality: string }) => Promise<void>;
  /** The last step, as the procedure would have it: the end is noted down. */
  recordDone: (input: { municipality: string; personId: string }) => Promise<void>;
}

const step = proxyActivities<TextbookActivities & ConfirmCodesActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '60 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

export async function acquireCodeByTheBook({
  municipality,
  personId,
  inboxId,
}: TextbookInput): Promise<{ acquired: true }> {
  let confirmed = false;
  setHandler(acquiredSignal, () => {
    confirmed = true;
  });
  const requests = { personIds: [personId] };
  const input: StepInput = { municipality, requests, attempt: 1 };
  await step.judge({ municipality, requests, inboxId });
  await step.requestSerial(input);
  const { receiptNumber } = await step.requestFile(input);
  await step.fetchFile({ ...input, receiptNumber: receiptNumber ?? '', failWhileNotReady: true });
  await step.route(input);
  await condition(() => confirmed);
  await step.recordDone({ municipality, personId });
  return { acquired: true };
}

/** A confirmation cycle is needed here as it is there. */
export async function confirmCodesByTheBook({ municipality }: { municipality: string }): Promise<void> {
  const { runId } = workflowInfo();
  let { next } = await step.confirmPage({ municipality, runId, after: null });
  while (next !== null) ({ next } = await step.confirmPage({ municipality, runId, after: next }));
  await step.tellAcquired({ municipality });
}
