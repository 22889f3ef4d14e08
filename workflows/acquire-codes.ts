/**
 * The workflow that acquires the codes of a chunk, with the loop and the steps of a single resident (S28 to S34). A
 * resident who is refused leaves the chunk for the error list; the workflow ends when the chunk is empty. Chunks come
 * from loads, bulk retries and bursts of single transfers.
 */
import { condition, proxyLocalActivities, setHandler, sleep } from '@temporalio/workflow';
import * as contract from '../contracts/initial-load.ts';
import { drive } from './drive.ts';
import type { SendingStep } from './steps.ts';

const { awaitPace, endChunk } = proxyLocalActivities<contract.InitialLoadActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

export async function acquireCodes(input: contract.AcquireCodesInput): Promise<contract.ChunkOutcome> {
  const { municipality, chunkId, limits, linesPerSecond } = input;
  let isHeld = false;
  setHandler(contract.holdChunk, (hold) => {
    isHeld = hold.held;
  });

  await drive({ municipality, requests: { chunkId }, limits, waitToBegin });
  return endChunk({ municipality, chunkId });

  async function waitToBegin(step: SendingStep): Promise<void> {
    await condition(() => !isHeld);
    // The pace protects the other side, so it counts only requests that make it work; fetching a file that exists does
    // not.
    if (linesPerSecond === null || step.do === 'requestFile' || step.do === 'fetchFile') return;
    const participant = step.do === 'route' ? 'route' : 'intermediate-server';
    const { waitMs } = await awaitPace({ municipality, chunkId, participant, linesPerSecond });
    if (waitMs > 0) await sleep(waitMs);
  }
}
