/** Notices to the backbones (S24, S27): what the workflow `deliverNotices`, its activities and the sweep share. */

/** One workflow at a time for each municipality, so that no backbone gets two requests at once. */
export const deliverNoticesIdFor = (municipality: string): string => `deliver-notices/${municipality}`;

export interface DeliverNoticesInput {
  municipality: string;
  /** Set only by continue-as-new. */
  carried?: DeliverNoticesOutcome;
}
export type DeliverNotices = (input: DeliverNoticesInput) => Promise<DeliverNoticesOutcome>;
export interface DeliverNoticesOutcome {
  delivered: number;
}

export interface NoticeActivities {
  /**
   * A quick look at how many backbones have notices due. A backbone that is paused or has no address does not count.
   */
  lookForDueNotices: (input: { municipality: string }) => Promise<{ backbones: number }>;
  /**
   * Sends to all backbones side by side while they take notices, up to about a minute. `more` says that further notices
   * are due and that going on at once is worthwhile.
   */
  sendDueNotices: (input: { municipality: string }) => Promise<{ delivered: number; more: boolean }>;
}
