/**
 * The day of one organisation's server: makes the step that is due, waits for a time or a signal, and looks again. The
 * row decides; this run holds nothing, and never has two activities at once.
 */
import { condition, continueAsNew, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import { lookAgain, type OperatingDay, type OperatingDayActivities } from '../contracts/operating-day.ts';

const { takeDayStep } = proxyActivities<OperatingDayActivities>({
  startToCloseTimeout: '1 minute',
  // A killed worker is noticed soon, because the deadlines of a day are minutes.
  heartbeatTimeout: '6 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '10 seconds' },
});

/** Far above what a day takes; a day that staff resume again and again goes on in a new run. */
const longestHistory = 2_000;

export const operatingDay: OperatingDay = async (input) => {
  let asked = false;
  // The handler sets the variable while the loop awaits, so TypeScript must not narrow it.
  const isAsked = (): boolean => asked;
  setHandler(lookAgain, () => {
    asked = true;
  });
  for (;;) {
    asked = false;
    const { state, waitSeconds } = await takeDayStep(input);
    if (isAsked()) continue;
    if (waitSeconds === null) return { state };
    if (workflowInfo().historyLength > longestHistory) await continueAsNew<OperatingDay>(input);
    // Always a timer, so that a replay issues the same commands when the wait is over already.
    await condition(isAsked, Math.max(1, waitSeconds * 1_000));
  }
};
