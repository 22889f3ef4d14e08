import type { Movers } from '../../../contracts/api/movers.ts';
import { DataTable } from '../../components/table.tsx';
import { useFormats, useWords } from '../../components/preferences.tsx';
import { ResidentLink } from '../../shell/resident-link.tsx';
import { useKindOf } from './words.ts';

type Mover = Movers['movers'][number];

export function MoverTable({ movers }: { movers: readonly Mover[] }) {
  const t = useWords();
  const formats = useFormats();
  const kindOf = useKindOf();
  return (
    <DataTable
      caption={t('movers.title')}
      rows={movers}
      rowKey={({ integratedAddressNumber, historySeq, registeredAt }) =>
        `${integratedAddressNumber ?? ''} ${String(historySeq)} ${registeredAt}`
      }
      empty={t('movers.empty')}
      columns={[
        {
          key: 'registeredAt',
          title: t('movers.registeredAt'),
          cell: ({ registeredAt }) => <span className="whitespace-nowrap">{formats.moment(registeredAt)}</span>,
        },
        {
          key: 'number',
          title: t('movers.number'),
          heading: true,
          cell: ({ integratedAddressNumber }) =>
            integratedAddressNumber === null ? (
              t('movers.unnumbered')
            ) : (
              <ResidentLink number={integratedAddressNumber} />
            ),
        },
        { key: 'name', title: t('movers.name'), cell: (mover) => <Name mover={mover} /> },
        {
          key: 'kind',
          title: t('movers.kind'),
          cell: (mover) => <span className="whitespace-nowrap">{kindOf(mover)}</span>,
        },
        { key: 'numberSystem', title: t('movers.numberSystem'), cell: ({ numberSystem }) => numberSystem ?? '–' },
        {
          key: 'historySeq',
          title: t('movers.historySeq'),
          numeric: true,
          cell: ({ historySeq }) => formats.count(historySeq),
        },
        {
          key: 'operatedAt',
          title: t('movers.operatedAt'),
          cell: ({ operatedAt }) => <span className="whitespace-nowrap">{formats.moment(operatedAt)}</span>,
        },
      ]}
    />
  );
}

/** The server withholds the name of a protected resident, or the page marks it for those who may see it. */
function Name({ mover: { name, nameKana, masked, protected: isProtected } }: { mover: Mover }) {
  const t = useWords();
  if (masked) return <div className="min-w-36 text-solid-gray-700">{t('movers.masked')}</div>;
  return (
    <div className="min-w-36">
      {name}
      {nameKana !== null && <span className="block text-sm text-solid-gray-700">{nameKana}</span>}
      {isProtected && (
        <span className="mt-1 block w-fit rounded-4 border border-error-2 px-2 text-sm font-bold text-error-2">
          {t('movers.protected')}
        </span>
      )}
    </div>
  );
}
