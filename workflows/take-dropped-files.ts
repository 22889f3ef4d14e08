/**
 * Takes the files of the drop folder as loads. The sweep starts it as a workflow of its own, because a large file takes
 * minutes.
 */
import { proxyActivities } from '@temporalio/workflow';
import type { DropFolderActivities, TakeDroppedFiles } from '../contracts/drop-folder.ts';

const { takeDroppedFiles: take } = proxyActivities<DropFolderActivities>({
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '30 seconds',
  retry: { maximumAttempts: 3 }, // the next sweep finds what is left
});

export const takeDroppedFiles: TakeDroppedFiles = ({ municipality }) => take({ municipality });
