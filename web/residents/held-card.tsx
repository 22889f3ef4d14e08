import type { ResidentDetail } from '../../contracts/api/resident-detail.ts';
import { Card } from '../components/card.tsx';
import { DataTable } from '../components/table.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { birthDateOf, sexOf, systemOf } from '../components/code-names.ts';
import { AsStored } from '../components/as-stored.tsx';
import { ProtectedLabel } from '../components/protected-label.tsx';

type Held = ResidentDetail['held'][number];

/** The transfers that wait for an identity check. */
export function HeldCard({ resident: { held } }: { resident: ResidentDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  if (held.length === 0) return null;
  const column = (field: 'name' | 'nameKana' | 'address' | 'contact' | 'delivery') => ({
    key: field,
    title: t(`resident.field.${field}`),
    cell: (row: Held) => <AsStored text={row[field]} className="block min-w-28" />,
  });
  return (
    <Card title={t('resident.held')}>
      <p>{t('resident.held.text')}</p>
      <DataTable
        caption={t('resident.held')}
        rows={held.map((transfer, at) => ({ ...transfer, at }))}
        rowKey={({ at }) => String(at)}
        columns={[
          {
            key: 'from',
            title: t('resident.origin'),
            heading: true,
            cell: ({ numberSystem, addressNumber, masked }) => (
              <div className="grid justify-items-start gap-1">
                {systemOf(numberSystem, language)}
                <span className="text-sm font-normal tabular-nums">{addressNumber}</span>
                {masked && <ProtectedLabel />}
              </div>
            ),
          },
          { key: 'received', title: t('resident.receivedAt'), cell: ({ receivedAt }) => formats.moment(receivedAt) },
          column('name'),
          column('nameKana'),
          {
            key: 'birthDate',
            title: t('resident.field.birthDateText'),
            cell: (row) => (
              <>
                <span className="whitespace-nowrap">{birthDateOf(row, formats)}</span>
                {row.birthDate !== null && <AsStored text={row.birthDateText} className="block text-sm" />}
              </>
            ),
          },
          { key: 'sex', title: t('resident.field.sex'), cell: ({ sex }) => sexOf(sex, t) },
          column('address'),
          column('contact'),
          column('delivery'),
        ]}
      />
    </Card>
  );
}
