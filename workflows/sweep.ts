/** Picks up what was left behind: transfers that nobody judged, notices that nobody took, loads not started, files. */
import { ParentClosePolicy, proxyActivities, startChild } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { takeDroppedFilesIdFor, type DropFolderActivities } from '../contracts/drop-folder.ts';
import { loadTaskQueue } from '../contracts/initial-load.ts';
import { searchAttributes } from '../contracts/search-attributes.ts';
import type { Sweep, SweepActivities } from '../contracts/sweep.ts';
import { takeDroppedFiles } from './take-dropped-files.ts';

const { sweepInbox, startLoads, deliverNotices } = proxyActivities<SweepActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { maximumAttempts: 2 }, // the schedule comes again soon
});
const { lookIntoDropFolder } = proxyActivities<DropFolderActivities>({
  taskQueue: loadTaskQueue,
  startToCloseTimeout: '30 seconds',
  // Where nobody takes loads now, the sweep does not wait for it.
  scheduleToStartTimeout: '5 seconds',
  retry: { maximumAttempts: 1 },
});

export const sweep: Sweep = async ({ municipality }) => {
  const [{ started }, { delivered }] = await Promise.all([
    sweepInbox({ municipality }),
    deliverNotices({ municipality }),
  ]);
  const { started: loadsStarted } = await startLoads({ municipality });
  const { ready } = await lookIntoDropFolder({ municipality }).catch(() => ({ ready: 0 }));
  if (ready > 0) await startTaking(municipality);
  return { started, delivered, loadsStarted };
};

async function startTaking(municipality: string): Promise<void> {
  try {
    await startChild(takeDroppedFiles, {
      workflowId: takeDroppedFilesIdFor(municipality),
      taskQueue: loadTaskQueue,
      args: [{ municipality }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: [{ key: searchAttributes.municipality, value: municipality }],
    });
  } catch (err) {
    // It is at it; what came meanwhile is found by the next look.
    if (!(err instanceof WorkflowExecutionAlreadyStartedError)) throw err;
  }
}
