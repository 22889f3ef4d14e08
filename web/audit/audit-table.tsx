import type { AuditLog } from '../../contracts/api/audit.ts';
import { DataTable } from '../components/table.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useActionName } from './action-name.ts';

/** The audit log's client id where staff act themselves (storage/audit/log.ts). */
const staffWeb = 'staff-web';

export function AuditTable({ entries }: { entries: AuditLog['entries'] }) {
  const t = useWords();
  const formats = useFormats();
  const actionName = useActionName();
  return (
    <DataTable
      caption={t('audit.title')}
      rows={entries}
      rowKey={({ seq }) => String(seq)}
      empty={t('audit.empty')}
      columns={[
        { key: 'seq', title: t('audit.seq'), numeric: true, cell: ({ seq }) => formats.count(seq) },
        {
          key: 'at',
          title: t('audit.at'),
          cell: ({ at }) => <span className="whitespace-nowrap">{formats.exactMoment(at)}</span>,
        },
        {
          key: 'who',
          title: t('audit.who'),
          cell: ({ staffId, staffName, clientId }) => (
            <div className="min-w-44">
              <span className="block break-all">{staffName ?? staffId ?? clientId}</span>
              {staffName !== null && <span className="block text-sm break-all text-solid-gray-700">{staffId}</span>}
              {/* Staff act by these pages, so only another client is named. */}
              {staffId !== null && clientId !== staffWeb && (
                <span className="block text-sm break-all text-solid-gray-700">{clientId}</span>
              )}
            </div>
          ),
        },
        {
          key: 'action',
          title: t('audit.what'),
          cell: ({ action }) => {
            const name = actionName(action);
            return (
              <div className="min-w-40">
                {name !== null && <span className="block">{name}</span>}
                <span className="text-sm break-all text-solid-gray-700">{action}</span>
              </div>
            );
          },
        },
        {
          key: 'subject',
          title: t('audit.subject'),
          cell: ({ subject, subjectName }) => <Named id={subject} name={subjectName} />,
        },
        {
          key: 'outcome',
          title: t('audit.outcome'),
          cell: ({ outcome }) => (
            <span className={`whitespace-nowrap ${outcome === 'refused' ? 'font-bold text-error-2' : ''}`}>
              {t(`audit.outcome.${outcome}`)}
            </span>
          ),
        },
        {
          key: 'reason',
          title: t('audit.reason'),
          cell: ({ reason, reasonName }) => <Named id={reason} name={reasonName} />,
        },
      ]}
    />
  );
}

/** A name instead of the id of a member of staff, which stands below it; anything else as it is. */
function Named({ id, name }: { id: string | null; name: string | null }) {
  return (
    <div className="min-w-36 break-all">
      {name ?? id ?? '–'}
      {name !== null && <span className="block text-sm text-solid-gray-700">{id}</span>}
    </div>
  );
}
