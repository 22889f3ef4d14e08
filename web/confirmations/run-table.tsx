import { Link } from '@tanstack/react-router';
import type { ConfirmationRun } from '../../contracts/api/confirmations.ts';
import { isUnderWay } from './calls.ts';
import { DataTable } from '../components/table.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';

export function RunTable({ runs }: { runs: readonly ConfirmationRun[] }) {
  const t = useWords();
  const formats = useFormats();
  const endOf = (run: ConfirmationRun): string =>
    run.finishedAt !== null
      ? formats.moment(run.finishedAt)
      : t(isUnderWay(run) ? 'confirmations.running' : 'confirmations.brokenOff');
  const plainColumn = (what: 'asked' | 'acquired' | 'unknown') => ({
    key: what,
    title: t(`confirmations.count.${what}`),
    numeric: true,
    cell: (run: ConfirmationRun) => formats.count(run[what]),
  });
  const linkedColumn = (what: 'errors' | 'overdue') => ({
    key: what,
    title: t(`confirmations.count.${what}`),
    numeric: true,
    cell: (run: ConfirmationRun) =>
      run[what] === 0 ? formats.count(0) : <RunLink run={run}>{formats.count(run[what])}</RunLink>,
  });
  return (
    <DataTable
      caption={t('confirmations.list')}
      rows={runs}
      rowKey={({ runId, startedAt }) => `${runId} ${startedAt}`}
      empty={t('confirmations.none')}
      columns={[
        {
          key: 'started',
          title: t('confirmations.started'),
          heading: true,
          cell: (run) => <RunLink run={run}>{formats.moment(run.startedAt)}</RunLink>,
        },
        { key: 'finished', title: t('confirmations.finished'), cell: endOf },
        plainColumn('asked'),
        plainColumn('acquired'),
        plainColumn('unknown'),
        linkedColumn('errors'),
        linkedColumn('overdue'),
      ]}
    />
  );
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
