/**
 * Drives a person or a chunk as workflows/drive does, but without an engine: reads the row and runs the step it needs.
 */
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { vi } from 'vitest';
import type { AcquireCodeActivities, StepInput, StepResult } from '../../contracts/acquire-code.ts';
import { isAcquisitionFailureCode, type AcquisitionFailureCode, type Step } from '../../domain/failures.ts';
import { nextStep, type Acquisition, type NextStep } from '../../domain/lifecycle.ts';
import type { RequestSet } from '../../domain/request-set.ts';

export const perform = <In, Out>(activity: (input: In) => Promise<Out>, input: In): Promise<Out> =>
  new MockActivityEnvironment().run<[In], Out, (input: In) => Promise<Out>>((given) => activity(given), input);

/**
 * Runs steps until none is needed. Errors of activities are thrown on. `impatient`: puts those whom the step concerns
 * on the error list at once, as the workflow does after the time limit.
 */
export async function driveToRest(
  activities: AcquireCodeActivities,
  municipality: string,
  requests: RequestSet,
  { impatient = false } = {},
): Promise<void> {
  let { standing } = await perform(activities.judge, { municipality, requests });
  while (standing !== null) {
    const before = standing;
    const step = nextStep(before);
    const input = { municipality, requests, attempt: before.attempt };
    try {
      const result = await take(activities, step, input, impatient);
      if (!result) return;
      ({ standing } = result);
    } catch (err) {
      if (!impatient || !(err instanceof ApplicationFailure)) throw err;
      standing = await perform(activities.park, { ...input, step: stepOf(before), code: codeOf(err) });
    }
  }
}

function codeOf({ type }: ApplicationFailure): AcquisitionFailureCode {
  const code = type ?? '';
  if (!isAcquisitionFailureCode(code)) throw new Error(`${code} is no code of the error list`);
  return code;
}

function stepOf({ stage }: Acquisition): Step {
  switch (stage) {
    case 'NUMBERED':
      return 'serial';
    case 'SERIAL_REQUESTED':
      return 'fileRequest';
    case 'FILE_REQUESTED':
      return 'file';
    default:
      return 'route';
  }
}

async function take(
  { requestSerial, requestFile, fetchFile, route }: AcquireCodeActivities,
  step: NextStep,
  input: StepInput,
  impatient: boolean,
): Promise<StepResult | undefined> {
  switch (step.do) {
    case 'requestSerial':
      return perform(requestSerial, input);
    case 'requestFile':
      return perform(requestFile, input);
    case 'fetchFile': {
      const fileInput = { ...input, receiptNumber: step.receiptNumber, failWhileNotReady: impatient };
      let result = await perform(fetchFile, fileInput);
      await vi.waitUntil(async () => result.ready || (result = await perform(fetchFile, fileInput)).ready, {
        timeout: 120_000,
        interval: 100,
      });
      return result;
    }
    case 'route':
      return perform(route, input);
    default:
      return undefined;
  }
}
