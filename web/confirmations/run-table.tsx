import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { ConfirmationRun } from '../../contracts/api/confirmations.ts';
import { isUnderWay } from './calls.ts';
import { Button } from '../components/button.tsx';
import { DataTable } from '../components/table.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { foldRuns, type RunRow } from './fold-runs.ts';

/** Runs that changed nothing are one row, until somebody wants to see each. */
export function RunTable({ runs }: { runs: readonly ConfirmationRun[] }) {
  const t = useWords();
  const formats = useFormats();
  const [isOpen, setIsOpen] = useState(false);
  const rows: readonly RunRow[] = isOpen ? runs.map((run) => ({ kind: 'run', run })) : foldRuns(runs);
  const hasQuiet = rows.length < runs.length;
  const nothing = (): string => formats.count(0);
  const endOf = (run: ConfirmationRun): string =>
    run.finishedAt !== null
      ? formats.exactMoment(run.finishedAt)
      : t(isUnderWay(run) ? 'confirmations.running' : 'confirmations.brokenOff');
  /** The same residents are asked about in each of them; the latest run says how many. */
  const plainColumn = (what: 'asked' | 'acquired' | 'unknown') => ({
    key: what,
    title: t(`confirmations.count.${what}`),
    numeric: true,
    cell: ofRun(
      (run) => formats.count(run[what]),
      ([latest]) => formats.count(latest?.[what] ?? 0),
    ),
  });
  const linkedColumn = (what: 'errors' | 'overdue') => ({
    key: what,
    title: t(`confirmations.count.${what}`),
    numeric: true,
    cell: ofRun(
      (run) => (run[what] === 0 ? formats.count(0) : <RunLink run={run}>{formats.count(run[what])}</RunLink>),
      nothing,
    ),
  });
  return (
    <>
      <DataTable
        caption={t('confirmations.list')}
        rows={rows}
        rowKey={(row) => keyOf(row.kind === 'run' ? row.run : row.runs.at(-1))}
        empty={t('confirmations.none')}
        columns={[
          {
            key: 'started',
            title: t('confirmations.started'),
            heading: true,
            cell: ofRun(
              (run) => <RunLink run={run}>{formats.exactMoment(run.startedAt)}</RunLink>,
              (quiet) => t('confirmations.quiet', { count: formats.count(quiet.length) }),
            ),
          },
          {
            key: 'finished',
            title: t('confirmations.finished'),
            cell: ofRun(endOf, (quiet) => periodOf(quiet, formats.exactMoment)),
          },
          plainColumn('asked'),
          plainColumn('acquired'),
          plainColumn('unknown'),
          linkedColumn('errors'),
          linkedColumn('overdue'),
        ]}
      />
      {(hasQuiet || isOpen) && (
        <Button
          look="quiet"
          size="small"
          className="justify-self-start"
          aria-pressed={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          {t(isOpen ? 'confirmations.quiet.hide' : 'confirmations.quiet.show')}
        </Button>
      )}
    </>
  );
}

const ofRun =
  (text: (run: ConfirmationRun) => ReactNode, ofQuiet: (quiet: readonly ConfirmationRun[]) => string) =>
  (row: RunRow): ReactNode =>
    row.kind === 'run' ? text(row.run) : ofQuiet(row.runs);

const keyOf = (run: ConfirmationRun | undefined): string => (run ? `${run.runId} ${run.startedAt}` : '');

/** From the start of the earliest to the end of the latest. */
function periodOf(runs: readonly ConfirmationRun[], format: (instant: string) => string): string {
  const [latest] = runs;
  const earliest = runs.at(-1);
  return latest && earliest ? `${format(earliest.startedAt)} – ${format(latest.finishedAt ?? latest.startedAt)}` : '';
}

function RunLink({ run: { runId }, children }: { run: ConfirmationRun; children: string }) {
  const { municipality } = useHere();
  return (
    <Link
      to="/$municipality/confirmations/$runId"
      params={{ municipality, runId }}
      className="inline-flex min-h-6 min-w-6 items-center justify-end text-key-900 underline"
    >
      {children}
    </Link>
  );
}
