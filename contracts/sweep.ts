/** What the workflow `sweep`, its activities and its schedule share: it picks up what an outage left behind. */

/** Also the id of the schedule. Temporal appends the scheduled time to the ids of the runs. */
export const sweepIdFor = (municipality: string): string => `sweep/${municipality}`;

export interface SweepInput {
  municipality: string;
}
export type Sweep = (input: SweepInput) => Promise<SweepOutcome>;
export interface SweepOutcome {
  started: number;
  delivered: number;
  loadsStarted: number;
}

export interface SweepActivities {
  /** Starts the workflows of transfers that lie in the inbox because the engine was away or slow when they came. */
  sweepInbox: (input: { municipality: string }) => Promise<{ started: number; left: number }>;
  /** Starts the workflows of loads that are not over and were not started, or were ended from outside. */
  startLoads: (input: { municipality: string }) => Promise<{ started: number; left: number }>;
  /** Sends the notices (S24, S27) that a backbone has not taken yet. */
  deliverNotices: (input: { municipality: string }) => Promise<{ delivered: number; left: number }>;
}
