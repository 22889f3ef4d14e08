/**
 * The scheduled sweep of a municipality: starts the delivery of due notices, loads that were never started, and the
 * intake of dropped files.
 */
import { ParentClosePolicy, proxyActivities, proxyLocalActivities, startChild } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { takeDroppedFilesIdFor, type DropFolderActivities } from '../contracts/drop-folder.ts';
import { loadTaskQueue } from '../contracts/initial-load.ts';
import { deliverNoticesIdFor, type NoticeActivities } from '../contracts/notices.ts';
import { searchAttributes } from '../contracts/search-attributes.ts';
import type { Sweep, SweepActivities, SweepInput } from '../contracts/sweep.ts';
import { deliverNotices } from './deliver-notices.ts';
import { takeDroppedFiles } from './take-dropped-files.ts';

const retry = { maximumAttempts: 2 }; // the schedule starts the next sweep soon
const { lookForDueNotices } = proxyLocalActivities<NoticeActivities>({ startToCloseTimeout: '10 seconds', retry });
const { startLoads } = proxyActivities<SweepActivities>({ startToCloseTimeout: '2 minutes', retry });
const { lookIntoDropFolder } = proxyActivities<DropFolderActivities>({
  taskQueue: loadTaskQueue,
  startToCloseTimeout: '30 seconds',
  // Without a running load worker the sweep does not wait.
  scheduleToStartTimeout: '5 seconds',
  retry: { maximumAttempts: 1 },
});

export const sweep: Sweep = async ({ municipality }) => {
  const ofMunicipality = {
    args: [{ municipality }] satisfies [SweepInput],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    typedSearchAttributes: [{ key: searchAttributes.municipality, value: municipality }],
  };
  const startDelivering = () =>
    startChild(deliverNotices, { ...ofMunicipality, workflowId: deliverNoticesIdFor(municipality) });
  const startTaking = () =>
    startChild(takeDroppedFiles, {
      ...ofMunicipality,
      workflowId: takeDroppedFilesIdFor(municipality),
      taskQueue: loadTaskQueue,
    });

  const { backbones } = await lookForDueNotices({ municipality });
  const delivering = backbones > 0 && (await tryStart(startDelivering));
  const { started: loads } = await startLoads({ municipality });
  const { ready } = await lookIntoDropFolder({ municipality }).catch(() => ({ ready: 0 }));
  const taking = ready > 0 && (await tryStart(startTaking));
  return { deliverNotices: delivering, loads, takeDroppedFiles: taking };
};

/** Returns false when the workflow is running already; that run, or the next sweep, finds what is new. */
async function tryStart(start: () => Promise<unknown>): Promise<boolean> {
  try {
    await start();
    return true;
  } catch (err) {
    if (err instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw err;
  }
}
