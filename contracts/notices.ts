/** Notices to the backbones (S24, S27): what the workflow `deliverNotices`, its activities and the sweep share. */

/** One at a time for each municipality, so that no backbone is sent two requests at once. */
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
  /** A quick look: how many backbones have notices to take now. One that is paused or has no address has none. */
  lookForDueNotices: (input: { municipality: string }) => Promise<{ backbones: number }>;
  /**
   * Sends to all backbones side by side for as long as they take notices and there are any, up to about a minute.
   * `more`: some are due now, and it is worth while to go on at once.
   */
  sendDueNotices: (input: { municipality: string }) => Promise<{ delivered: number; more: boolean }>;
}
