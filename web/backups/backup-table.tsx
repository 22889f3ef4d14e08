import type { Backup } from '../../contracts/api/backups.ts';
import { labelClass } from '../components/label.ts';
import { useFormats, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';

const colours: Record<Backup['state'], string> = {
  asked: 'border-solid-gray-600 text-solid-gray-800',
  running: 'border-key-900 text-key-900',
  done: 'border-success-2 text-success-2',
  failed: 'border-error-2 text-error-2',
};

/** The latest first. */
export function BackupTable({ backups }: { backups: readonly Backup[] }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <DataTable
      caption={t('backups.list')}
      rows={backups}
      rowKey={({ backupId }) => backupId}
      empty={t('backups.none')}
      columns={[
        {
          key: 'asked',
          title: t('backups.askedAt'),
          heading: true,
          cell: ({ askedAt, day, askedBy }) => (
            <>
              <span className="whitespace-nowrap">{formats.moment(askedAt)}</span>
              <span className="block text-sm font-normal">
                {day === null ? (askedBy.name ?? askedBy.id) : t('backups.by.day', { day: formats.shortDate(day) })}
              </span>
            </>
          ),
        },
        {
          key: 'state',
          title: t('backups.state'),
          cell: ({ state, error }) => (
            <>
              <span className={`${labelClass} ${colours[state]}`}>{t(`backups.state.${state}`)}</span>
              {error !== null && <span className="block max-w-96 text-sm wrap-anywhere">{error}</span>}
            </>
          ),
        },
        {
          key: 'ended',
          title: t('backups.ended'),
          cell: ({ endedAt }) => (
            <span className="whitespace-nowrap">{endedAt === null ? '–' : formats.moment(endedAt)}</span>
          ),
        },
        {
          key: 'bytes',
          title: t('backups.bytes'),
          numeric: true,
          cell: ({ bytes }) => <span className="whitespace-nowrap">{bytes === null ? '–' : formats.bytes(bytes)}</span>,
        },
        {
          key: 'verified',
          title: t('backups.verified'),
          cell: ({ verifiedAt, state }) =>
            verifiedAt === null
              ? state === 'done'
                ? t('backups.verified.not')
                : '–'
              : t('backups.verified.at', { time: formats.moment(verifiedAt) }),
        },
      ]}
    />
  );
}
