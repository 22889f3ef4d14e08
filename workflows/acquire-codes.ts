/**
 * A chunk on its way (design §4): one acquisition of many persons, by the loop, the machine and the steps of the single
 * resident. Whoever is refused leaves the chunk for the error list; it ends when nobody is left in it, and the
 * confirmation cycle does the rest by SQL. A chunk is of a load, or of people of the error list who are tried again
 * together, or gathered from single transfers; where it stands, its rows say.
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
  let held = false;
  setHandler(contract.holdChunk, (hold) => {
    held = hold.held;
  });

  await drive({ municipality, requests: { chunkId }, limits, mayBegin });
  return endChunk({ municipality, chunkId });

  async function mayBegin(step: SendingStep): Promise<void> {
    await condition(() => !held);
    // Only what puts work on the other side counts; asking for a file that is made already does not.
    if (linesPerSecond === null || step.do === 'requestFile' || step.do === 'fetchFile') return;
    const participant = step.do === 'route' ? 'route' : 'intermediate-server';
    const { waitMs } = await awaitPace({ municipality, chunkId, participant, linesPerSecond });
    if (waitMs > 0) await sleep(waitMs);
  }
}
