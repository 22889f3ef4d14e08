/** The steps of a bulk retry. One by one, each entry is tried again by the staff update of its person's own workflow. */
import { cancellationSignal } from '@temporalio/activity';
import type { ErrorPlace, RetryErrorsActivities } from '../contracts/retry-errors.ts';
import { retryStandingOf } from '../domain/retry-standing.ts';
import { listErrors, type ErrorRow } from '../storage/error-list.ts';
import { countOpenErrors, findStanding } from '../storage/retry-errors.ts';
import type { Dependencies } from './dependencies.ts';
import { createRetryChunksActivities } from './retry-chunks.ts';

type Page = Parameters<RetryErrorsActivities['retryCanary']>[0];

const atOnce = 4;

export function createRetryErrorsActivities(deps: Dependencies): RetryErrorsActivities {
  const { db } = deps;

  /** Open entries that were there when the retry began, the oldest first. */
  async function entriesOf({ municipality, code, before, after }: Page, limit: number): Promise<ErrorRow[]> {
    const { entries } = await listErrors(db, municipality, { code, state: 'open', after: after ?? undefined, limit });
    const latest = Date.parse(before);
    return entries.filter(({ firstSeenAt }) => firstSeenAt.getTime() <= latest);
  }

  const retry = ({ municipality, staffId, reason, limits }: Page, { personId, failureId }: ErrorRow) =>
    deps.retryAcquisition({ municipality, personId, limits }, { staffId, reason, failureId });

  return {
    ...createRetryChunksActivities(deps),

    async countErrors({ municipality, code }) {
      return { entries: await countOpenErrors(db, municipality, code) };
    },

    async retryCanary(page) {
      let refused = 0;
      for (const entry of await entriesOf(page, 20)) {
        const reply = await retry(page, entry);
        if (reply === 'unavailable') throw new Error('The engine cannot be reached.');
        if (reply === 'retried') {
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
      const entries = await entriesOf(page, limit);
      const signal = cancellationSignal();
      let [retried, refused] = [0, 0];
      for (let from = 0; from < entries.length; from += atOnce) {
        signal.throwIfAborted();
        const group = entries.slice(from, from + atOnce);
        const replies = await Promise.all(group.map((entry) => retry(page, entry)));
        retried += replies.filter((reply) => reply === 'retried').length;
        refused += replies.filter((reply) => reply === 'refused').length;
        // The whole group comes again; who was tried again is not in the list any more.
        if (replies.includes('unavailable')) {
          const before = entries[from - 1];
          return { retried, refused, next: before ? placeOf(before) : page.after, away: true };
        }
      }
      const last = entries.at(-1);
      return { retried, refused, next: last && entries.length === limit ? placeOf(last) : null, away: false };
    },
  };
}

const placeOf = ({ firstSeenAt, failureId }: ErrorRow): ErrorPlace => ({
  firstSeenAt: firstSeenAt.getTime(),
  failureId,
});
