/**
 * 配信: makes what is due of a rollout, waits for a time or a signal, and looks again. The rows decide; this run holds
 * nothing, and never has two activities at once.
 */
import { condition, continueAsNew, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import { lookAtRollout, type Rollout, type RolloutActivities } from '../contracts/rollout.ts';

const { takeRolloutStep } = proxyActivities<RolloutActivities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});

/** Many targets send many receipts. */
const longestHistory = 2_000;

export const rollout: Rollout = async (input) => {
  let asked = false;
  // The handler sets the variable while the loop awaits, so TypeScript must not narrow it.
  const isAsked = (): boolean => asked;
  setHandler(lookAtRollout, () => {
    asked = true;
  });
  for (;;) {
    asked = false;
    const { state, waitSeconds } = await takeRolloutStep(input);
    if (isAsked()) continue;
    if (waitSeconds === null) return { state };
    if (workflowInfo().historyLength > longestHistory) await continueAsNew<Rollout>(input);
    // Always a timer, so that a replay issues the same commands when the wait is over already.
    await condition(isAsked, Math.max(1, waitSeconds * 1_000));
  }
};
