/**
 * A chunk of an initial load on its way (design §4): one acquisition of many persons, by the machine and the steps of
 * the single resident. Whoever is refused leaves the chunk for the error list; the chunk ends when its lines are
 * routed, and the confirmation cycle does the rest by SQL. Persons of the error list who are tried again together are a
 * chunk too, which begins where they stand.
 */
import { condition, proxyLocalActivities, setHandler, sleep } from '@temporalio/workflow';
import { calendarChanged } from '../contracts/acquire-code.ts';
import * as contract from '../contracts/initial-load.ts';
import type { ChunkStart, RetriedCodesInput } from '../contracts/retry-errors.ts';
import { nextStep, transition, type Acquisition } from '../domain/lifecycle.ts';
import { createSteps, type RunningStep } from './acquire-code-steps.ts';

const { awaitPace, endChunk } = proxyLocalActivities<contract.InitialLoadActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

export async function acquireCodes(input: RetriedCodesInput): Promise<contract.ChunkOutcome> {
  const { municipality, chunkId, limits, linesPerSecond } = input;
  const requests = { chunkId };
  const steps = createSteps({ municipality, requests, limits });
  let held = false;
  let calendarRevision = 0;
  setHandler(contract.holdChunk, (hold) => {
    held = hold.held;
  });
  setHandler(calendarChanged, () => {
    calendarRevision += 1;
  });

  const { notices, members = 0 } = await steps.judge({ municipality, requests });
  if (notices > 0) await steps.notify({ municipality, requests }).catch(() => undefined); // the sweep tries again
  let acquisition = acquisitionAt(input.start ?? { stage: 'NUMBERED', attempt: 1, receiptNumber: null });
  for (;;) {
    const step = nextStep(acquisition);
    if (step.do === 'waitForHours') {
      const calendar = calendarRevision;
      await condition(() => calendarRevision !== calendar, Math.max(0, Date.parse(step.opensAt) - Date.now()));
      acquisition = transition(acquisition, { type: 'opened' });
      continue;
    }
    if (members === 0 || !isRunning(step)) return endChunk({ municipality, chunkId });
    await condition(() => !held);
    await pace(step, members);
    acquisition = transition(acquisition, await steps.perform(step, acquisition.attempt));
  }

  /** Only what puts work on the other side counts; asking for a file that is made already does not. */
  async function pace(step: RunningStep, lines: number): Promise<void> {
    if (linesPerSecond === null || step.do === 'requestFile' || step.do === 'fetchFile') return;
    const participant = step.do === 'route' ? 'route' : 'intermediate-server';
    const { waitMs } = await awaitPace({ municipality, participant, lines, linesPerSecond });
    if (waitMs > 0) await sleep(waitMs);
  }
}

function acquisitionAt({ stage, attempt, receiptNumber }: ChunkStart): Acquisition {
  const common = { attempt, serialRequested: stage !== 'NUMBERED', held: false, inChunk: false };
  return stage === 'FILE_REQUESTED' ? { ...common, stage, receiptNumber: receiptNumber ?? '' } : { ...common, stage };
}

const isRunning = (step: ReturnType<typeof nextStep>): step is RunningStep =>
  step.do === 'requestSerial' || step.do === 'requestFile' || step.do === 'fetchFile' || step.do === 'route';
