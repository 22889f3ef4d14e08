/** The activities of a bulk retry. Each entry is retried as staff would do it, which nudges the resident's workflow. */
import { cancellationSignal } from '@temporalio/activity';
import type { ErrorPlace, RetryErrorsActivities } from '../contracts/retry-errors.ts';
import { retryStandingOf } from '../domain/retry-standing.ts';
import { listErrors, type ErrorRow } from '../storage/errors/list.ts';
import { countWaitingErrors, findStanding } from '../storage/errors/retry-standing.ts';
import { actOnAcquisition } from '../storage/errors/staff-actions.ts';
import type { Dependencies } from './dependencies.ts';
import { createRetryChunksActivities } from './retry-chunks.ts';

type Page = Parameters<RetryErrorsActivities['retryCanary']>[0];

const atOnce = 4;

export function createRetryErrorsActivities(deps: Dependencies): RetryErrorsActivities {
  const { db, keys } = deps;

  /**
   * Lists the entries that waited when the bulk retry began, oldest first. Those that have failed since then may have
   * been tried by it.
   */
  async function listEntries({ municipality, code, before, after }: Page, limit: number): Promise<ErrorRow[]> {
    const { entries } = await listErrors(db, municipality, {
      code,
      state: 'waiting',
      failedBefore: new Date(before),
      after: after ?? undefined,
      limit,
    });
    return entries;
  }

  async function retry(
    { municipality, staffId, reason }: Page,
    { personId, failureId, tries }: ErrorRow,
  ): Promise<boolean> {
    const action = { action: 'retry', municipality, personId, staffId, reason, failureId, tries } as const;
    return (await actOnAcquisition({ db, keys }, action)).kind === 'done';
  }

  return {
    ...createRetryChunksActivities(deps),

    async countErrors({ municipality, code }) {
      return { entries: await countWaitingErrors(db, municipality, code) };
    },

    async retryCanary(page) {
      let refused = 0;
      for (const entry of await listEntries(page, 20)) {
        if (await retry(page, entry)) {
          return { canary: { ...placeOf(entry), personId: entry.personId, step: entry.step }, refused };
        }
        refused += 1;
      }
      return { canary: null, refused };
    },

    async canaryStanding({ municipality, personId, step }) {
      const { stage, opensAt, isListed } = await findStanding(db, municipality, personId);
      return {
        standing: retryStandingOf({ step, stage, isListed }),
        opensAt: stage === 'WAITING_FOR_HOURS' ? (opensAt?.toISOString() ?? null) : null,
      };
    },

    async retryPage({ limit, ...page }) {
      const entries = await listEntries(page, limit);
      const signal = cancellationSignal();
      let [retried, refused] = [0, 0];
      for (let from = 0; from < entries.length; from += atOnce) {
        signal.throwIfAborted();
        const group = entries.slice(from, from + atOnce);
        const done = await Promise.all(group.map((entry) => retry(page, entry)));
        retried += done.filter(Boolean).length;
        refused += done.length - done.filter(Boolean).length;
      }
      const last = entries.at(-1);
      return { retried, refused, next: last && entries.length === limit ? placeOf(last) : null };
    },
  };
}

const placeOf = ({ firstSeenAt, failureId }: ErrorRow): ErrorPlace => ({
  firstSeenAt: firstSeenAt.getTime(),
  failureId,
});
