/**
 * The life of one resident's code acquisition (S28 to S100) as a pure state machine. Every event may come in every
 * state; one without meaning there changes nothing. The state is the person's row: the storage functions write these
 * moves as SQL, and a workflow reads the row and does what it asks for.
 *
 * L1. The attempt never falls. It rises only by a retry or correction by staff, or when the judge reopens a cancelled
 *     request.
 * L2. ACQUIRED is reached only by a confirmation, from every state in which the other side may hold a serial, and is
 *     never left.
 * L3. A request cancelled before a serial was requested is 未依頼; later, the person stays 依頼中 until the intermediate
 *     server answers.
 * L4. Every state asks for exactly one next step: an action of the workflow, or a wait for a named party.
 *     `persons.due_at` makes sure that a workflow comes (storage/requests/due).
 * L5. Only its chunk sends the requests of a person in a chunk, until they are routed or parked, or a confirmation or
 *     staff take them out. A person who waits has left the chunk.
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
  /** Whether the intermediate server may hold a serial request of this or an earlier attempt; set before it is sent. */
  serialRequested: boolean;
  /** Whether a transfer of this person waits for staff, because the identity is in doubt. */
  held: boolean;
  /** Whether a chunk runs the steps, so that the person's own workflow sends nothing. */
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
  /** `isBehindSerial`: this attempt uses the serial of the one before, which is still valid. */
  | { type: 'retried'; isBehindSerial?: boolean }
  | { type: 'corrected' }
  | { type: 'cancelled' };

/** What a state asks for: a step to run, or a party to wait for. */
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

/** The 符号依頼状態 (table 33) that a stage stands for. */
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

/** The code under which the error list shows this acquisition, or null. */
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
      return stepOf(state) === event.step ? park(state, event.step, event.code, event.at) : state;
    case 'confirmed':
      return serialRequested && state.stage !== 'ACQUIRED' ? { ...common, inChunk: false, stage: 'ACQUIRED' } : state;
    case 'confirmationFailed':
      // The request was cancelled after S29, and now the other side has answered, so nothing is open any more.
      if (state.stage === 'CANCELLED') return serialRequested ? { ...state, serialRequested: false } : state;
      // In NUMBERED after a retry, the failure belongs to the attempt before, which is known to have ended.
      return isOpen(state) && serialRequested && state.stage !== 'NEEDS_ATTENTION' && state.stage !== 'NUMBERED'
        ? park(state, 'confirm', event.code, event.at)
        : state;
    case 'overdue':
      return state.stage === 'ROUTED' ? park(state, 'confirm', 'CODE_NOT_CONFIRMED', event.at) : state;
    case 'retried':
      if (state.stage === 'NEEDS_ATTENTION') return resume(state, failures[state.failure.code].retry);
      // A request cancelled half-way resumes with the same request ids, so that the participants do nothing twice.
      return state.stage === 'CANCELLED' && serialRequested
        ? { ...common, stage: event.isBehindSerial ? 'SERIAL_REQUESTED' : 'NUMBERED' }
        : state;
    case 'corrected':
      // A corrected personal number makes every earlier request worthless, so the acquisition starts anew.
      return state.stage === 'NEEDS_ATTENTION' ? resume(state, { from: 'serial', newAttempt: true }) : state;
    case 'cancelled':
      // HELD consists only of its held transfers. Beside a request, held transfers continue to wait for staff.
      if (state.stage === 'HELD') return { ...common, held: false, stage: 'CANCELLED' };
      return isOpen(state) || state.stage === 'AWAITING_PN' ? { ...common, inChunk: false, stage: 'CANCELLED' } : state;
  }
}

/** Whether a code request is under way: 依頼中 and not cancelled. */
function isOpen({ stage }: { stage: Stage }): boolean {
  return codeRequestStatusOf({ stage, serialRequested: false }) === 'REQUESTING';
}

/** S34 begins in both stages; a closing only says until when it waits. */
function isBeforeRoute({ stage }: Acquisition): boolean {
  return stage === 'FILE_RECEIVED' || stage === 'WAITING_FOR_HOURS';
}

const stepsOfDrivers: Partial<Record<Stage, Step>> = {
  NUMBERED: 'serial',
  SERIAL_REQUESTED: 'fileRequest',
  FILE_REQUESTED: 'file',
  FILE_RECEIVED: 'route',
  WAITING_FOR_HOURS: 'route',
};

/** The step that a stage asks its driver for; undefined where nobody drives. */
export function stepDrivenIn(stage: Stage): Step | undefined {
  return stepsOfDrivers[stage];
}

/** The step a state is in the middle of. */
function stepOf({ stage }: Acquisition): Step | undefined {
  return stage === 'ROUTED' ? 'confirm' : stepDrivenIn(stage);
}

const unsent: ReadonlySet<AcquisitionFailureCode> = new Set(['SERIAL_REFUSED', 'ENGINE_STUCK']);

function park(state: Acquisition, step: Step, code: AcquisitionFailureCode, at: string): Acquisition {
  return {
    attempt: state.attempt,
    // A request without a proper answer may have been accepted. A refused one was not, and one that got stuck in the
    // engine was not sent.
    serialRequested: state.serialRequested || (step === 'serial' && !unsent.has(code)),
    held: state.held,
    inChunk: false,
    stage: 'NEEDS_ATTENTION',
    failure: { code, step, since: at },
    receiptNumber: state.stage === 'FILE_REQUESTED' ? state.receiptNumber : null,
  };
}

function resume(
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
