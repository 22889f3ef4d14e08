/**
 * The steps of an acquisition as calls, each with its time limits and the reason for them, and each answered by the
 * event that the machine is told. One resident and a chunk of a load take the same ones (design §4): for a chunk, who
 * was refused has left it, and the rest goes on.
 *
 * A participant normally answers within a second, so a step is tried as a local activity first: it costs a tenth
 * (design §3, Cost). When that does not come through, the same step runs as a regular activity, with retries for as
 * long as the participant may be silent. Both use the same request id, so nothing is done twice.
 *
 * A quick step that is answered at once takes the next one along, and so on to the route: one call instead of four.
 * How far it came is in its result, so a history from before this was so goes on step by step.
 */
import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  patched,
  proxyActivities,
  proxyLocalActivities,
  sleep,
  TimeoutFailure,
} from '@temporalio/workflow';
import type {
  AcquireCodeActivities,
  FileRequestResult,
  FileResult,
  Limits,
  RouteResult,
  StaffAction,
  StepInput,
  StepResult,
} from '../contracts/acquire-code.ts';
import { isAcquisitionFailureCode, type AcquisitionFailureCode, type Step } from '../domain/failures.ts';
import type { LifecycleEvent, NextStep } from '../domain/lifecycle.ts';
import type { RequestSet } from '../domain/request-set.ts';

export type RunningStep = Extract<NextStep, { do: 'requestSerial' | 'requestFile' | 'fetchFile' | 'route' }>;

/** Database work: short, and repeated until the database is back. */
const database = proxyLocalActivities<AcquireCodeActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});
/** The same for thousands of rows in one transaction: longer than a workflow task may take. */
const bulkDatabase = proxyActivities<AcquireCodeActivities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});
/** One short try of all that is left; a join that arrives meanwhile waits no longer than this for its answer. */
const quick = proxyLocalActivities<AcquireCodeActivities>({
  startToCloseTimeout: '2 seconds',
  retry: { maximumAttempts: 1 },
});
/** The serial is issued while the file is asked for, so the file is there a moment later (S42–S46). */
const quickFile = proxyLocalActivities<AcquireCodeActivities>({
  startToCloseTimeout: '1 second',
  retry: { initialInterval: '60 milliseconds', backoffCoefficient: 2, maximumAttempts: 4 },
});
/** Once; what a backbone does not take is left to the sweep. */
const once = proxyActivities<AcquireCodeActivities>({
  startToCloseTimeout: '15 seconds',
  scheduleToCloseTimeout: '1 minute',
  retry: { maximumAttempts: 1 },
});

/** For as long as a participant may be silent, then the error list. */
function patientFor(limitMs: number, isChunk: boolean) {
  return proxyActivities<AcquireCodeActivities>({
    startToCloseTimeout: isChunk ? '5 minutes' : '1 minute',
    // A worker that dies with a chunk is noticed long before the participant's time is over.
    ...(isChunk && { heartbeatTimeout: '10 seconds' }),
    scheduleToCloseTimeout: limitMs,
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
  });
}

export type StaffStep = StaffAction &
  ({ action: 'retry' } | { action: 'cancel' } | { action: 'correct'; correctionId: string });

interface Ahead {
  attempt: number;
  fileRequest?: FileRequestResult;
  file?: FileResult;
  route?: RouteResult;
}

export interface AcquisitionSteps {
  judge: AcquireCodeActivities['judge'];
  notify: AcquireCodeActivities['notify'];
  act: (
    input: { municipality: string; personId: string } & StaffStep,
  ) => ReturnType<AcquireCodeActivities['actOnAcquisition']>;
  perform: (step: RunningStep, attempt: number) => Promise<LifecycleEvent>;
}

export function createSteps({
  municipality,
  requests,
  limits,
}: {
  municipality: string;
  requests: RequestSet;
  limits: Limits;
}): AcquisitionSteps {
  const isChunk = 'chunkId' in requests;
  const { judge, park } = isChunk ? bulkDatabase : database;
  const patient = patientFor(limits.transientSeconds * 1_000, isChunk);
  /** A step that a quick one before it has taken along, until the machine asks for it. */
  let ahead: Ahead | undefined;
  /** Silence is counted in open time (design §3): what a route had used up when the hours closed on it. */
  let routeSilentMs = 0;

  return {
    judge: (input) => judge(input),
    notify: (input) => once.notify(input),
    act: (input) => database.actOnAcquisition(input),
    async perform(step, attempt) {
      const input: StepInput = { municipality, requests, attempt };
      const stepName = nameOf[step.do];
      for (let tries = 1; ; tries += 1) {
        try {
          return await run(step, input);
        } catch (err) {
          if (isCancellation(err)) throw err;
          if (isChunk && isOwnSilence(err) && tries < mostOwnSilences) continue;
          const code = failureCodeOf(err, stepName);
          await park({ ...input, step: stepName, code });
          return { type: 'failed', step: stepName, code, at: new Date().toISOString() };
        }
      }
    },
  };

  function run(step: RunningStep, input: StepInput): Promise<LifecycleEvent> {
    const done = ahead?.attempt === input.attempt ? ahead : undefined;
    ahead = undefined;
    switch (step.do) {
      case 'requestSerial':
        return requestSerial(input);
      case 'requestFile':
        return requestFile(input, done?.fileRequest);
      case 'fetchFile':
        return fetchFile(input, step.receiptNumber, done?.file);
      case 'route':
        return route(input, done?.route);
    }
  }

  /** A request of thousands of lines is no quick one. */
  async function quickFirst<T>(local: () => Promise<T>, regular: () => Promise<T>): Promise<T> {
    if (isChunk) return regular();
    try {
      return await local();
    } catch (err) {
      if (isCancellation(err)) throw err;
      return regular();
    }
  }

  async function requestSerial(input: StepInput): Promise<LifecycleEvent> {
    const result = await quickFirst(
      () => quick.requestSerial({ ...input, goOn: true }),
      () => patient.requestSerial(input),
    );
    if (result.next) ahead = { attempt: input.attempt, fileRequest: result.next };
    return refusalOf(result, 'serial') ?? { type: 'serialAccepted' };
  }

  async function requestFile(input: StepInput, done: FileRequestResult | undefined): Promise<LifecycleEvent> {
    const result =
      done ??
      (await quickFirst(
        () => quick.requestFile({ ...input, goOn: true }),
        () => patient.requestFile(input),
      ));
    if (result.next) ahead = { attempt: input.attempt, file: result.next };
    if (result.receiptNumber === null) return refusal(result, 'fileRequest') ?? unexpected('fileRequest');
    return { type: 'fileRequested', receiptNumber: result.receiptNumber };
  }

  /** Asks until the file is there: at first in quick succession, then 2 s apart and slower, up to 5 min. */
  async function fetchFile(
    input: StepInput,
    receiptNumber: string,
    done: FileResult | undefined,
  ): Promise<LifecycleEvent> {
    const began = Date.now();
    const { first, longest } = limits.filePollSeconds;
    const asked = { ...input, receiptNumber };
    for (let pause = first; ; pause = Math.min(pause * 2, longest)) {
      const result = done?.ready
        ? done
        : await quickFirst(
            () => quickFile.fetchFile({ ...asked, failWhileNotReady: pause === first, goOn: true }),
            () => patient.fetchFile({ ...asked, failWhileNotReady: false }),
          );
      const refused = refusalOf(result, 'file');
      if (refused) return refused;
      if (result.next) ahead = { attempt: input.attempt, route: result.next };
      if (result.ready) return { type: 'fileReceived' };
      if (Date.now() - began >= limits.fileSeconds * 1_000) {
        throw ApplicationFailure.nonRetryable('The file was not ready in time', 'FILE_NEVER_READY');
      }
      await sleep(pause * 1_000);
    }
  }

  async function route(input: StepInput, done: RouteResult | undefined): Promise<LifecycleEvent> {
    const began = Date.now();
    const leftMs = Math.max(1_000, limits.transientSeconds * 1_000 - routeSilentMs);
    const result =
      done ??
      (await quickFirst(
        () => quick.route(input),
        () => patientFor(leftMs, isChunk).route(input),
      ));
    if (result.opensAt !== null) {
      routeSilentMs += Date.now() - began;
      return { type: 'closed', opensAt: result.opensAt };
    }
    routeSilentMs = 0;
    return refusalOf(result, 'route') ?? { type: 'routed' };
  }

  /**
   * Whoever is refused leaves a chunk, and it goes on with the others, whose answer may have been lost: a step that was
   * done before tells of nobody but the refused. With nobody left the steps do nothing, up to its end.
   */
  function refusalOf(result: StepResult, step: Step): LifecycleEvent | undefined {
    const refused = refusal(result, step);
    return refused && isChunk && patched('a-chunk-goes-on-without-the-refused') ? undefined : refused;
  }
}

/** So often a chunk begins a step anew because no worker of ours came to an end with it. */
const mostOwnSilences = 20;

/**
 * The time was up and nobody had said that the participant is silent: it was our own workers that were killed or away.
 * That is no reason to put ten thousand residents on the error list.
 */
function isOwnSilence(err: unknown): boolean {
  const cause = err instanceof ActivityFailure ? err.cause : err;
  return cause instanceof TimeoutFailure && !(cause.cause instanceof ApplicationFailure);
}

const nameOf = { requestSerial: 'serial', requestFile: 'fileRequest', fetchFile: 'file', route: 'route' } as const;

/** The other side's no: about this person, or about everybody of the chunk. */
function refusal({ done, exceptions: [exception] }: StepResult, step: Step): LifecycleEvent | undefined {
  if (!exception || done > 0) return undefined;
  return { type: 'failed', step, code: exception.code, at: new Date().toISOString() };
}

const unexpected = (step: Step): LifecycleEvent => ({
  type: 'failed',
  step,
  code: 'UNEXPECTED_ANSWER',
  at: new Date().toISOString(),
});

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
