import type { FoundResident } from '../../contracts/api/resident-search.ts';
import { StatusLabel } from '../components/status-label.tsx';
import { DataTable, SortButton, type Column } from '../components/table.tsx';
import type { SortBy, Sorting } from './calls.ts';
import { useFormats, useWords } from '../components/preferences.tsx';
import { ResidentLink } from '../shell/resident-link.tsx';
import { birthDateOf, sexOf } from '../components/code-names.ts';
import { AsStored } from '../components/as-stored.tsx';
import { ProtectedLabel } from '../components/protected-label.tsx';

/** Whoever may not see a protected resident is shown the number alone, to tell somebody who may. */
export function FoundTable({
  residents,
  busy = false,
  sorting,
  onSort,
}: {
  residents: readonly FoundResident[];
  /** Whether other rows are on their way. */
  busy?: boolean;
  /** Their order, where the reader may choose it. */
  sorting?: Sorting;
  onSort?: (sorting: Sorting) => void;
}) {
  const t = useWords();
  const formats = useFormats();
  /** The head of a column by which the rows may be sorted. */
  const headed = (sort: SortBy, name: string): Pick<Column<FoundResident>, 'title' | 'name' | 'sort'> =>
    sorting && onSort
      ? {
          name,
          title: (
            <SortButton
              name={name}
              order={sorting.sort === sort ? sorting.order : undefined}
              onSort={(order) => onSort({ sort, order })}
            />
          ),
          sort: sorting.sort === sort ? sorting.order : undefined,
        }
      : { title: name };
  return (
    <DataTable
      cards
      busy={busy}
      caption={t('residents.found')}
      rows={residents}
      rowKey={({ personId, historySeq }) => `${personId} ${String(historySeq)}`}
      empty={t('residents.none')}
      columns={[
        {
          key: 'number',
          ...headed('integratedAddressNumber', t('resident.number')),
          heading: true,
          cell: ({ integratedAddressNumber, personId }) => (
            <ResidentLink number={integratedAddressNumber} personId={personId} />
          ),
        },
        {
          key: 'name',
          ...headed('reading', t('resident.field.name')),
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
          ...headed('birthDate', t('resident.field.birthDateText')),
          cell: (resident) => <span className="whitespace-nowrap">{birthDateOf(resident, formats)}</span>,
        },
        { key: 'sex', title: t('resident.field.sex'), cell: ({ sex }) => sexOf(sex, t) },
        {
          key: 'address',
          ...headed('address', t('resident.field.address')),
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
