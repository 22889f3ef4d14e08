/**
 * The workflow of an initial load: reads the file, cuts it into chunks and keeps a bounded number of them running.
 *
 * I1. What is done stands in the database, so this workflow can start anew at any point and ask what is left.
 * I2. A chunk that has begun runs to its end even when the load is cancelled, so nobody is left half-way.
 * I3. While the load is paused, no chunk begins and none sends its next step.
 */
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  ActivityFailure,
  executeChild,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import * as contract from '../contracts/initial-load.ts';
import { searchAttributes } from '../contracts/search-attributes.ts';
import { isTooMany, calculateLinesPerChunk, type LoadState } from '../domain/load.ts';
import { acquireCodes } from './acquire-codes.ts';

const { nextChunks, recordLoadState, endChunk } = proxyActivities<contract.InitialLoadActivities>({
  startToCloseTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});
const { readLoadFile, planChunks } = proxyActivities<contract.InitialLoadActivities>({
  // A file may hold millions of lines. A missing heartbeat shows that a worker died, and the next worker continues from
  // the last stored line.
  startToCloseTimeout: '6 hours',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** A chunk that broke off begins again by itself this many times; then the load stops so that staff look at it. */
const mostBreaks = 3;

export async function initialLoad(input: contract.InitialLoadInput): Promise<contract.LoadProgress> {
  const { municipality, loadId, options, limits } = input;
  const load = { municipality, loadId };
  const progress: contract.LoadProgress = input.carried?.progress ?? {
    state: 'READING',
    reason: null,
    goodLines: 0,
    badLines: 0,
    chunks: 0,
    chunksEnded: 0,
    members: 0,
    routed: 0,
    parked: 0,
  };
  let pausedBy: contract.Pause | null = input.carried?.pausedBy ?? null;
  let cancelled = false;
  let seenCounts = input.carried?.seen ?? { parked: 0, members: 0 };
  const underWay = new Map<string, Promise<void>>();
  /** The number of the chunk begun last. */
  let lastBegun = 0;

  /** Whether a chunk ended before its time. The load then goes through all chunks again and finds what is left. */
  let brokenOff = false;
  /** How many chunks broke off since staff last resumed this load. */
  let breaks = 0;

  /** Keeps states recorded in their order even when staff act faster than the database answers. */
  let lastRecording: Promise<void> = Promise.resolve();

  // The handlers set the variables while the workflow awaits, so TypeScript must not narrow them.
  const hasBrokenOff = (): boolean => brokenOff;
  const isPaused = (): boolean => pausedBy !== null;
  const isCancelled = (): boolean => cancelled;

  setHandler(contract.progressQuery, () => progress);
  setHandler(contract.pauseLoad, () => pause({ state: 'PAUSED', reason: null }));
  setHandler(contract.resumeLoad, async () => {
    if (pausedBy === null) throw ApplicationFailure.nonRetryable('The load is not paused', 'LOAD_NOT_PAUSED');
    pausedBy = null;
    breaks = 0;
    // Staff have accepted the errors so far, so the error rate is counted anew from here.
    seenCounts = { parked: progress.parked, members: progress.members };
    await moveTo(progress.chunks === 0 ? 'READING' : 'RUNNING', null);
    await holdChunks();
    return progress;
  });
  setHandler(contract.cancelLoad, async () => {
    cancelled = true;
    await holdChunks(); // lets paused chunks run to their end (I2)
    return progress;
  });

  if (progress.chunks === 0) {
    const read = await readFile();
    if (!read) return progress;
    if (input.dryRun) {
      await moveTo('CHECKED', null);
      return finish();
    }
    if (isTooMany(progress.badLines, progress.goodLines + progress.badLines, options.errorRateLimit)) {
      await pause({ state: 'STOPPED', reason: 'TOO_MANY_BAD_LINES' });
    }
    await condition(() => !isPaused() || isCancelled());
    if (!isCancelled()) {
      const linesPerChunk = calculateLinesPerChunk(progress.goodLines, options);
      progress.chunks = (await planChunks({ ...load, linesPerChunk })).chunks;
      // Staff may have paused it meanwhile; then the resuming says that it runs.
      if (!isPaused()) await moveTo('RUNNING', null);
    }
  }
  await runChunks();
  await moveTo(isCancelled() ? 'CANCELLED' : 'DONE', null);
  return finish();

  /** Returns false when the file cannot be read at all; the load's state says why. */
  async function readFile(): Promise<boolean> {
    try {
      Object.assign(progress, await readLoadFile(load));
      return true;
    } catch (err) {
      const cause = err instanceof ActivityFailure ? err.cause : err;
      if (!(cause instanceof ApplicationFailure) || cause.type !== 'LOAD_FILE_UNREADABLE') throw err;
      const rule: unknown = cause.details?.[0];
      await moveTo('FAILED', typeof rule === 'string' ? rule : 'LOAD_FILE_UNREADABLE');
      return false;
    }
  }

  async function runChunks(): Promise<void> {
    for (;;) {
      await condition(() => isCancelled() || (!isPaused() && underWay.size < options.chunksAtOnce));
      if (isCancelled()) break;
      if (workflowInfo().continueAsNewSuggested) await goOnInNewRun();
      const [next] = await nextChunks({ ...load, after: lastBegun, limit: 1 });
      if (next) {
        lastBegun = next.chunkNo;
        beginChunk(next.chunkId, next.chunkNo);
        continue;
      }
      // A chunk that is still running may break off, so the load waits before it takes all chunks for done.
      await condition(() => underWay.size === 0 && (!isPaused() || isCancelled()));
      if (!hasBrokenOff()) break;
      lastBegun = 0;
      brokenOff = false;
    }
    await condition(() => underWay.size === 0);
  }

  function beginChunk(chunkId: string, chunkNo: number): void {
    const chunk = runChunk(chunkId, chunkNo)
      .then(countChunk)
      // An operator may have ended the chunk. When it begins again it does what it had not done.
      .catch(async () => {
        brokenOff = true;
        breaks += 1;
        if (breaks > mostBreaks) await stop('CHUNK_BROKE_OFF');
      })
      .finally(() => {
        underWay.delete(chunkId);
      });
    underWay.set(chunkId, chunk);
  }

  async function countChunk({ members, routed, parked }: contract.ChunkOutcome): Promise<void> {
    progress.chunksEnded += 1;
    progress.members += members;
    progress.routed += routed;
    progress.parked += parked;
    const after = { parked: progress.parked - seenCounts.parked, members: progress.members - seenCounts.members };
    if (isTooMany(after.parked, after.members, options.errorRateLimit)) await stop('TOO_MANY_ERRORS');
  }

  async function runChunk(chunkId: string, chunkNo: number): Promise<contract.ChunkOutcome> {
    try {
      return await executeChild(acquireCodes, {
        workflowId: contract.acquireCodesIdFor(municipality, chunkId),
        args: [{ municipality, loadId, chunkId, limits, linesPerSecond: options.linesPerSecond }],
        parentClosePolicy: ParentClosePolicy.ABANDON, // I2
        typedSearchAttributes: [
          { key: searchAttributes.municipality, value: municipality },
          { key: searchAttributes.loadId, value: loadId },
        ],
      });
    } catch (err) {
      // The load was restarted while a chunk of the earlier run is still running, so it waits until that chunk has
      // ended.
      if (!(err instanceof WorkflowExecutionAlreadyStartedError)) throw err;
      for (;;) {
        await sleep('5 seconds');
        const [remaining] = await nextChunks({ ...load, after: chunkNo - 1, limit: 1 });
        if (remaining?.chunkId !== chunkId) return endChunk({ municipality, chunkId });
      }
    }
  }

  async function stop(reason: contract.LoadStop): Promise<void> {
    if (isPaused() || isCancelled()) return;
    await pause({ state: 'STOPPED', reason });
  }

  async function goOnInNewRun(): Promise<void> {
    await condition(() => underWay.size === 0 && allHandlersFinished());
    await continueAsNew<typeof initialLoad>({ ...input, carried: { progress, pausedBy, seen: seenCounts } });
  }

  async function pause(by: contract.Pause): Promise<contract.LoadProgress> {
    pausedBy = by;
    await moveTo(by.state, by.reason);
    await holdChunks();
    return progress;
  }

  /** Signals the running chunks whether they may send their next step. */
  async function holdChunks(): Promise<void> {
    for (const chunkId of underWay.keys()) {
      const chunk = getExternalWorkflowHandle(contract.acquireCodesIdFor(municipality, chunkId));
      const isHeld = isPaused() && !isCancelled(); // read each time, because staff may change it during the loop
      await chunk.signal(contract.holdChunk, { held: isHeld }).catch(() => undefined); // the chunk has just ended
    }
  }

  async function moveTo(state: LoadState, reason: string | null): Promise<void> {
    progress.state = state;
    progress.reason = reason;
    const recording = lastRecording.then(() => recordLoadState({ ...load, state, reason }));
    lastRecording = recording.catch(() => undefined); // the caller below gets the failure
    await recording;
  }

  async function finish(): Promise<contract.LoadProgress> {
    await condition(allHandlersFinished);
    return progress;
  }
}
