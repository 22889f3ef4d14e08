/** The scheduled look at all inquiries: sees to it that each that is due has its workflow. */
import { proxyActivities } from '@temporalio/workflow';
import type { InquiriesActivities, InquiriesWorkflow } from '../contracts/inquiry.ts';

const { lookAfterInquiries } = proxyActivities<InquiriesActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { maximumAttempts: 2 }, // the schedule starts the next look soon
});

export const inquiries: InquiriesWorkflow = () => lookAfterInquiries();
