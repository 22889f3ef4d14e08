/** What the workflow `confirmCodes` (確認処理), its activities and its schedule share. */

/** Also the id of the schedule. Temporal appends the scheduled time to the ids of the runs. */
export const confirmCodesIdFor = (municipality: string): string => `confirm-codes/${municipality}`;

export interface ConfirmCodesInput {
  municipality: string;
  /** Set only by continue-as-new. */
  carried?: {
    outcome: ConfirmCodesOutcome;
    runId: string;
    /** Where the questions go on. */
    after: string | null;
  };
}
export type ConfirmCodes = (input: ConfirmCodesInput) => Promise<ConfirmCodesOutcome>;
export interface ConfirmCodesOutcome {
  asked: number;
  acquired: number;
  errors: number;
  /** Not yet. */
  unknown: number;
  /** Not yet, and over the time limit: put on the error list. */
  overdue: number;
}

export interface ConfirmCodesActivities {
  /**
   * Asks the intermediate server about one page of 依頼中 rows after the key `after`, and writes its answers. `next` is
   * the key to go on from, null when there is no more. `runId` names the cycle, so that a repeated page counts once.
   */
  confirmPage: (input: { municipality: string; runId: string; after: string | null }) => Promise<{
    asked: number;
    acquired: number;
    errors: number;
    unknown: number;
    overdue: number;
    next: string | null;
  }>;
}
