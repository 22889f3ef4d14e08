/** What the workflow `sweep`, its activities and its schedule share: it starts what has been left lying. */

/** Also the id of the schedule. Temporal appends the scheduled time to the ids of the runs. */
export const sweepIdFor = (municipality: string): string => `sweep/${municipality}`;

export interface SweepInput {
  municipality: string;
}
export type Sweep = (input: SweepInput) => Promise<SweepOutcome>;
/** What it started. Nothing that was running already counts. */
export interface SweepOutcome {
  deliverNotices: boolean;
  loads: number;
  takeDroppedFiles: boolean;
}

export interface SweepActivities {
  /** Starts the workflows of loads that are not over and were not started, or were ended from outside. */
  startLoads: (input: { municipality: string }) => Promise<{ started: number; left: number }>;
}
