/** Picks up what an outage left behind: transfers that nobody judged, notices that nobody took, loads not started. */
import { proxyActivities } from '@temporalio/workflow';
import type { Sweep, SweepActivities } from '../contracts/sweep.ts';

const { sweepInbox, startLoads, deliverNotices } = proxyActivities<SweepActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { maximumAttempts: 2 }, // the schedule comes again soon
});

export const sweep: Sweep = async ({ municipality }) => {
  const [{ started }, { delivered }] = await Promise.all([
    sweepInbox({ municipality }),
    deliverNotices({ municipality }),
  ]);
  const { started: loadsStarted } = await startLoads({ municipality });
  return { started, delivered, loadsStarted };
};
