/**
 * The day of a net on a server: commands and looks at the jobs that may run, waits for a time or a signal, and looks
 * again. The rows decide; this run holds nothing, and never has two activities at once.
 */
import { condition, continueAsNew, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import { lookAtJobs, type JobNet, type JobNetActivities } from '../contracts/job-net.ts';

const { takeJobStep } = proxyActivities<JobNetActivities>({
  startToCloseTimeout: '1 minute',
  // A killed worker is noticed soon: the next step of many may be waiting.
  heartbeatTimeout: '6 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '10 seconds' },
});

/** Far above what most days take; a day with a job of many hours goes on in a new run. */
const longestHistory = 2_000;

export const jobNet: JobNet = async (input) => {
  let asked = false;
  // The handler sets the variable while the loop awaits, so TypeScript must not narrow it.
  const isAsked = (): boolean => asked;
  setHandler(lookAtJobs, () => {
    asked = true;
  });
  for (;;) {
    asked = false;
    const { state, waitSeconds } = await takeJobStep(input);
    if (isAsked()) continue;
    if (waitSeconds === null) return { state };
    if (workflowInfo().historyLength > longestHistory) await continueAsNew<JobNet>(input);
    // Always a timer, so that a replay issues the same commands when the wait is over already.
    await condition(isAsked, Math.max(1, Math.round(waitSeconds * 1_000)));
  }
};
