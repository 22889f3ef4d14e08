/**
 * The workflow of a bulk retry: tries all entries of the error list with one code again. It tries one entry alone first
 * (the canary), because while the cause persists, a thousand more requests would only burden the participant.
 *
 * Residents whom chunks put on the list are then tried again in chunks: an outage of minutes lists ten thousand at
 * once, and one by one they would take most of an hour. All others are tried one by one.
 */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  ParentClosePolicy,
  proxyActivities,
  setHandler,
  startChild,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { acquireCodesIdFor, loadTaskQueue } from '../contracts/initial-load.ts';
import * as contract from '../contracts/retry-errors.ts';
import { searchAttributes } from '../contracts/search-attributes.ts';
import { acquireCodes } from './acquire-codes.ts';

const { countErrors, retryCanary, canaryStanding, retryPage, retryChunk, unfinishedChunks } =
  proxyActivities<contract.RetryErrorsActivities>({
    startToCloseTimeout: '2 minutes',
    retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  });

/** Entries that one activity retries; few enough that a cancel takes effect within seconds. */
const mostAPage = 50;
const pageSeconds = 5;
/**
 * A chunk holds what the rate allows in a minute, so that the participant never gets more at once; at most the lines of
 * a file.
 */
const chunkSeconds = 60;
const mostAChunk = 10_000;
/** Below this size a chunk costs as much as single retries. */
const fewestAChunk = 20;
/** Pauses between two looks at the canary. Seconds. */
const lookEvery = { first: 1, longest: 30 };
const whileAway = '10 seconds';

export async function retryErrors(input: contract.RetryErrorsInput): Promise<contract.RetryProgress> {
  const { municipality, code, perSecond } = input;
  const { staffId, reason, limits } = input;
  const acting = { staffId, reason, limits };
  const progress: contract.RetryProgress = input.carried?.progress ?? { ...contract.noRetryYet };
  const before = input.carried?.before ?? new Date().toISOString();
  let after = input.carried?.after ?? null;
  let cancelled = false;
  // The handler sets the variable while the workflow awaits, so TypeScript must not narrow it.
  const isCancelled = (): boolean => cancelled;

  setHandler(contract.retryProgressQuery, () => progress);
  setHandler(contract.cancelRetries, () => {
    cancelled = true;
    return progress;
  });

  if (progress.state === 'CANARY') {
    const outcome = await tryOne();
    if (outcome !== 'past') return finish(outcome);
    progress.state = 'RUNNING';
  }
  await tryChunks();
  return finish(await tryTheOthers());

  /** Tries entries until one shows whether the cause is gone; an entry that was cancelled meanwhile shows nothing. */
  async function tryOne(): Promise<'past' | 'none' | contract.RetryStop> {
    progress.entries = (await countErrors({ municipality, code })).entries;
    for (;;) {
      const { canary, refused } = await retryCanary({ municipality, code, before, after, ...acting });
      progress.refused += refused;
      if (canary === null) return 'none';
      progress.canary = canary.failureId;
      progress.retried += 1;
      after = { firstSeenAt: canary.firstSeenAt, failureId: canary.failureId };
      const standing = await watchCanary(canary);
      if (standing === 'back') return 'CANARY_CAME_BACK';
      if (standing === 'waiting') return 'CANARY_TOO_SLOW';
      if (standing === 'past' || isCancelled()) return 'past';
    }
  }

  async function watchCanary({ personId, step }: contract.Canary) {
    let secondsLeft = input.canarySeconds;
    for (let pause = lookEvery.first; ; pause = Math.min(pause * 2, lookEvery.longest)) {
      const { standing, opensAt } = await canaryStanding({ municipality, personId, step });
      if (standing !== 'waiting' || isCancelled()) return standing;
      const closedFor = opensAt === null ? 0 : Date.parse(opensAt) - Date.now();
      if (closedFor > 0) {
        await condition(isCancelled, closedFor);
        continue;
      }
      if (secondsLeft <= 0) return standing;
      await condition(isCancelled, pause * 1_000);
      secondsLeft -= pause;
    }
  }

  async function tryChunks(): Promise<void> {
    const limit = Math.min(mostAChunk, Math.round(perSecond * chunkSeconds));
    if (limit < fewestAChunk) return;
    for (const chunk of (await unfinishedChunks({ municipality })).chunks) await startChunk(chunk);
    while (!isCancelled()) {
      const startedAt = Date.now();
      const { retried, chunk, away } = await retryChunk({
        municipality,
        code,
        before,
        chunkId: uuid4(),
        limit,
        ...acting,
      });
      if (retried === 0 && !away) return;
      progress.retried += retried;
      if (chunk) await startChunk(chunk);
      const dueAt = startedAt + (retried / perSecond) * 1_000;
      await condition(isCancelled, away ? whileAway : Math.max(1, dueAt - Date.now()));
      if (workflowInfo().continueAsNewSuggested) await goOnInNewRun();
    }
  }

  /** Starts the chunk and does not wait for its end: failures come back on the error list, as with single retries. */
  async function startChunk({ chunkId, loadId }: contract.RetriedChunk): Promise<void> {
    try {
      await startChild(acquireCodes, {
        workflowId: acquireCodesIdFor(municipality, chunkId),
        taskQueue: input.chunkTaskQueue ?? loadTaskQueue,
        args: [{ municipality, loadId, chunkId, limits, linesPerSecond: perSecond }],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        typedSearchAttributes: [
          { key: searchAttributes.municipality, value: municipality },
          ...(loadId === null ? [] : [{ key: searchAttributes.loadId, value: loadId }]),
        ],
      });
    } catch (err) {
      if (!(err instanceof WorkflowExecutionAlreadyStartedError)) throw err;
    }
  }

  async function tryTheOthers(): Promise<'none'> {
    const limit = Math.max(1, Math.min(mostAPage, Math.round(perSecond * pageSeconds)));
    while (!isCancelled()) {
      const startedAt = Date.now();
      const page = await retryPage({ municipality, code, before, after, limit, ...acting });
      progress.retried += page.retried;
      progress.refused += page.refused;
      if (page.next === null) break;
      after = page.next;
      const dueAt = startedAt + (page.retried / perSecond) * 1_000;
      await condition(isCancelled, Math.max(1, dueAt - Date.now()));
      if (workflowInfo().continueAsNewSuggested) await goOnInNewRun();
    }
    return 'none';
  }

  async function goOnInNewRun(): Promise<void> {
    await condition(allHandlersFinished);
    if (isCancelled()) return;
    await continueAsNew<typeof retryErrors>({ ...input, carried: { progress, before, after } });
  }

  async function finish(outcome: 'past' | 'none' | contract.RetryStop): Promise<contract.RetryProgress> {
    const stopped = outcome === 'CANARY_CAME_BACK' || outcome === 'CANARY_TOO_SLOW';
    progress.state = isCancelled() ? 'CANCELLED' : stopped ? 'STOPPED' : 'DONE';
    progress.reason = stopped && !isCancelled() ? outcome : null;
    await condition(allHandlersFinished);
    return progress;
  }
}
