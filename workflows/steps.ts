/**
 * The steps of an acquisition as calls with time limits. Each call returns where the rows stand afterwards. A single
 * resident and a chunk use the same steps.
 *
 * A participant normally answers within a second, so the step of a single resident first runs as a local activity: it
 * costs a tenth of a regular one and can run several steps in one go. If it fails, the same step runs as a regular
 * activity that is retried for as long as the participant may be silent. Both use the same request id, so nothing is
 * sent twice.
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
/** Database work on thousands of rows in one transaction, which takes longer than a workflow task may. */
const bulkDatabase = proxyActivities<AcquireCodeActivities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});
/** One short try that may run all remaining steps. */
const quick = proxyLocalActivities<AcquireCodeActivities>({
  startToCloseTimeout: '2 seconds',
  retry: { maximumAttempts: 1 },
});
/** The serial is issued while the file is requested, so the file is usually ready a moment later (S42–S46). */
const quickFile = proxyLocalActivities<AcquireCodeActivities>({
  startToCloseTimeout: '1 second',
  retry: { initialInterval: '60 milliseconds', backoffCoefficient: 2, maximumAttempts: 4 },
});

/**
 * A regular activity, retried until the participant has been silent for `limitMs`; then the resident goes to the error
 * list.
 */
function createPatient(limitMs: number, isChunk: boolean) {
  return proxyActivities<AcquireCodeActivities>({
    startToCloseTimeout: isChunk ? '5 minutes' : '1 minute',
    // The heartbeat shows that a worker died with a chunk long before `limitMs` is over.
    ...(isChunk && { heartbeatTimeout: '30 seconds' }),
    scheduleToCloseTimeout: limitMs,
    // Stated explicitly: contrary to the SDK's documentation, the default does not wait for the running try.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
  });
}

export interface Steps {
  judge: AcquireCodeActivities['judge'];
  /** Null when a nudge cancelled the step: the caller then reads the row again. */
  perform: (step: SendingStep, attempt: number) => Promise<(StepResult & { ready?: boolean }) | null>;
}

/** `isNudged` says whether the rows have changed since they were read. The step of a chunk runs on regardless. */
export function createSteps(
  { municipality, requests, limits }: { municipality: string; requests: RequestSet; limits: Limits },
  isNudged: () => boolean,
): Steps {
  const isChunk = 'chunkId' in requests;
  const { judge, park } = isChunk ? bulkDatabase : database;
  const patient = createPatient(limits.transientSeconds * 1_000, isChunk);
  /** How long the route had been silent when the hours closed; silence counts only in open time. Milliseconds. */
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
          return {
            ...emptyResult,
            standing: await park({ ...input, step: stepName, code: failureCodeOf(err, stepName) }),
          };
        }
      }
    },
  };

  function run(step: SendingStep, input: StepInput): Promise<StepResult | null> {
    const walkInput = { ...input, goOn: true };
    switch (step.do) {
      case 'requestSerial':
        return tryQuickFirst(
          () => quick.requestSerial(walkInput),
          () => patient.requestSerial(input),
        );
      case 'requestFile':
        return tryQuickFirst(
          () => quick.requestFile(walkInput),
          () => patient.requestFile(input),
        );
      case 'fetchFile': {
        const { receiptNumber } = step;
        return tryQuickFirst(
          () => quickFile.fetchFile({ ...walkInput, receiptNumber, failWhileNotReady: true }),
          () => patient.fetchFile({ ...input, receiptNumber, failWhileNotReady: false }),
        );
      }
      case 'route':
        return route(input);
    }
  }

  /** Tries the local activity first, except for a chunk, whose thousands of lines take too long for it. */
  async function tryQuickFirst<T>(local: () => Promise<T>, regular: () => Promise<T>): Promise<T | null> {
    if (isChunk) return regular();
    try {
      return await local();
    } catch (err) {
      if (isCancellation(err)) throw err;
      return runUntilNudged(regular);
    }
  }

  async function route(input: StepInput): Promise<RouteResult | null> {
    const began = Date.now();
    const leftMs = Math.max(1_000, limits.transientSeconds * 1_000 - routeSilentMs);
    const result = await tryQuickFirst(
      () => quick.route(input),
      () => createPatient(leftMs, isChunk).route(input),
    );
    routeSilentMs = result?.opensAt == null ? 0 : routeSilentMs + Date.now() - began;
    return result;
  }

  /**
   * Waits for the activity or for a nudge. A nudge cancels the activity, and the running try ends before anything else
   * begins.
   */
  async function runUntilNudged<T>(work: () => Promise<T>): Promise<T | null> {
    if (isNudged()) return null;
    const scope = new CancellationScope();
    const running = scope.run(work);
    const settlement = running.then(
      () => undefined,
      () => undefined,
    );
    await Promise.race([settlement, condition(isNudged)]);
    if (isNudged()) scope.cancel();
    try {
      return await running;
    } catch (err) {
      // A cancel of the whole run is passed on. After a nudge, a failure of the last try says nothing about how long
      // the participant has been silent, so it is dropped.
      if (scope.consideredCancelled && !CancellationScope.current().consideredCancelled) return null;
      throw err;
    }
  }
}

const emptyResult: StepResult = { done: 0, exceptions: [], standing: null, passed: [] };

/** How often a step is begun anew because the own workers did not finish it. */
const mostOwnSilences = 20;

/**
 * True when the time ran out without a participant's failure: fugo's own workers were killed or away, which is no
 * reason to put anybody on the error list.
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

/**
 * The failure code that staff see. A bug in a step becomes UNEXPECTED_ANSWER, so that it parks the resident instead of
 * being retried for ever.
 */
function failureCodeOf(err: unknown, step: Step): AcquisitionFailureCode {
  const cause = err instanceof ActivityFailure ? err.cause : err;
  if (cause instanceof ApplicationFailure) {
    const type = cause.type ?? '';
    return isAcquisitionFailureCode(type) ? type : 'UNEXPECTED_ANSWER';
  }
  // An exhausted time limit arrives as a TimeoutFailure that holds the last failure, if there was one.
  const last = cause instanceof TimeoutFailure ? cause.cause : undefined;
  if (last instanceof ApplicationFailure && isAcquisitionFailureCode(last.type ?? '')) {
    return failureCodeOf(last, step);
  }
  return silentSide[step];
}
