import type { ConfirmCodesActivities } from '../contracts/confirm-codes.ts';
import { applyConfirmation, countConfirmation, readPageToConfirm } from '../storage/confirmations/confirming.ts';
import { askForCodes } from './ask-for-codes.ts';
import type { Dependencies } from './dependencies.ts';

/** Rows a page: one bulk question and one short transaction. */
const pageSize = 5_000;
export function createConfirmCodesActivities(deps: Dependencies): ConfirmCodesActivities {
  const { db } = deps;
  return {
    async confirmPage({ municipality, runId, after }) {
      const lines = await readPageToConfirm(db, municipality, { after, limit: pageSize });
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
  };
}
