/**
 * Sends a municipality's backbones the notices due to them (S24, S27). The sweep starts it as a workflow of its own,
 * because it runs for as long as there are notices.
 */
import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { DeliverNotices, NoticeActivities } from '../contracts/notices.ts';

const { sendDueNotices } = proxyActivities<NoticeActivities>({
  // The activity sends for a minute; the rest is time for a last call to a backbone that does not answer.
  startToCloseTimeout: '3 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { maximumAttempts: 3 }, // the next sweep finds what is left
});

export const deliverNotices: DeliverNotices = async ({ municipality, carried }) => {
  let delivered = carried?.delivered ?? 0;
  for (;;) {
    const batch = await sendDueNotices({ municipality });
    delivered += batch.delivered;
    if (!batch.more) return { delivered };
    if (workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof deliverNotices>({ municipality, carried: { delivered } });
    }
  }
};
