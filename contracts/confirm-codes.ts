/** What the workflow `confirmCodes` (確認処理), its activities and its schedule share. */

/** Also the id of the schedule. Temporal appends the scheduled time to the ids of the runs. */
export const confirmCodesIdFor = (municipality: string): string => `confirm-codes/${municipality}`;

export interface ConfirmCodesInput {
  municipality: string;
  /** Set only by continue-as-new. */
  carried?: {
    outcome: ConfirmCodesOutcome;
    runId: string;
    /** Where the questions go on; null when all were asked. */
    after: string | null;
    /** How far telling the workflows is, once it has begun. */
    pass?: TellPass;
  };
}
/** Once through all whom something is to be told: where it is, and how many it could and could not tell so far. */
export interface TellPass {
  after: string | null;
  told: number;
  left: number;
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
  told: number;
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
  /**
   * Signals what was written to the workflows that are open, to one page of them after the key `after`. `left` could
   * not be told and stay where they are; `next` is the key to go on from behind them, null at the end. A result without
   * `next` is one from before there were pages.
   */
  tellWorkflows: (input: {
    municipality: string;
    after?: string | null;
  }) => Promise<{ told: number; left: number; next?: string | null }>;
}
