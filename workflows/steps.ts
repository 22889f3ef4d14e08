/**
 * The steps of an acquisition as calls, each with its time limits and the reason for them, and each answered by where
 * the rows stand then. One resident and a chunk take the same ones (design §4).
 *
 * A participant normally answers within a second, so a step of one resident is tried as a local activity first: it costs
 * a tenth (design §3, Cost), and takes along as many steps as are answered at once. When that does not come through, the
 * same step runs as a regular activity, with retries for as long as the participant may be silent. Both use the same
 * request id, so nothing is done twice.
 */
import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { AcquireCodeActivities, Limits, RouteResult, StepInput, StepResult } from '../contracts/acquire-code.ts';
import { isAcquisitionFailureCode, type AcquisitionFailureCode, type Step } from '../domain/failures.ts';
import type { NextStep } from '../domain/lifecycle.ts';
import type { RequestSet } from '../domain/request-set.ts';

export type SendingStep = Extract<NextStep, { do: 'requestSerial' | 'requestFile' | 'fetchFile' | 'route' }>;

/** Database work: short, and repeated until the database is back. */
const database = proxyLocalActivities<AcquireCodeActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});
/** The same for thousands of rows in one transaction: longer than a workflow task may take. */
const bulkDatabase = proxyActivities<AcquireCodeActivities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});
/** One short try of all that is left. */
const quick = proxyLocalActivities<AcquireCodeActivities>({
  startToCloseTimeout: '2 seconds',
  retry: { maximumAttempts: 1 },
});
/** The serial is issued while the file is asked for, so the file is there a moment later (S42–S46). */
const quickFile = proxyLocalActivities<AcquireCodeActivities>({
  startToCloseTimeout: '1 second',
  retry: { initialInterval: '60 milliseconds', backoffCoefficient: 2, maximumAttempts: 4 },
});

/** For as long as a participant may be silent, then the error list. */
function patientFor(limitMs: number, isChunk: boolean) {
  return proxyActivities<AcquireCodeActivities>({
    startToCloseTimeout: isChunk ? '5 minutes' : '1 minute',
    // A worker that dies with a chunk is noticed long before the participant's time is over.
    ...(isChunk && { heartbeatTimeout: '30 seconds' }),
    scheduleToCloseTimeout: limitMs,
    // Said, because left out it is not what the SDK's documentation says: then nobody would wait for the try under way.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
  });
}

export interface Steps {
  judge: AcquireCodeActivities['judge'];
  /** Null where a nudge has ended it: the row knows more than this step. */
  perform: (step: SendingStep, attempt: number) => Promise<(StepResult & { ready?: boolean }) | null>;
}

/** `isNudged`: whether the rows have changed since they were looked at; a chunk's step goes on all the same. */
export function createSteps(
  { municipality, requests, limits }: { municipality: string; requests: RequestSet; limits: Limits },
  isNudged: () => boolean,
): Steps {
  const isChunk = 'chunkId' in requests;
  const { judge, park } = isChunk ? bulkDatabase : database;
  const patient = patientFor(limits.transientSeconds * 1_000, isChunk);
  /** Silence is counted in open time (design §3): what a route had used up when the hours closed on it. */
  let routeSilentMs = 0;

  return {
    judge,
    async perform(step, attempt) {
      const input: StepInput = { municipality, requests, attempt };
      const stepName = nameOf[step.do];
      for (let tries = 1; ; tries += 1) {
        try {
          return await run(step, input);
        } catch (err) {
          if (isCancellation(err)) throw err;
          if (isOwnSilence(err) && tries < mostOwnSilences) continue;
          return { ...nothing, standing: await park({ ...input, step: stepName, code: failureCodeOf(err, stepName) }) };
        }
      }
    },
  };

  function run(step: SendingStep, input: StepInput): Promise<StepResult | null> {
    const along = { ...input, goOn: true };
    switch (step.do) {
      case 'requestSerial':
        return quickFirst(
          () => quick.requestSerial(along),
          () => patient.requestSerial(input),
        );
      case 'requestFile':
        return quickFirst(
          () => quick.requestFile(along),
          () => patient.requestFile(input),
        );
      case 'fetchFile': {
        const { receiptNumber } = step;
        return quickFirst(
          () => quickFile.fetchFile({ ...along, receiptNumber, failWhileNotReady: true }),
          () => patient.fetchFile({ ...input, receiptNumber, failWhileNotReady: false }),
        );
      }
      case 'route':
        return route(input);
    }
  }

  /** A request of thousands of lines is no quick one. */
  async function quickFirst<T>(local: () => Promise<T>, regular: () => Promise<T>): Promise<T | null> {
    if (isChunk) return regular();
    try {
      return await local();
    } catch (err) {
      if (isCancellation(err)) throw err;
      return untilNudged(regular);
    }
  }

  async function route(input: StepInput): Promise<RouteResult | null> {
    const began = Date.now();
    const leftMs = Math.max(1_000, limits.transientSeconds * 1_000 - routeSilentMs);
    const result = await quickFirst(
      () => quick.route(input),
      () => patientFor(leftMs, isChunk).route(input),
    );
    routeSilentMs = result?.opensAt == null ? 0 : routeSilentMs + Date.now() - began;
    return result;
  }

  /**
   * Waits for a participant, or for a nudge: then the activity is cancelled, and its try that is under way comes to its
   * end before anything else is begun.
   */
  async function untilNudged<T>(work: () => Promise<T>): Promise<T | null> {
    if (isNudged()) return null;
    const scope = new CancellationScope();
    const running = scope.run(work);
    const settled = running.then(
      () => undefined,
      () => undefined,
    );
    await Promise.race([settled, condition(isNudged)]);
    if (isNudged()) scope.cancel();
    try {
      return await running;
    } catch (err) {
      // One that was cancelled with the whole run goes on upwards. A try that was under way may fail by itself, and is
      // not followed by another one then: that says nothing of how long the participant has been silent.
      if (scope.consideredCancelled && !CancellationScope.current().consideredCancelled) return null;
      throw err;
    }
  }
}

const nothing: StepResult = { done: 0, exceptions: [], standing: null, passed: [] };

/** So often a step is begun anew because no worker of ours came to an end with it. */
const mostOwnSilences = 20;

/**
 * The time was up and nobody had said that the participant is silent: it was our own workers that were killed or away.
 * That is no reason to put anybody on the error list.
 */
function isOwnSilence(err: unknown): boolean {
  const cause = err instanceof ActivityFailure ? err.cause : err;
  return cause instanceof TimeoutFailure && !(cause.cause instanceof ApplicationFailure);
}

const nameOf = { requestSerial: 'serial', requestFile: 'fileRequest', fetchFile: 'file', route: 'route' } as const;

const silentSide: Record<Step, AcquisitionFailureCode> = {
  serial: 'INTERMEDIATE_SERVER_UNAVAILABLE',
  fileRequest: 'INTERMEDIATE_SERVER_UNAVAILABLE',
  file: 'INTERMEDIATE_SERVER_UNAVAILABLE',
  route: 'JUKI_SYSTEM_UNAVAILABLE',
  confirm: 'INTERMEDIATE_SERVER_UNAVAILABLE',
};

/** What staff should be told of a step that did not come through. A bug in a step is UNEXPECTED_ANSWER: it parks, not spins. */
function failureCodeOf(err: unknown, step: Step): AcquisitionFailureCode {
  const cause = err instanceof ActivityFailure ? err.cause : err;
  if (cause instanceof ApplicationFailure) {
    const type = cause.type ?? '';
    return isAcquisitionFailureCode(type) ? type : 'UNEXPECTED_ANSWER';
  }
  // A used-up limit comes as a TimeoutFailure, with the last failure inside where there was one.
  const last = cause instanceof TimeoutFailure ? cause.cause : undefined;
  if (last instanceof ApplicationFailure && isAcquisitionFailureCode(last.type ?? '')) {
    return failureCodeOf(last, step);
  }
  return silentSide[step];
}
