import { Link } from '@tanstack/react-router';
import { isUnderWay, type ConfirmationRun } from '../../api/confirmations.ts';
import { DataTable } from '../../components/table.tsx';
import { useFormats, useWords } from '../../preferences.tsx';
import { useHere } from '../../shell/municipality.tsx';

export function RunTable({ runs }: { runs: readonly ConfirmationRun[] }) {
  const t = useWords();
  const formats = useFormats();
  const endOf = (run: ConfirmationRun): string =>
    run.finishedAt !== null
      ? formats.moment(run.finishedAt)
      : t(isUnderWay(run) ? 'confirmations.running' : 'confirmations.brokenOff');
  const plain = (what: 'asked' | 'acquired' | 'unknown') => ({
    key: what,
    title: t(`confirmations.count.${what}`),
    numeric: true,
    cell: (run: ConfirmationRun) => formats.count(run[what]),
  });
  const leading = (what: 'errors' | 'overdue') => ({
    key: what,
    title: t(`confirmations.count.${what}`),
    numeric: true,
    cell: (run: ConfirmationRun) => <ToErrors count={run[what]} />,
  });
  return (
    <DataTable
      caption={t('confirmations.list')}
      rows={runs}
      rowKey={({ runId, startedAt }) => `${runId} ${startedAt}`}
      empty={t('confirmations.none')}
      columns={[
        { key: 'started', title: t('confirmations.started'), cell: ({ startedAt }) => formats.moment(startedAt) },
        { key: 'finished', title: t('confirmations.finished'), cell: endOf },
        plain('asked'),
        plain('acquired'),
        plain('unknown'),
        leading('errors'),
        leading('overdue'),
      ]}
    />
  );
}

/** Whom a run has put there stands in the error list until somebody acts. */
function ToErrors({ count }: { count: number }) {
  const formats = useFormats();
  const { municipality, may } = useHere();
  if (count === 0 || !may('errors:read')) return formats.count(count);
  return (
    <Link
      to="/$municipality/errors"
      params={{ municipality }}
      className="inline-flex min-h-6 min-w-6 items-center justify-end font-bold text-key-900 underline"
    >
      {formats.count(count)}
    </Link>
  );
}
