import { Link } from '@tanstack/react-router';
import type { ConfirmationChange } from '../../contracts/api/confirmations.ts';
import { StatusLabel } from '../components/status-label.tsx';
import { DataTable } from '../components/table.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { ResidentLink } from '../shell/resident-link.tsx';

/** The residents whom the run put into the error list, and whether they still stand there. */
export function FailedTable({ changes }: { changes: readonly ConfirmationChange[] }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  return (
    <DataTable
      caption={t('confirmations.failed')}
      rows={changes}
      rowKey={({ integratedAddressNumber, attempt }) => `${integratedAddressNumber ?? ''} ${String(attempt)}`}
      columns={[
        {
          key: 'number',
          title: t('confirmations.column.number'),
          heading: true,
          cell: ({ integratedAddressNumber: number }) => (number === null ? '–' : <ResidentLink number={number} />),
        },
        {
          key: 'outcome',
          title: t('confirmations.column.outcome'),
          cell: ({ outcome }) => (
            <span className="whitespace-nowrap">
              {outcome === 'acquired' ? '–' : t(`confirmations.outcome.${outcome}`)}
            </span>
          ),
        },
        {
          key: 'error',
          title: t('confirmations.column.error'),
          cell: ({ code, text, reason }) => (
            <div className="grid min-w-48 gap-1">
              {text && <span>{text[language]}</span>}
              <span className="text-sm text-solid-gray-700">{code}</span>
              {reason !== null && reason !== code && (
                <span className="text-sm text-solid-gray-700">{t('confirmations.reason', { reason })}</span>
              )}
            </div>
          ),
        },
        {
          key: 'attempt',
          title: t('confirmations.column.attempt'),
          numeric: true,
          cell: ({ attempt }) => formats.count(attempt),
        },
        { key: 'stage', title: t('confirmations.column.stage'), cell: ({ stage }) => <StatusLabel stage={stage} /> },
        { key: 'entry', title: t('confirmations.column.entry'), cell: (change) => <Entry change={change} /> },
      ]}
    />
  );
}

function Entry({ change: { failureId, integratedAddressNumber } }: { change: ConfirmationChange }) {
  const t = useWords();
  const { municipality, may } = useHere();
  if (failureId === null) return <span className="whitespace-nowrap">{t('confirmations.entry.done')}</span>;
  if (!may('errors:read')) return '–';
  return (
    <Link
      to="/$municipality/errors/$failureId"
      params={{ municipality, failureId }}
      aria-label={t('confirmations.entry.openOf', { number: integratedAddressNumber ?? '' })}
      className="inline-flex min-h-6 items-center whitespace-nowrap text-key-900 underline"
    >
      {t('confirmations.entry.open')}
    </Link>
  );
}
