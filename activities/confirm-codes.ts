import type { ConfirmCodesActivities } from '../contracts/confirm-codes.ts';
import { applyConfirmation, countConfirmation, markTold, pageToConfirm, wordsToTell } from '../storage/confirming.ts';
import { askForCodes } from './ask-for-codes.ts';
import type { Dependencies } from './dependencies.ts';

/** Rows a page: one bulk question, one short transaction. */
const pageSize = 5_000;
/** Workflows told in one go, so many at a time. */
const tellSize = 500;
const tellConcurrency = 8;
/** No further one is told after this, so that those who were told are marked long before the activity's time is over. */
const tellForMs = 60_000;

export function createConfirmCodesActivities(deps: Dependencies): ConfirmCodesActivities {
  const { db } = deps;
  return {
    async confirmPage({ municipality, runId, after }) {
      const lines = await pageToConfirm(db, municipality, { after, limit: pageSize });
      const next = lines.length < pageSize ? null : (lines.at(-1)?.personId ?? null);
      const nothing = { asked: 0, acquired: 0, errors: 0, unknown: 0, overdue: 0 };
      const page = { runId, finished: next === null };
      if (lines.length === 0) {
        await countConfirmation(db, municipality, { ...page, counts: nothing });
        return { ...nothing, next };
      }
      const counts = await applyConfirmation(db, municipality, await askForCodes(deps, municipality, lines), page);
      return { ...counts, next };
    },

    async tellWorkflows({ municipality, after = null }) {
      const words = await wordsToTell(db, municipality, { after, limit: tellSize });
      const until = performance.now() + tellForMs;
      const told: typeof words = [];
      let tried = 0;
      await Promise.all(
        Array.from({ length: tellConcurrency }, async () => {
          while (performance.now() < until) {
            const next = words[tried];
            if (!next) return;
            tried += 1;
            const outcome = await deps.signalConfirmation(municipality, next.personId, next.word);
            if (outcome !== 'unavailable') told.push(next);
          }
        }),
      );
      if (told.length > 0) await markTold(db, municipality, told);
      const isLast = tried === words.length && words.length < tellSize;
      return {
        told: told.length,
        left: tried - told.length,
        next: isLast ? null : (words[tried - 1]?.personId ?? null),
      };
    },
  };
}
