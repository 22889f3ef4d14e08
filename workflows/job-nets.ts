/** The scheduled look at all nets: keeps their schedules, catches up, and sees to it that each day has its workflow. */
import { proxyActivities } from '@temporalio/workflow';
import type { JobNets, JobNetsActivities } from '../contracts/job-net.ts';

const { lookAfterJobs } = proxyActivities<JobNetsActivities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { maximumAttempts: 2 }, // the schedule starts the next look soon
});

export const jobNets: JobNets = () => lookAfterJobs();
