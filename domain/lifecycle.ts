/**
 * The life of one resident's code acquisition as a pure, total machine: every event is taken in every state, and one
 * that has no meaning there changes nothing. The state is the person's row and there is no other: the storage functions
 * write these moves as SQL, and whoever drives a request reads the row and does what it asks for (design §3, §9).
 *
 * L1. The attempt never falls, and rises only by a staff retry or correction, or when the judge opens a cancelled request
 *     again.
 * L2. ACQUIRED is reached by a confirmation only, from every state in which a serial may live at the other side, and
 *     is never left.
 * L3. Cancelled before a serial was requested is 未依頼; after that the person stays 依頼中 until the intermediate
 *     server answers.
 * L4. Every state asks for exactly one next step: something that its driver does, or somebody who is waited for by name.
 *     That the driver comes, `persons.due_at` sees to (storage/due).
 * L5. A request that a chunk runs is sent by the chunk alone, until it is routed or parked, or the confirmation or staff
 *     take it out. Whoever rests has left its chunk.
 */
import { failures, type AcquisitionFailureCode, type Step } from './failures.ts';
import type { CodeRequestStatus, Stage } from './stages.ts';

export interface AcquisitionFailure {
  code: AcquisitionFailureCode;
  step: Step;
  /** ISO 8601. */
  since: string;
}

interface Common {
  /** Counts from 1; part of every request id. */
  attempt: number;
  /** A serial request of this or an earlier attempt may live at the intermediate server; set before it is sent. */
  serialRequested: boolean;
  /** A transfer of this person waits for staff because the identity was in doubt. */
  held: boolean;
  /** A chunk is running the steps, so the run of this person sends nothing (design §4). */
  inChunk: boolean;
}
export type Acquisition = Common &
  (
    | { stage: 'AWAITING_PN' }
    | { stage: 'HELD' }
    | { stage: 'NUMBERED' }
    | { stage: 'SERIAL_REQUESTED' }
    | { stage: 'FILE_REQUESTED'; receiptNumber: string }
    | { stage: 'FILE_RECEIVED' }
    | { stage: 'WAITING_FOR_HOURS'; opensAt: string }
    | { stage: 'ROUTED' }
    | { stage: 'NEEDS_ATTENTION'; failure: AcquisitionFailure; receiptNumber: string | null }
    | { stage: 'CANCELLED' }
    | { stage: 'ACQUIRED' }
  );

export type LifecycleEvent =
  | { type: 'serialAccepted' }
  | { type: 'fileRequested'; receiptNumber: string }
  | { type: 'fileReceived' }
  | { type: 'closed'; opensAt: string }
  | { type: 'opened' }
  | { type: 'routed' }
  | { type: 'failed'; step: Step; code: AcquisitionFailureCode; at: string }
  | { type: 'confirmed' }
  | { type: 'confirmationFailed'; code: AcquisitionFailureCode; at: string }
  | { type: 'overdue'; at: string }
  /** `isBehindSerial`: this attempt was opened with the serial of the one before, which lives. */
  | { type: 'retried'; isBehindSerial?: boolean }
  | { type: 'corrected' }
  | { type: 'cancelled' };

/** What the state asks for: a step to run, or somebody to wait for. */
export type NextStep =
  | { do: 'requestSerial' }
  | { do: 'requestFile' }
  | { do: 'fetchFile'; receiptNumber: string }
  | { do: 'route' }
  | { do: 'waitForHours'; opensAt: string }
  | { do: 'waitForChunk' }
  | { do: 'waitForConfirmation' }
  | { do: 'waitForStaff' }
  | { do: 'waitForPersonalNumber' }
  | { do: 'end' };

export function nextStep(acquisition: Acquisition): NextStep {
  if (acquisition.inChunk) return { do: 'waitForChunk' };
  switch (acquisition.stage) {
    case 'NUMBERED':
      return { do: 'requestSerial' };
    case 'SERIAL_REQUESTED':
      return { do: 'requestFile' };
    case 'FILE_REQUESTED':
      return { do: 'fetchFile', receiptNumber: acquisition.receiptNumber };
    case 'FILE_RECEIVED':
      return { do: 'route' };
    case 'WAITING_FOR_HOURS':
      return { do: 'waitForHours', opensAt: acquisition.opensAt };
    case 'ROUTED':
      return { do: 'waitForConfirmation' };
    case 'NEEDS_ATTENTION':
    case 'HELD':
      return { do: 'waitForStaff' };
    case 'AWAITING_PN':
      return acquisition.held ? { do: 'waitForStaff' } : { do: 'waitForPersonalNumber' };
    case 'CANCELLED':
    case 'ACQUIRED':
      return acquisition.held ? { do: 'waitForStaff' } : { do: 'end' };
  }
}

/** 符号依頼状態 of a stage (design §3). */
export function codeRequestStatusOf({
  stage,
  serialRequested,
}: {
  stage: Stage;
  serialRequested: boolean;
}): CodeRequestStatus {
  switch (stage) {
    case 'AWAITING_PN':
    case 'HELD':
      return 'NOT_REQUESTED';
    case 'CANCELLED':
      return serialRequested ? 'REQUESTING' : 'NOT_REQUESTED';
    case 'ACQUIRED':
      return 'REQUESTED';
    case 'NUMBERED':
    case 'SERIAL_REQUESTED':
    case 'FILE_REQUESTED':
    case 'FILE_RECEIVED':
    case 'WAITING_FOR_HOURS':
    case 'ROUTED':
    case 'NEEDS_ATTENTION':
      return 'REQUESTING';
  }
}

/** What the error list says of this acquisition, if anything. */
export function errorCodeOf(acquisition: Acquisition): AcquisitionFailureCode | null {
  if (acquisition.stage === 'NEEDS_ATTENTION') return acquisition.failure.code;
  return acquisition.held ? 'IDENTITY_MISMATCH' : null;
}

export function transition(state: Acquisition, event: LifecycleEvent): Acquisition {
  const { attempt, serialRequested, held, inChunk } = state;
  const common = { attempt, serialRequested, held, inChunk };
  switch (event.type) {
    case 'serialAccepted':
      return state.stage === 'NUMBERED' ? { ...common, serialRequested: true, stage: 'SERIAL_REQUESTED' } : state;
    case 'fileRequested':
      return state.stage === 'SERIAL_REQUESTED'
        ? { ...common, stage: 'FILE_REQUESTED', receiptNumber: event.receiptNumber }
        : state;
    case 'fileReceived':
      return state.stage === 'FILE_REQUESTED' ? { ...common, stage: 'FILE_RECEIVED' } : state;
    case 'closed':
      return isBeforeRoute(state) ? { ...common, stage: 'WAITING_FOR_HOURS', opensAt: event.opensAt } : state;
    case 'opened':
      return state.stage === 'WAITING_FOR_HOURS' ? { ...common, stage: 'FILE_RECEIVED' } : state;
    case 'routed':
      return isBeforeRoute(state) ? { ...common, inChunk: false, stage: 'ROUTED' } : state;
    case 'failed':
      return stepOf(state) === event.step ? parked(state, event.step, event.code, event.at) : state;
    case 'confirmed':
      return serialRequested && state.stage !== 'ACQUIRED' ? { ...common, inChunk: false, stage: 'ACQUIRED' } : state;
    case 'confirmationFailed':
      // Cancelled after S29, and now the other side has answered: nothing is open any more.
      if (state.stage === 'CANCELLED') return serialRequested ? { ...state, serialRequested: false } : state;
      // NUMBERED after a retry: the word is about the attempt before, which is known to be dead already.
      return isOpen(state) && serialRequested && state.stage !== 'NEEDS_ATTENTION' && state.stage !== 'NUMBERED'
        ? parked(state, 'confirm', event.code, event.at)
        : state;
    case 'overdue':
      return state.stage === 'ROUTED' ? parked(state, 'confirm', 'CODE_NOT_CONFIRMED', event.at) : state;
    case 'retried':
      if (state.stage === 'NEEDS_ATTENTION') return resumed(state, failures[state.failure.code].retry);
      // Cancelled half-way, it is taken up again under the same request ids, so that what lives there is not asked twice.
      return state.stage === 'CANCELLED' && serialRequested
        ? { ...common, stage: event.isBehindSerial ? 'SERIAL_REQUESTED' : 'NUMBERED' }
        : state;
    case 'corrected':
      // A corrected personal number makes every earlier request worthless, so it starts anew.
      return state.stage === 'NEEDS_ATTENTION' ? resumed(state, { from: 'serial', newAttempt: true }) : state;
    case 'cancelled':
      // HELD is nothing but its held transfers; beside a request they go on waiting for staff.
      if (state.stage === 'HELD') return { ...common, held: false, stage: 'CANCELLED' };
      return isOpen(state) || state.stage === 'AWAITING_PN' ? { ...common, inChunk: false, stage: 'CANCELLED' } : state;
  }
}

/** A code request is under way and has not come to its end (依頼中 and not cancelled). */
function isOpen({ stage }: { stage: Stage }): boolean {
  return codeRequestStatusOf({ stage, serialRequested: false }) === 'REQUESTING';
}

/** The step of S34 begins in both; a closing only says until when it waits. */
function isBeforeRoute({ stage }: Acquisition): boolean {
  return stage === 'FILE_RECEIVED' || stage === 'WAITING_FOR_HOURS';
}

/** The step a state is in the middle of. */
function stepOf({ stage }: Acquisition): Step | null {
  switch (stage) {
    case 'NUMBERED':
      return 'serial';
    case 'SERIAL_REQUESTED':
      return 'fileRequest';
    case 'FILE_REQUESTED':
      return 'file';
    case 'FILE_RECEIVED':
    case 'WAITING_FOR_HOURS':
      return 'route';
    case 'ROUTED':
      return 'confirm';
    default:
      return null;
  }
}

const unsent: ReadonlySet<AcquisitionFailureCode> = new Set(['SERIAL_REFUSED', 'ENGINE_STUCK']);

function parked(state: Acquisition, step: Step, code: AcquisitionFailureCode, at: string): Acquisition {
  return {
    attempt: state.attempt,
    // A request that nobody answered, or not as agreed, may have been taken; one that was refused was not, and one that
    // the engine did not come to was not sent.
    serialRequested: state.serialRequested || (step === 'serial' && !unsent.has(code)),
    held: state.held,
    inChunk: false,
    stage: 'NEEDS_ATTENTION',
    failure: { code, step, since: at },
    receiptNumber: state.stage === 'FILE_REQUESTED' ? state.receiptNumber : null,
  };
}

function resumed(
  state: Acquisition & { stage: 'NEEDS_ATTENTION' },
  { from, newAttempt }: { from: Step | 'same'; newAttempt: boolean },
): Acquisition {
  const common = {
    attempt: newAttempt ? state.attempt + 1 : state.attempt,
    serialRequested: state.serialRequested,
    held: state.held,
    inChunk: false,
  };
  switch (from === 'same' ? state.failure.step : from) {
    case 'serial':
      return { ...common, stage: 'NUMBERED' };
    case 'fileRequest':
      return { ...common, stage: 'SERIAL_REQUESTED' };
    case 'file':
      return state.receiptNumber === null
        ? { ...common, stage: 'SERIAL_REQUESTED' }
        : { ...common, stage: 'FILE_REQUESTED', receiptNumber: state.receiptNumber };
    case 'route':
      return { ...common, stage: 'FILE_RECEIVED' };
    case 'confirm':
      return { ...common, stage: 'ROUTED' };
  }
}
