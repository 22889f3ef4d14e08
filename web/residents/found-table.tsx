import type { FoundResident } from '../../contracts/api/resident-search.ts';
import { StatusLabel } from '../components/status-label.tsx';
import { DataTable } from '../components/table.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { ResidentLink } from '../shell/resident-link.tsx';
import { birthDateOf, sexOf } from '../components/code-names.ts';
import { AsStored } from '../components/as-stored.tsx';
import { ProtectedLabel } from '../components/protected-label.tsx';

/** Whoever may not see a protected resident is shown the number alone, to tell somebody who may. */
export function FoundTable({ residents }: { residents: readonly FoundResident[] }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <DataTable
      cards
      caption={t('residents.found')}
      rows={residents}
      rowKey={({ personId, historySeq }) => `${personId} ${String(historySeq)}`}
      empty={t('residents.none')}
      columns={[
        {
          key: 'number',
          title: t('resident.number'),
          heading: true,
          cell: ({ integratedAddressNumber, personId }) => (
            <ResidentLink number={integratedAddressNumber} personId={personId} />
          ),
        },
        {
          key: 'name',
          title: t('resident.field.name'),
          cell: ({ masked, protected: isProtected, name, nameKana, current }) => (
            <div className="grid min-w-40 justify-items-start gap-1">
              {isProtected && <ProtectedLabel />}
              {!masked && <AsStored text={name} className="font-bold" />}
              {nameKana !== null && <AsStored text={nameKana} className="text-sm text-solid-gray-700" />}
              {!masked && !current && <span className="text-sm">{t('residents.former')}</span>}
            </div>
          ),
        },
        {
          key: 'birthDate',
          title: t('resident.field.birthDateText'),
          cell: (resident) => <span className="whitespace-nowrap">{birthDateOf(resident, formats)}</span>,
        },
        { key: 'sex', title: t('resident.field.sex'), cell: ({ sex }) => sexOf(sex, t) },
        {
          key: 'address',
          title: t('resident.field.address'),
          cell: ({ address }) => <AsStored text={address} className="block min-w-48" />,
        },
        {
          key: 'status',
          title: t('resident.status'),
          cell: ({ masked, codeRequestStatus, stage }) =>
            !masked && (
              <>
                {t(`status.${codeRequestStatus}`)}
                {stage !== null && (
                  <span className="block">
                    <StatusLabel stage={stage} />
                  </span>
                )}
              </>
            ),
        },
      ]}
    />
  );
}
