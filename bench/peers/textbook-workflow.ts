/**
 * The shape that Temporal's tutorials teach: one workflow a resident, every step a regular activity of its own, one
 * after the other, then a signal. The steps are fugo's own, so what differs is the shape alone.
 */
import { condition, proxyActivities, setHandler } from '@temporalio/workflow';
import { confirmation, type AcquireCodeActivities, type StepInput } from '../../contracts/acquire-code.ts';

/** A confirmation cycle is needed here as it is there. */
export { confirmCodes } from '../../workflows/confirm-codes.ts';

export const textbookTaskQueue = 'fugo-bench-textbook';

export interface TextbookInput {
  municipality: string;
  personId: string;
  inboxId: string;
}

export interface TextbookActivities extends AcquireCodeActivities {
  /** The last step, as the procedure would have it: the end is noted down. */
  recordDone: (input: { municipality: string; personId: string }) => Promise<void>;
}

const step = proxyActivities<TextbookActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '60 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

export async function acquireCodeByTheBook({
  municipality,
  personId,
  inboxId,
}: TextbookInput): Promise<{ acquired: true }> {
  let confirmed = false;
  setHandler(confirmation, ({ result }) => {
    confirmed ||= result === 'acquired';
  });
  const requests = { personIds: [personId] };
  const input: StepInput = { municipality, requests, attempt: 1 };
  await step.judge({ municipality, requests, inboxId });
  await step.notify({ municipality, requests });
  await step.requestSerial(input);
  const { receiptNumber } = await step.requestFile(input);
  await step.fetchFile({ ...input, receiptNumber: receiptNumber ?? '', failWhileNotReady: true });
  await step.route(input);
  await condition(() => confirmed);
  await step.recordDone({ municipality, personId });
  return { acquired: true };
}
