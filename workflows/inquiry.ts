/**
 * An inquiry that waits for the call centre: tells people when it is due, waits for the next time or a signal, and looks
 * again. The row decides; this run holds nothing, and never has two activities at once. It ends when nothing is due.
 */
import { condition, continueAsNew, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import { lookAtInquiry, type InquiryActivities, type InquiryWorkflow } from '../contracts/inquiry.ts';

const { takeInquiryTurn } = proxyActivities<InquiryActivities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** Far above what an inquiry takes; one that is changed again and again goes on in a new run. */
const longestHistory = 1_000;

export const inquiry: InquiryWorkflow = async (input) => {
  let asked = false;
  // The handler sets the variable while the loop awaits, so TypeScript must not narrow it.
  const isAsked = (): boolean => asked;
  setHandler(lookAtInquiry, () => {
    asked = true;
  });
  for (;;) {
    asked = false;
    const { status, waitSeconds } = await takeInquiryTurn(input);
    if (isAsked()) continue;
    if (waitSeconds === null) return { status };
    if (workflowInfo().historyLength > longestHistory) await continueAsNew<InquiryWorkflow>(input);
    // Always a timer, so that a replay issues the same commands when the wait is over already.
    await condition(isAsked, Math.max(1, waitSeconds * 1_000));
  }
};
