/** What the schedule of a net on a server starts: decides the days whose time has come. */
import { defineSearchAttributeKey } from '@temporalio/common';
import { proxyLocalActivities, workflowInfo } from '@temporalio/workflow';
import type { StartJobNet, StartJobNetActivities } from '../contracts/job-net.ts';

const { considerNet } = proxyLocalActivities<StartJobNetActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '10 seconds' },
});

/** Set by Temporal. */
const scheduledStart = defineSearchAttributeKey('TemporalScheduledStartTime', 'DATETIME');

export const startJobNet: StartJobNet = (input) => {
  const at = workflowInfo().typedSearchAttributes.get(scheduledStart);
  return considerNet(at === undefined ? input : { ...input, scheduledAt: at.getTime() });
};
