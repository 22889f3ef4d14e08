/** The scheduled look at the news of staff: what is over, what is due, and the mails that carry them. */
import { proxyActivities } from '@temporalio/workflow';
import type { NewsActivities, NewsWorkflow } from '../contracts/news.ts';

const { lookAfterNews } = proxyActivities<NewsActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { maximumAttempts: 2 }, // the schedule starts the next look soon
});

export const news: NewsWorkflow = () => lookAfterNews();
