/**
 * All that the workflow `acquireCode`, its activities and its callers share. No package but Temporal's, because the
 * workflow bundle contains this file. Personal data is in none of these shapes: they carry ids.
 */
import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { AcquisitionFailureCode, Step } from '../domain/failures.ts';
import type { Acquisition } from '../domain/lifecycle.ts';
import type { RequestSet } from '../domain/request-set.ts';
import type { CodeRequestStatus, Stage } from '../domain/stages.ts';
import type { TransferResult } from '../domain/judgement.ts';
import type { Limits } from './limits.ts';

export { defaultLimits, type Limits } from './limits.ts';

export const taskQueue = 'fugo';

/** One workflow a person: `acquire-code/{municipality}/{personId}` (design §3). */
export const acquireCodeIdFor = (municipality: string, personId: string): string =>
  `acquire-code/${municipality}/${personId}`;

export interface AcquireCodeInput {
  municipality: string;
  personId: string;
  limits: Limits;
}
export type AcquireCode = (input: AcquireCodeInput) => Promise<AcquireCodeOutcome>;
export interface AcquireCodeOutcome {
  /** Null where nothing of this person was ever judged. */
  stage: Stage | null;
  codeRequestStatus: CodeRequestStatus;
}

/** What the sender of a transfer is told (S24, S27). */
export interface Judgement {
  result: Exclude<TransferResult, 'pending'>;
  integratedAddressNumber: string | null;
  codeRequestStatus: CodeRequestStatus;
}

/** Why the driver of a request, one resident's or a chunk's, is asked to look at the row. For whoever reads the history. */
export type NudgeReason = 'due' | 'not-heard-of' | 'run-replaced';
/** Sent with start, after what it is about was committed. It carries nothing: the row says what there is to do. */
export const nudge = defineSignal<[NudgeReason]>('nudge');

export interface StatusView {
  stage: Stage | null;
  codeRequestStatus: CodeRequestStatus;
  attempt: number;
  failure: { code: AcquisitionFailureCode; step: Step; since: string } | null;
  opensAt: string | null;
}
/** What this run has seen; the whole story is in the database. */
export interface TimelineEntry {
  at: string;
  stage: Stage;
  attempt: number;
}
export const statusQuery = defineQuery<StatusView>('status');
export const timelineQuery = defineQuery<TimelineEntry[]>('timeline');

/** Whose step, and which attempt: the two make the request id. */
export interface StepInput {
  municipality: string;
  requests: RequestSet;
  attempt: number;
}
/** Counts and at most 100 exceptions: the rest of a chunk are rows (design §4). */
export interface StepResult {
  done: number;
  exceptions: { personId: string; code: AcquisitionFailureCode }[];
  /** Where the rows stand after it. Null where nobody is left whom this driver is for. */
  standing: Acquisition | null;
  /** The stages that were passed on the way there, in their order. */
  passed: Stage[];
}
export type FileRequestResult = StepResult & { receiptNumber: string | null };
export type FileResult = StepResult & { ready: boolean };
export type RouteResult = StepResult & { opensAt: string | null };
/**
 * `goOn`: the next step too, and so on to the route, for as long as each is answered at once. How far it came, the
 * standing says.
 */
export interface MayGoOn {
  goOn?: boolean;
}
export interface JudgeResult {
  judged: number;
  /** What the one resident's sender was told: of the transfer that was asked about, or else of the last that was judged. */
  judgement: Judgement | null;
  standing: Acquisition | null;
}

/**
 * Each step writes what it did (request attempt, stage, timeline, failures) in the database itself, guarded so that a
 * repeated or late run of it changes nothing that has moved on. A participant's silence is thrown as a retryable
 * ApplicationFailure whose type is the catalogue's code; a participant's no is an exception in the result.
 */
export interface AcquireCodeActivities {
  /**
   * Judges and numbers (S21–S28): all transfers of these persons that lie unjudged in the inbox, or all lines of a
   * chunk. Intake has nearly always done it already, by the same function; then this only reads where they stand. It
   * is also how a run looks at its row, which counts as a sign of life.
   */
  judge: (input: { municipality: string; requests: RequestSet; inboxId?: string }) => Promise<JudgeResult>;
  /** S29. */
  requestSerial: (input: StepInput & MayGoOn) => Promise<StepResult>;
  /** S30, S43. */
  requestFile: (input: StepInput & MayGoOn) => Promise<FileRequestResult>;
  /** S32, S46, S47 and the validation of the file. */
  fetchFile: (
    input: StepInput &
      MayGoOn & {
        receiptNumber: string;
        /** Throw instead of answering `ready: false`, to be retried. */ failWhileNotReady: boolean;
      },
  ) => Promise<FileResult>;
  /** S34. Answers `opensAt` without sending anything when the route needs the common hours and they are closed. */
  route: (input: StepInput) => Promise<RouteResult>;
  /** To the error list: a step's time limit is used up. Answers where the rows stand then. */
  park: (input: StepInput & { code: AcquisitionFailureCode; step: Step }) => Promise<Acquisition | null>;
}
