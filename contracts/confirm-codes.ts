/** What the workflow `confirmCodes` (確認部 42), its activities and its schedule share. */

/** Also the id of the schedule. Temporal appends the scheduled time to the ids of the runs. */
export const confirmCodesIdFor = (municipality: string): string => `confirm-codes/${municipality}`;

export interface ConfirmCodesInput {
  municipality: string;
  /** Set only by continue-as-new. */
  carried?: {
    outcome: ConfirmCodesOutcome;
    runId: string;
    /** The key of the last person that was asked about. */
    after: string | null;
  };
}
export type ConfirmCodes = (input: ConfirmCodesInput) => Promise<ConfirmCodesOutcome>;
export interface ConfirmCodesOutcome {
  asked: number;
  acquired: number;
  errors: number;
  /** Requests that the intermediate server has no code for yet. */
  unknown: number;
  /** Requests without a code that are over the time limit and were put on the error list. */
  overdue: number;
}

export interface ConfirmCodesActivities {
  /**
   * Asks the intermediate server about one page of 依頼中 rows after the key `after`, and writes its answers. `next` is
   * the key of the following page, null after the last. `runId` names the run, so that a repeated page counts once.
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
