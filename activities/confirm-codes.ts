import type { ConfirmCodesActivities } from '../contracts/confirm-codes.ts';
import { applyConfirmation, countConfirmation, markTold, pageToConfirm, wordsToTell } from '../storage/confirming.ts';
import { askForCodes } from './ask-for-codes.ts';
import type { Dependencies } from './dependencies.ts';

/** Rows a page: one bulk question, one short transaction. */
const pageSize = 5_000;
/** Workflows told in one go, so many at a time. */
const tellSize = 500;
const tellConcurrency = 8;

export function createConfirmCodesActivities(deps: Dependencies): ConfirmCodesActivities {
  const { db } = deps;
  return {
    async confirmPage({ municipality, runId, after }) {
      const lines = await pageToConfirm(db, municipality, { after, limit: pageSize });
      const next = lines.length < pageSize ? null : (lines.at(-1)?.personId ?? null);
      const nothing = { asked: 0, acquired: 0, errors: 0, unknown: 0, overdue: 0 };
      const counts =
        lines.length === 0
          ? nothing
          : await applyConfirmation(db, municipality, await askForCodes(deps, municipality, lines));
      await countConfirmation(db, municipality, { runId, counts, finished: next === null });
      return { ...counts, next };
    },

    async tellWorkflows({ municipality }) {
      const words = await wordsToTell(db, municipality, tellSize);
      const told: typeof words = [];
      const queue = words.values();
      await Promise.all(
        Array.from({ length: tellConcurrency }, async () => {
          for (const { personId, word } of queue) {
            const outcome = await deps.signalConfirmation(municipality, personId, word);
            if (outcome !== 'unavailable') told.push({ personId, word });
          }
        }),
      );
      if (told.length > 0) await markTold(db, municipality, told);
      // A full page may have more behind it.
      return { told: told.length, left: words.length === tellSize ? 1 : words.length - told.length };
    },
  };
}
