/**
 * The one loop of both grains (design §3): look at the row, run the step that it asks for, wait for a nudge or a timer,
 * look again.
 *
 * W1. The row decides. What this run knows it has read, so a run may be lost, ended or doubled at any moment.
 * W2. One thing at a time: never two activities of one run at once. A nudge sets a flag and does nothing else.
 * W3. No nudge is lost: the flag is cleared before the row is read, and looked at before the run ends.
 */
import { condition, setHandler } from '@temporalio/workflow';
import { nudge, type Limits } from '../contracts/acquire-code.ts';
import { nextStep, type Acquisition } from '../domain/lifecycle.ts';
import type { RequestSet } from '../domain/request-set.ts';
import type { Stage } from '../domain/stages.ts';
import { createSteps, type SendingStep } from './steps.ts';

export interface Driven {
  municipality: string;
  requests: RequestSet;
  limits: Limits;
  /** Hears of where the rows stand, and what they have passed since the last time. */
  seen?: (standing: Acquisition, passed: readonly Stage[]) => void;
  /** Holds a step up, before it is begun. */
  mayBegin?: (step: SendingStep) => Promise<void>;
}

/** Ends when nothing is open any more. Null: nobody is left whom this run is for. */
export async function drive({
  municipality,
  requests,
  limits,
  seen = () => {},
  mayBegin = async () => {},
}: Driven): Promise<Acquisition | null> {
  let nudged = false;
  // A function, because the handler changes the variable while the procedure awaits.
  const isNudged = (): boolean => nudged;
  setHandler(nudge, () => {
    nudged = true;
  });
  const steps = createSteps({ municipality, requests, limits }, isNudged);
  const filePoll = createPauses(limits.filePollSeconds);
  /** The route has said so since the row was looked at. */
  const hours = { areClosed: false };

  let standing = await look();
  for (;;) {
    if (standing === null) {
      if (!isNudged()) return null;
      standing = await look();
      continue;
    }
    const step = nextStep(standing);
    switch (step.do) {
      case 'end':
        if (!isNudged()) return standing;
        standing = await look();
        break;
      case 'waitForChunk':
      case 'waitForConfirmation':
      case 'waitForStaff':
      case 'waitForPersonalNumber':
        await condition(isNudged);
        standing = await look();
        break;
      case 'waitForHours':
        // The row's opening may be of another calendar, so the step itself says whether it is time.
        if (hours.areClosed) await nudgedWithin(Math.max(1_000, Date.parse(step.opensAt) - Date.now()));
        standing = hours.areClosed ? await look() : await perform({ do: 'route' }, standing);
        break;
      default:
        standing = await perform(step, standing);
    }
  }

  /** With a timer in any case: a wait that is over is no reason for other commands, and 0 has a patch of the SDK's. */
  async function nudgedWithin(ms: number): Promise<void> {
    await condition(isNudged, Math.max(1, ms));
  }

  async function look(): Promise<Acquisition | null> {
    nudged = false;
    hours.areClosed = false;
    const { standing: found } = await steps.judge({ municipality, requests });
    if (found) seen(found, [found.stage]);
    return found;
  }

  async function perform(step: SendingStep, before: Acquisition): Promise<Acquisition | null> {
    await mayBegin(step);
    const result = await steps.perform(step, before.attempt);
    if (result === null) return look();
    const { standing: after, passed, ready = true } = result;
    if (after === null) return null;
    hours.areClosed = after.stage === 'WAITING_FOR_HOURS';
    seen(after, [...passed, after.stage]);
    if (ready && !isSame(before, after)) {
      filePoll.reset();
      return after;
    }
    // Not ready, or somebody else is at it: a while later, or when nudged.
    await nudgedWithin(filePoll.next() * 1_000);
    return isNudged() ? look() : after;
  }
}

const isSame = (a: Acquisition, b: Acquisition): boolean =>
  a.stage === b.stage && a.attempt === b.attempt && a.inChunk === b.inChunk && a.stage !== 'WAITING_FOR_HOURS';

/** Between two questions for the file: at first in quick succession, then slower. Seconds. */
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
