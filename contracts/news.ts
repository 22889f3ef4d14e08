/** What the workflow `news`, its activities and its schedule share. */

/** Also the id of the schedule. */
export const newsId = 'news';
export interface NewsOutcome {
  /** News that were over. */
  over: number;
  /** Entries of the error list that are overdue since the last look. */
  overdue: number;
  /** People who were told the summary of the day. */
  summaries: number;
  /** Mails that the monitor is to send. */
  mails: number;
}
export type NewsWorkflow = () => Promise<NewsOutcome>;

export interface NewsActivities {
  /** Ends what is over, tells what the time has come for, and gathers what waits into mails. */
  lookAfterNews: () => Promise<NewsOutcome>;
}
