/**
 * The loop that drives a single resident and a chunk alike: read the row, run the step that it asks for, wait for a
 * nudge or a timer, read again.
 *
 * W1. The row decides. The run holds nothing that is not in the row, so a run may be lost, ended or doubled at any
 *     moment.
 * W2. One run never has two activities at once. A nudge only sets a flag.
 * W3. No nudge is lost: the flag is cleared before the row is read, and checked before the run ends.
 */
import { condition, setHandler } from '@temporalio/workflow';
import { nudge, type Limits } from '../contracts/acquire-code.ts';
import { nextStep, type Acquisition } from '../domain/lifecycle.ts';
import type { RequestSet } from '../domain/request-set.ts';
import type { Stage } from '../domain/stages.ts';
import { createSteps, type SendingStep } from './steps.ts';

export interface DriveOptions {
  municipality: string;
  requests: RequestSet;
  limits: Limits;
  /** Called whenever the rows were read or changed, with the stages passed since the last call. */
  onStanding?: (standing: Acquisition, passed: readonly Stage[]) => void;
  /** Called before each step; the step begins when the promise resolves. */
  waitToBegin?: (step: SendingStep) => Promise<void>;
}

/** Ends when nothing is open any more. Null when no row is left that this run is for. */
export async function drive({
  municipality,
  requests,
  limits,
  onStanding = () => {},
  waitToBegin = async () => {},
}: DriveOptions): Promise<Acquisition | null> {
  let nudged = false;
  // The handler sets the variable while the loop awaits, so TypeScript must not narrow it.
  const isNudged = (): boolean => nudged;
  setHandler(nudge, () => {
    nudged = true;
  });
  const steps = createSteps({ municipality, requests, limits }, isNudged);
  const filePoll = createPauses(limits.filePollSeconds);
  /** Whether the route has refused the last send because of the operating hours. */
  const hours = { areClosed: false };

  let standing = await readStanding();
  for (;;) {
    if (standing === null) {
      if (!isNudged()) return null;
      standing = await readStanding();
      continue;
    }
    const step = nextStep(standing);
    switch (step.do) {
      case 'end':
        if (!isNudged()) return standing;
        standing = await readStanding();
        break;
      case 'waitForChunk':
      case 'waitForConfirmation':
      case 'waitForStaff':
      case 'waitForPersonalNumber':
        await condition(isNudged);
        standing = await readStanding();
        break;
      case 'waitForHours':
        // The calendar may have changed since `opensAt` was stored, so the step itself decides whether it is time.
        if (hours.areClosed) await waitForNudge(Math.max(1_000, Date.parse(step.opensAt) - Date.now()));
        standing = hours.areClosed ? await readStanding() : await perform({ do: 'route' }, standing);
        break;
      default:
        standing = await perform(step, standing);
    }
  }

  /**
   * Always sets a timer, so that a replay issues the same commands when the wait is over already. A wait of 0 ms would
   * be recorded otherwise by the SDK.
   */
  async function waitForNudge(ms: number): Promise<void> {
    await condition(isNudged, Math.max(1, ms));
  }

  async function readStanding(): Promise<Acquisition | null> {
    nudged = false;
    hours.areClosed = false;
    const { standing: found } = await steps.judge({ municipality, requests });
    if (found) onStanding(found, [found.stage]);
    return found;
  }

  async function perform(step: SendingStep, before: Acquisition): Promise<Acquisition | null> {
    await waitToBegin(step);
    const result = await steps.perform(step, before.attempt);
    if (result === null) return readStanding();
    const { standing: after, passed, ready = true } = result;
    if (after === null) return null;
    hours.areClosed = after.stage === 'WAITING_FOR_HOURS';
    onStanding(after, [...passed, after.stage]);
    if (ready && !isSame(before, after)) {
      filePoll.reset();
      return after;
    }
    // The participant is not ready, or another run does this step. Try again after a pause or a nudge.
    await waitForNudge(filePoll.next() * 1_000);
    return isNudged() ? readStanding() : after;
  }
}

const isSame = (a: Acquisition, b: Acquisition): boolean =>
  a.stage === b.stage && a.attempt === b.attempt && a.inChunk === b.inChunk && a.stage !== 'WAITING_FOR_HOURS';

/** Pauses between two questions for the file: short at first, then doubled up to the longest. Seconds. */
function createPauses({ first, longest }: Limits['filePollSeconds']): { next: () => number; reset: () => void } {
  let pause = first;
  return {
    next() {
      const now = pause;
      pause = Math.min(pause * 2, longest);
      return now;
    },
    reset() {
      pause = first;
    },
  };
}
