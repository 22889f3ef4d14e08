/**
 * Tells the backbones of a municipality what they are owed (S24, S27). Apart from the sweep that starts it, because it
 * goes on for as long as there is work.
 */
import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { DeliverNotices, NoticeActivities } from '../contracts/notices.ts';

const { sendDueNotices } = proxyActivities<NoticeActivities>({
  // A minute of sending, and the last call to a backbone that does not answer.
  startToCloseTimeout: '3 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { maximumAttempts: 3 }, // the next sweep finds what is left
});

export const deliverNotices: DeliverNotices = async ({ municipality, carried }) => {
  let delivered = carried?.delivered ?? 0;
  for (;;) {
    const sent = await sendDueNotices({ municipality });
    delivered += sent.delivered;
    if (!sent.more) return { delivered };
    if (workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof deliverNotices>({ municipality, carried: { delivered } });
    }
  }
};
