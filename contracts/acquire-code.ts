/**
 * All that the workflow `acquireCode`, its activities and its callers share. No package but Temporal's, because the
 * workflow bundle contains this file. Personal data is in none of these shapes: they carry ids.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { AcquisitionFailureCode, Step } from '../domain/failures.ts';
import type { Acquisition } from '../domain/lifecycle.ts';
import type { RequestSet } from '../domain/request-set.ts';
import type { CodeRequestStatus, Stage } from '../domain/stages.ts';
import type { TransferResult } from '../domain/judgement.ts';

export const taskQueue = 'fugo';

/** One workflow a person: `acquire-code/{municipality}/{personId}` (design §3). */
export const acquireCodeIdFor = (municipality: string, personId: string): string =>
  `acquire-code/${municipality}/${personId}`;

/** Time limits in seconds; an installation's setting, so that a demonstration need not wait for hours (design §3). */
export interface Limits {
  /** How long a participant may be silent, in open time, before the request goes to the error list. */
  transientSeconds: number;
  /** How long the request file may take. */
  fileSeconds: number;
  /** First and longest pause between two questions for the file. */
  filePollSeconds: { first: number; longest: number };
}
export const defaultLimits: Limits = {
  transientSeconds: 2 * 60 * 60,
  fileSeconds: 24 * 60 * 60,
  filePollSeconds: { first: 2, longest: 5 * 60 },
};

export interface AcquireCodeInput {
  municipality: string;
  personId: string;
  limits: Limits;
}
export type AcquireCode = (input: AcquireCodeInput) => Promise<AcquireCodeOutcome>;
export interface AcquireCodeOutcome {
  stage: Stage;
  codeRequestStatus: CodeRequestStatus;
}

/** What the sender of a transfer is told (S24, S27). */
export interface Judgement {
  result: Exclude<TransferResult, 'pending'>;
  integratedAddressNumber: string | null;
  codeRequestStatus: CodeRequestStatus;
}

/**
 * A transfer of this person has been stored in the inbox. An update, not a signal: the sender waits for the number.
 * Sent with start, so the first transfer starts the workflow and every later one joins it.
 */
export const receiveTransfer = defineUpdate<Judgement, [{ inboxId: string }]>('receiveTransfer');

export interface StaffAction {
  staffId: string;
  reason: string;
  /** The entry of the error list that is acted on; null to act on the open code request itself. */
  failureId: string | null;
}
/** Updates, not signals, because the member of staff must learn whether anything waited for them. */
export const retryAcquisition = defineUpdate<StatusView, [StaffAction]>('retry');
/** The corrected values are in the database already, under `correctionId`; here is only that they are there. */
export const correctAcquisition = defineUpdate<StatusView, [StaffAction & { correctionId: string }]>('correct');
export const cancelAcquisition = defineUpdate<StatusView, [StaffAction]>('cancel');

/** The confirmation cycle's word on this person; sent after it is in the database. */
export type ConfirmationWord =
  { result: 'acquired' } | { result: 'error'; code: AcquisitionFailureCode } | { result: 'overdue' };
export const confirmation = defineSignal<[ConfirmationWord]>('confirmation');
/** Operating hours were changed; whoever waits for an opening looks again. */
export const calendarChanged = defineSignal('calendarChanged');

export interface StatusView {
  stage: Stage | null;
  codeRequestStatus: CodeRequestStatus;
  attempt: number;
  failure: { code: AcquisitionFailureCode; step: Step; since: string } | null;
  opensAt: string | null;
}
export interface TimelineEntry {
  at: string;
  event: string;
  stage: Stage | null;
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
}
export type FileRequestResult = StepResult & { receiptNumber: string | null; next?: FileResult };
export type FileResult = StepResult & { ready: boolean; next?: RouteResult };
export type RouteResult = StepResult & { opensAt: string | null };
/**
 * `goOn`: the next step too, and so on to the route, for as long as each is answered at once. A result without `next`
 * says that the next one was not taken or not answered; the workflow then takes it as ever, so a history from before
 * is replayed as it was.
 */
export interface MayGoOn {
  goOn?: boolean;
}

/**
 * Each step writes what it did (request attempt, stage, timeline, failures) in the database itself, guarded so that a
 * repeated or late run of it changes nothing that has moved on. A participant's silence is thrown as a retryable
 * ApplicationFailure whose type is the catalogue's code; a participant's no is an exception in the result.
 */
export interface AcquireCodeActivities {
  /**
   * Judges and numbers (S21–S28) in one transaction: all transfers of these persons that lie unjudged in the inbox, or
   * all lines of a chunk. `members`: persons for whom the chunk asks for a code.
   */
  judge: (input: { municipality: string; requests: RequestSet; inboxId?: string }) => Promise<{
    judged: number;
    judgement: Judgement | null;
    acquisition: Acquisition | null;
    notices: number;
    members?: number;
  }>;
  /** S29. */
  requestSerial: (input: StepInput & MayGoOn) => Promise<StepResult & { next?: FileRequestResult }>;
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
  /** S24, S27 to the other backbones, once; what is not taken stays in the outbox for the sweep. */
  notify: (input: { municipality: string; requests: RequestSet }) => Promise<{ delivered: number; left: number }>;
  /** To the error list: a step's time limit is used up. */
  park: (input: StepInput & { code: AcquisitionFailureCode; step: Step }) => Promise<void>;
  /** A staff action on a parked or open request; returns where the person stands now. */
  actOnAcquisition: (
    input: { municipality: string; personId: string } & StaffAction &
      ({ action: 'retry' } | { action: 'cancel' } | { action: 'correct'; correctionId: string }),
  ) => Promise<{ acquisition: Acquisition; notices: number }>;
}
