/** What the workflow `sweep`, its activities and its schedule share. */

/** Also the id of the schedule. Temporal appends the scheduled time to the ids of the runs. */
export const sweepIdFor = (municipality: string): string => `sweep/${municipality}`;

export interface SweepInput {
  municipality: string;
}
export type Sweep = (input: SweepInput) => Promise<SweepOutcome>;
/** What the sweep started; what was running already does not count. */
export interface SweepOutcome {
  deliverNotices: boolean;
  loads: number;
  takeDroppedFiles: boolean;
}

export interface SweepActivities {
  /** Starts the workflows of unfinished loads that were never started or were ended from outside. */
  startLoads: (input: { municipality: string }) => Promise<{ started: number; left: number }>;
}
