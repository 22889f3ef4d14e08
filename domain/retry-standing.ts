/** How a retried request has fared, as far as it says something about other requests. */
import { steps, type Step } from './failures.ts';
import type { Stage } from './stages.ts';

export type RetryStanding =
  /** The request got past the step at which it had failed. */
  | 'past'
  /** The request is on the error list again. */
  | 'back'
  | 'waiting'
  /** The request was cancelled, or no code is wanted any more, so it says nothing. */
  | 'gone';

/** The stages in their order; a stage implies all those before it. */
const way: readonly Stage[] = [
  'NUMBERED',
  'SERIAL_REQUESTED',
  'FILE_REQUESTED',
  'FILE_RECEIVED',
  'WAITING_FOR_HOURS',
  'ROUTED',
  'ACQUIRED',
];

/** The first stage that shows that a step has succeeded. */
const afterStep: Record<Step, Stage> = {
  serial: 'SERIAL_REQUESTED',
  fileRequest: 'FILE_REQUESTED',
  file: 'FILE_RECEIVED',
  route: 'ROUTED',
  confirm: 'ACQUIRED',
};

/** The steps that somebody in this stage has behind; none where a request does not go on. */
export const listStepsBehind = (stage: Stage): Step[] =>
  steps.filter((step) => way.indexOf(stage) >= way.indexOf(afterStep[step]));

/** `step` is null for a transfer that was held, which the judge decides at once. */
export function retryStandingOf({
  step,
  stage,
  isListed,
}: {
  step: Step | null;
  stage: Stage | null;
  isListed: boolean;
}): RetryStanding {
  if (isListed || stage === 'NEEDS_ATTENTION') return 'back';
  if (stage === null || stage === 'CANCELLED' || stage === 'HELD' || stage === 'AWAITING_PN') return 'gone';
  if (step === null) return 'past';
  return way.indexOf(stage) >= way.indexOf(afterStep[step]) ? 'past' : 'waiting';
}
