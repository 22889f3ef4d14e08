import { Link } from '@tanstack/react-router';
import type { ProposedUpdate } from '../../contracts/api/proposed-updates.ts';
import { buttonClass } from '../components/button.tsx';
import { DataTable } from '../components/table.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { ResidentLink } from '../shell/resident-link.tsx';
import { StateLabel } from './state-label.tsx';
import { ProtectedLabel } from '../components/protected-label.tsx';

/** Names are left out: each update's own page shows them, which is audited under the resident. */
export function ApprovalTable({ updates, empty }: { updates: readonly ProposedUpdate[]; empty: string }) {
  const t = useWords();
  const formats = useFormats();
  const { municipality } = useHere();
  return (
    <DataTable
      caption={t('approvals.list')}
      rows={updates}
      rowKey={({ updateId }) => updateId}
      empty={empty}
      columns={[
        {
          key: 'number',
          title: t('resident.number'),
          heading: true,
          cell: ({ integratedAddressNumber, protected: isProtected }) => (
            <div className="grid justify-items-start gap-1">
              <ResidentLink number={integratedAddressNumber} />
              {isProtected && <ProtectedLabel />}
            </div>
          ),
        },
        {
          key: 'open',
          title: t('errors.actions'),
          cell: ({ updateId, integratedAddressNumber: number }) => (
            <Link
              to="/$municipality/approvals/$updateId"
              params={{ municipality, updateId }}
              aria-label={t('approvals.openOf', { number })}
              className={buttonClass('secondary', 'small')}
            >
              {t('approvals.open')}
            </Link>
          ),
        },
        {
          key: 'proposed',
          title: t('approvals.proposed'),
          cell: ({ proposedAt, proposedBy, own }) => (
            <div className="grid min-w-40">
              <span>
                {proposedBy.name} {own && <span className="text-sm">{t('approvals.own')}</span>}
              </span>
              <span className="text-sm">{formats.moment(proposedAt)}</span>
            </div>
          ),
        },
        {
          key: 'changes',
          title: t('approvals.changes'),
          cell: ({ changed }) => (
            <ul className="min-w-24">
              {changed.map((field) => (
                <li key={field}>{t(`resident.field.${field}`)}</li>
              ))}
            </ul>
          ),
        },
        {
          key: 'reason',
          title: t('approvals.reason'),
          cell: ({ reason }) => <span className="block min-w-40 break-words">{reason}</span>,
        },
        {
          key: 'state',
          title: t('approval.state'),
          cell: ({ state, outdated, decidedBy, decidedAt }) => (
            <div className="grid min-w-32 justify-items-start gap-1">
              <StateLabel state={state} />
              {outdated && <span className="text-sm font-bold">{t('approvals.outdated')}</span>}
              {decidedBy && (
                <span className="text-sm">
                  {decidedBy.name} {decidedAt !== null && formats.moment(decidedAt)}
                </span>
              )}
            </div>
          ),
        },
      ]}
    />
  );
}
