/** The scheduled look at all operating days: plans them, and sees to it that each that is due has its workflow. */
import { proxyActivities } from '@temporalio/workflow';
import type { OperatingDays, OperatingDaysActivities } from '../contracts/operating-day.ts';

const { lookAfterDays } = proxyActivities<OperatingDaysActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { maximumAttempts: 2 }, // the schedule starts the next look soon
});

export const operatingDays: OperatingDays = (input) => lookAfterDays(input);
