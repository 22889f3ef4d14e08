/** What has become of somebody whose request was tried again, as far as others may learn from it. */
import type { Step } from './failures.ts';
import type { Stage } from './stages.ts';

export type RetryStanding =
  /** It got over the step at which it had failed. */
  | 'past'
  /** It stands in the error list again. */
  | 'back'
  | 'waiting'
  /** Cancelled meanwhile, or not asking for a code at all any more: nothing is to be learned. */
  | 'gone';

/** In the order of the way; a stage stands for everything up to it. */
const way: readonly Stage[] = [
  'NUMBERED',
  'SERIAL_REQUESTED',
  'FILE_REQUESTED',
  'FILE_RECEIVED',
  'WAITING_FOR_HOURS',
  'ROUTED',
  'ACQUIRED',
];

/** The first stage that shows that a step was taken. */
const afterStep: Record<Step, Stage> = {
  serial: 'SERIAL_REQUESTED',
  fileRequest: 'FILE_REQUESTED',
  file: 'FILE_RECEIVED',
  route: 'ROUTED',
  confirm: 'ACQUIRED',
};

/** `step`: null for a transfer that was held, which is decided at once. */
export function retryStandingOf({
  step,
  stage,
  isListed,
}: {
  step: Step | null;
  stage: Stage | null;
  /** An entry of this person is open. */
  isListed: boolean;
}): RetryStanding {
  if (isListed || stage === 'NEEDS_ATTENTION') return 'back';
  if (stage === null || stage === 'CANCELLED' || stage === 'HELD' || stage === 'AWAITING_PN') return 'gone';
  if (step === null) return 'past';
  return way.indexOf(stage) >= way.indexOf(afterStep[step]) ? 'past' : 'waiting';
}
