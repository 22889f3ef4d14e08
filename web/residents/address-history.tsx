import type { ReactNode } from 'react';
import type { ResidentDetail } from '../../contracts/api/resident-detail.ts';
import { Card } from '../components/card.tsx';
import { DataTable, type Column } from '../components/table.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { birthDateOf, sexOf, staffNameOf, systemOf } from '../components/code-names.ts';
import { AsStored } from '../components/as-stored.tsx';
import { ProtectedLabel } from '../components/protected-label.tsx';

type Row = ResidentDetail['history'][number];
type Field = Row['changed'][number];

const markChange = (row: Row, field: Field, value: ReactNode): ReactNode => (
  <Marked changed={row.changed.includes(field)}>{value}</Marked>
);
const column = (key: string, title: string, cell: (row: Row) => ReactNode): Column<Row> => ({
  key,
  title,
  cell: (row) => !row.masked && cell(row),
});

/** Table 33 宛名情報 by history SEQ, the latest first. Words and colours mark what differs from the row before. */
export function AddressHistory({ resident: { history, staff } }: { resident: ResidentDetail }) {
  const t = useWords();
  const formats = useFormats();
  const first = history[0]?.historySeq;
  /** Few residents have these, so they are shown only in rows that have or had one. */
  const rare = (row: Row, field: 'contact' | 'delivery') =>
    (row[field] !== null || row.changed.includes(field)) &&
    markChange(
      row,
      field,
      <span className="block text-sm">
        {t(`resident.field.${field}`)} {row[field] === null ? t('compare.none') : <AsStored text={row[field]} />}
      </span>,
    );
  const wasProtected = history.some(({ nonDisclosure, changed }) => nonDisclosure || changed.includes('nonDisclosure'));
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
          column('name', t('resident.field.name'), (row) => (
            <div className="min-w-28">
              {markChange(row, 'name', <AsStored text={row.name} className="block" />)}
              {markChange(row, 'nameKana', <AsStored text={row.nameKana} className="block text-sm" />)}
            </div>
          )),
          column('birthDate', t('resident.birthDateAndSex'), (row) => (
            <>
              {markChange(
                row,
                'birthDateText',
                <>
                  <span className="whitespace-nowrap">{birthDateOf(row, formats)}</span>
                  {row.birthDate !== null && <AsStored text={row.birthDateText} className="block text-sm" />}
                </>,
              )}
              {markChange(row, 'sex', <span className="block">{sexOf(row.sex, t)}</span>)}
            </>
          )),
          column('address', t('resident.field.address'), (row) => (
            <div className="min-w-48">
              {markChange(row, 'address', <AsStored text={row.address} className="block" />)}
              {rare(row, 'contact')}
              {rare(row, 'delivery')}
            </div>
          )),
          ...(wasProtected
            ? [
                column('nonDisclosure', t('resident.field.nonDisclosure'), (row) =>
                  markChange(
                    row,
                    'nonDisclosure',
                    t(row.nonDisclosure === true ? 'resident.nonDisclosure.yes' : 'resident.nonDisclosure.no'),
                  ),
                ),
              ]
            : []),
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
  if (isFirst || changed.length === 0) {
    return <span className="whitespace-nowrap">{t(`resident.changes.${isFirst ? 'first' : 'none'}`)}</span>;
  }
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
      <span>{t('resident.operatedAt', { time: formats.moment(operatedAt) })}</span>
      <span>{t('resident.registeredAt', { time: formats.moment(registeredAt) })}</span>
    </div>
  );
}
