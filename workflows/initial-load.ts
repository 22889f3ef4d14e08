/**
 * An initial load (design §4): reads the file, cuts it into chunks and keeps a bounded number of them under way.
 *
 * I1. What is done stands in the database; this workflow can be begun again at any point, and asks what is left.
 * I2. A chunk that was begun comes to its end, also when the load is cancelled: nobody is left half-way.
 * I3. Paused, nothing is begun and no chunk sends its next step.
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
import { isTooMany, linesAChunk, type LoadState } from '../domain/load.ts';
import { acquireCodes } from './acquire-codes.ts';

const { nextChunks, recordLoadState, endChunk } = proxyActivities<contract.InitialLoadActivities>({
  startToCloseTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});
const { readLoadFile, planChunks } = proxyActivities<contract.InitialLoadActivities>({
  // A file of millions; a worker that dies is noticed by its missing heartbeat, and the next goes on where it was.
  startToCloseTimeout: '6 hours',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** A chunk that was ended is begun again by itself; so often, and somebody should have a look. */
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
  let seen = input.carried?.seen ?? { parked: 0, members: 0 };
  const underWay = new Map<string, Promise<void>>();
  /** Of the last chunk that was begun. */
  let lastBegun = 0;

  /** A chunk ended before its time; what it had not done is found by looking through all of them again. */
  let brokenOff = false;
  /** How often that was since staff last looked at this load. */
  let breaks = 0;

  /** States are recorded in the order they came, also when staff are quicker than the database. */
  let recorded: Promise<void> = Promise.resolve();

  // Functions, because the handlers change the variables while the procedure awaits.
  const hasBrokenOff = (): boolean => brokenOff;
  const isPaused = (): boolean => pausedBy !== null;
  const isCancelled = (): boolean => cancelled;

  setHandler(contract.progressQuery, () => progress);
  setHandler(contract.pauseLoad, () => pause({ state: 'PAUSED', reason: null }));
  setHandler(contract.resumeLoad, async () => {
    if (pausedBy === null) throw ApplicationFailure.nonRetryable('The load is not paused', 'LOAD_NOT_PAUSED');
    pausedBy = null;
    breaks = 0;
    // Staff have seen the errors so far; what stops the load again are those after them.
    seen = { parked: progress.parked, members: progress.members };
    await moveTo(progress.chunks === 0 ? 'READING' : 'RUNNING', null);
    await holdChunks();
    return progress;
  });
  setHandler(contract.cancelLoad, async () => {
    cancelled = true;
    await holdChunks(); // those under way come to their end (I2)
    return progress;
  });

  if (progress.chunks === 0) {
    const read = await readFile();
    if (!read) return progress;
    if (input.dryRun) {
      await moveTo('CHECKED', null);
      return finished();
    }
    if (isTooMany(progress.badLines, progress.goodLines + progress.badLines, options.errorRateLimit)) {
      await pause({ state: 'STOPPED', reason: 'TOO_MANY_BAD_LINES' });
    }
    await condition(() => !isPaused() || isCancelled());
    if (!isCancelled()) {
      const linesPerChunk = linesAChunk(progress.goodLines, options);
      progress.chunks = (await planChunks({ ...load, linesPerChunk })).chunks;
      await moveTo('RUNNING', null);
    }
  }
  await runChunks();
  await moveTo(isCancelled() ? 'CANCELLED' : 'DONE', null);
  return finished();

  /** False when the file cannot be read at all; the state says why. */
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
        begin(next.chunkId, next.chunkNo);
        continue;
      }
      // The last ones may still break off.
      await condition(() => underWay.size === 0 && (!isPaused() || isCancelled()));
      if (!hasBrokenOff()) break;
      lastBegun = 0;
      brokenOff = false;
    }
    await condition(() => underWay.size === 0);
  }

  function begin(chunkId: string, chunkNo: number): void {
    const chunk = runChunk(chunkId, chunkNo)
      .then(count)
      // Ended by an operator, say. What it had not done is done by the same chunk when it is begun again.
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

  async function count({ members, routed, parked }: contract.ChunkOutcome): Promise<void> {
    progress.chunksEnded += 1;
    progress.members += members;
    progress.routed += routed;
    progress.parked += parked;
    const after = { parked: progress.parked - seen.parked, members: progress.members - seen.members };
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
      // This load was begun again while the chunk of the run before is still under way.
      if (!(err instanceof WorkflowExecutionAlreadyStartedError)) throw err;
      for (;;) {
        await sleep('5 seconds');
        const [left] = await nextChunks({ ...load, after: chunkNo - 1, limit: 1 });
        if (left?.chunkId !== chunkId) return endChunk({ municipality, chunkId });
      }
    }
  }

  async function stop(reason: contract.LoadStop): Promise<void> {
    if (isPaused() || isCancelled()) return;
    await pause({ state: 'STOPPED', reason });
  }

  async function goOnInNewRun(): Promise<void> {
    await condition(() => underWay.size === 0 && allHandlersFinished());
    await continueAsNew<typeof initialLoad>({ ...input, carried: { progress, pausedBy, seen } });
  }

  async function pause(by: contract.Pause): Promise<contract.LoadProgress> {
    pausedBy = by;
    await moveTo(by.state, by.reason);
    await holdChunks();
    return progress;
  }

  /** Tells the chunks under way whether they may go on. */
  async function holdChunks(): Promise<void> {
    for (const chunkId of underWay.keys()) {
      const chunk = getExternalWorkflowHandle(contract.acquireCodesIdFor(municipality, chunkId));
      const held = isPaused() && !isCancelled(); // asked anew each time: staff may have changed it since the last one
      await chunk.signal(contract.holdChunk, { held }).catch(() => undefined); // it has just ended
    }
  }

  async function moveTo(state: LoadState, reason: string | null): Promise<void> {
    progress.state = state;
    progress.reason = reason;
    const recording = recorded.then(() => recordLoadState({ ...load, state, reason }));
    recorded = recording.catch(() => undefined); // whoever asked for it hears of the failure
    await recording;
  }

  async function finished(): Promise<contract.LoadProgress> {
    await condition(allHandlersFinished);
    return progress;
  }
}
