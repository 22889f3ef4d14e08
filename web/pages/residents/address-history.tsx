import type { ReactNode } from 'react';
import type { ResidentDetail } from '../../../contracts/api/resident-detail.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/table.tsx';
import { useFormats, usePreferences, useWords } from '../../preferences.tsx';
import { birthDateOf, sexOf, staffNameOf, systemOf } from './names.ts';
import { AsStored, ProtectedLabel } from './parts.tsx';

type Row = ResidentDetail['history'][number];
type Field = Row['changed'][number];

/** Table 33 宛名情報 by history SEQ, the latest first. What differs from the row before is said, and coloured too. */
export function AddressHistory({ resident: { history, staff } }: { resident: ResidentDetail }) {
  const t = useWords();
  const formats = useFormats();
  const first = history[0]?.historySeq;
  const column = (field: Field, value: (row: Row) => ReactNode) => ({
    key: field,
    title: t(`resident.field.${field}`),
    cell: (row: Row) => !row.masked && <Marked changed={row.changed.includes(field)}>{value(row)}</Marked>,
  });
  return (
    <Card title={t('resident.history')}>
      <p>{t('resident.history.text')}</p>
      <DataTable
        caption={t('resident.history')}
        rows={history.toReversed()}
        empty={t('resident.history.none')}
        rowKey={({ historySeq }) => String(historySeq)}
        columns={[
          {
            key: 'seq',
            title: t('resident.historySeq'),
            heading: true,
            cell: ({ historySeq, current }) => (
              <>
                {formats.count(historySeq)}
                {current && <span className="block text-sm whitespace-nowrap">{t('resident.isCurrent')}</span>}
              </>
            ),
          },
          { key: 'origin', title: t('resident.origin'), cell: (row) => <Origin row={row} staff={staff} /> },
          {
            key: 'changes',
            title: t('resident.changes'),
            cell: (row) => (row.masked ? <ProtectedLabel /> : <Changes row={row} isFirst={row.historySeq === first} />),
          },
          column('name', ({ name }) => <AsStored text={name} className="block min-w-28" />),
          column('nameKana', ({ nameKana }) => <AsStored text={nameKana} className="block min-w-28" />),
          column('birthDateText', (row) => (
            <>
              <span className="whitespace-nowrap">{birthDateOf(row, formats)}</span>
              {row.birthDate !== null && <AsStored text={row.birthDateText} className="block text-sm" />}
            </>
          )),
          column('sex', ({ sex }) => sexOf(sex, t)),
          column('address', ({ address }) => <AsStored text={address} className="block min-w-48" />),
          column('contact', ({ contact }) => <AsStored text={contact} />),
          column('delivery', ({ delivery }) => <AsStored text={delivery} className="block min-w-32" />),
          column('nonDisclosure', ({ nonDisclosure }) =>
            t(nonDisclosure === true ? 'resident.nonDisclosure.yes' : 'resident.nonDisclosure.no'),
          ),
        ]}
      />
    </Card>
  );
}

function Marked({ changed, children }: { changed: boolean; children: ReactNode }) {
  const t = useWords();
  if (!changed) return children;
  return (
    <mark className="block rounded-4 bg-yellow-100 px-2 py-1 text-solid-gray-900">
      <span className="block text-sm font-bold whitespace-nowrap">{t('resident.changed')}</span>
      {children}
    </mark>
  );
}

function Changes({ row: { changed }, isFirst }: { row: Row; isFirst: boolean }) {
  const t = useWords();
  if (isFirst) return t('resident.changes.first');
  if (changed.length === 0) return t('resident.changes.none');
  return (
    <ul className="min-w-24">
      {changed.map((field) => (
        <li key={field}>{t(`resident.field.${field}`)}</li>
      ))}
    </ul>
  );
}

/** Where the row comes from, and when. */
function Origin({
  row: { source, numberSystem, staffId, registeredAt, operatedAt },
  staff,
}: {
  row: Row;
  staff: ResidentDetail['staff'];
}) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  return (
    <div className="grid min-w-56 text-sm">
      <span className="text-base">
        {t(`resident.source.${source}`)}
        {source !== 'staff' && numberSystem !== null && ` ${systemOf(numberSystem, language)}`}
        {source === 'staff' && staffId !== null && ` ${staffNameOf(staffId, staff)}`}
      </span>
      <span>{t('resident.registeredAt', { time: formats.moment(registeredAt) })}</span>
      <span>{t('resident.operatedAt', { time: formats.moment(operatedAt) })}</span>
    </div>
  );
}
