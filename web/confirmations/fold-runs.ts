import type { ConfirmationRun } from '../../contracts/api/confirmations.ts';

/** A run that changed something or has not ended, or several in a row that changed nothing, the latest first. */
export type RunRow = { kind: 'run'; run: ConfirmationRun } | { kind: 'quiet'; runs: readonly ConfirmationRun[] };

const isQuiet = ({ finishedAt, acquired, errors, overdue }: ConfirmationRun): boolean =>
  finishedAt !== null && acquired + errors + overdue === 0;

/** Folds runs that changed nothing together, where at least two follow each other. */
export function foldRuns(runs: readonly ConfirmationRun[]): RunRow[] {
  const rows: RunRow[] = [];
  let quiet: ConfirmationRun[] = [];
  const endQuiet = (): void => {
    const [only] = quiet;
    if (quiet.length > 1) rows.push({ kind: 'quiet', runs: quiet });
    else if (only) rows.push({ kind: 'run', run: only });
    quiet = [];
  };
  for (const run of runs) {
    if (isQuiet(run)) quiet.push(run);
    else {
      endQuiet();
      rows.push({ kind: 'run', run });
    }
  }
  endQuiet();
  return rows;
}
