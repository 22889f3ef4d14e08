/**
 * What the workflow `acquireCode`, its activities and its callers share. The workflow bundle contains this file, so it
 * imports no package but Temporal's. The shapes carry ids and no personal data.
 */
import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { AcquisitionFailureCode, Step } from '../domain/failures.ts';
import type { Acquisition } from '../domain/lifecycle.ts';
import type { RequestSet } from '../domain/request-set.ts';
import type { CodeRequestStatus, Stage } from '../domain/stages.ts';
import type { TransferResult } from '../domain/judgement.ts';
import type { Limits } from './limits.ts';

export type { Limits } from './limits.ts';

export const taskQueue = 'fugo';

/** There is one workflow a person, with the id `acquire-code/{municipality}/{personId}`. */
export const acquireCodeIdFor = (municipality: string, personId: string): string =>
  `acquire-code/${municipality}/${personId}`;

export interface AcquireCodeInput {
  municipality: string;
  personId: string;
  limits: Limits;
}
export type AcquireCode = (input: AcquireCodeInput) => Promise<AcquireCodeOutcome>;
export interface AcquireCodeOutcome {
  /** Null when no transfer of this person was ever judged. */
  stage: Stage | null;
  codeRequestStatus: CodeRequestStatus;
}

/** The judge's answer to the sender of a transfer (S24, S27). */
export interface Judgement {
  result: Exclude<TransferResult, 'pending'>;
  integratedAddressNumber: string | null;
  codeRequestStatus: CodeRequestStatus;
}

/** Why a workflow is asked to read its rows again; shown in the workflow's history. */
export type NudgeReason = 'due' | 'not-heard-of' | 'run-replaced';
/**
 * Starts or wakes a workflow once the change that concerns it is committed. It carries no task: the row says what to
 * do.
 */
export const nudge = defineSignal<[NudgeReason]>('nudge');

export interface StatusView {
  stage: Stage | null;
  codeRequestStatus: CodeRequestStatus;
  attempt: number;
  failure: { code: AcquisitionFailureCode; step: Step; since: string } | null;
  opensAt: string | null;
}
/** What this run has seen; the database has the whole timeline. */
export interface TimelineEntry {
  at: string;
  stage: Stage;
  attempt: number;
}
export const statusQuery = defineQuery<StatusView>('status');
export const timelineQuery = defineQuery<TimelineEntry[]>('timeline');

/** Whose step and which attempt; both are part of the request id. */
export interface StepInput {
  municipality: string;
  requests: RequestSet;
  attempt: number;
}
/** Counts and at most 100 exceptions; those of a chunk stand in the error list in full. */
export interface StepResult {
  done: number;
  exceptions: { personId: string; code: AcquisitionFailureCode }[];
  /** Where the rows stand after the step. Null when no row is left that this workflow is for. */
  standing: Acquisition | null;
  /** The stages passed on the way, in their order. */
  passed: Stage[];
}
export type FileRequestResult = StepResult & { receiptNumber: string | null };
export type FileResult = StepResult & { ready: boolean };
export type RouteResult = StepResult & { opensAt: string | null };
/**
 * With `goOn` the activity continues with the next steps up to the route, as long as each is answered at once.
 * `standing` says how far it came.
 */
export interface MayGoOn {
  goOn?: boolean;
}
export interface JudgeResult {
  judged: number;
  /** The judge's answer to one resident's sender: for the transfer with `inboxId`, or else for the last one judged. */
  judgement: Judgement | null;
  standing: Acquisition | null;
}

/**
 * The steps of an acquisition. Each writes what it did to the database, guarded so that a repeated or late run changes
 * nothing. A participant's silence is thrown as a retryable ApplicationFailure with the catalogue's code as type; a
 * refusal is an exception in the result.
 */
export interface AcquireCodeActivities {
  /**
   * Judges and numbers (S21–S28) all unjudged transfers of these persons, or all lines of a chunk. Usually the intake
   * has done so, and this only reads the rows. It counts as a sign of life.
   */
  judge: (input: { municipality: string; requests: RequestSet; inboxId?: string }) => Promise<JudgeResult>;
  /** Requests processing serials (S29). */
  requestSerial: (input: StepInput & MayGoOn) => Promise<StepResult>;
  /** Requests the code acquisition request file (S30) and returns its receipt number (S43). */
  requestFile: (input: StepInput & MayGoOn) => Promise<FileRequestResult>;
  /** Fetches the file by its receipt number (S32, S46, S47) and checks it (S33). */
  fetchFile: (
    input: StepInput &
      MayGoOn & {
        receiptNumber: string;
        /** Throw instead of answering `ready: false`, to be retried. */ failWhileNotReady: boolean;
      },
  ) => Promise<FileResult>;
  /**
   * Sends serial and personal number on (S34). Returns `opensAt` without sending when the route needs the common hours
   * and they are closed.
   */
  route: (input: StepInput) => Promise<RouteResult>;
  /** Puts the requests on the error list, because a step's time limit is over. Returns where the rows stand then. */
  park: (input: StepInput & { code: AcquisitionFailureCode; step: Step }) => Promise<Acquisition | null>;
}
