import type { ResidentDetail } from '../../contracts/api/resident-detail.ts';
import { Card } from '../components/card.tsx';
import { DataTable } from '../components/table.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { systemOf } from '../components/code-names.ts';
import { AsStored } from '../components/as-stored.tsx';

/** The numbers by which the backbones know the resident. */
export function LinkedNumbersCard({ resident: { addressNumbers } }: { resident: ResidentDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  return (
    <Card title={t('resident.addressNumbers')}>
      <DataTable
        caption={t('resident.addressNumbers')}
        rows={addressNumbers}
        rowKey={({ numberSystem, addressNumber }) => `${numberSystem} ${addressNumber}`}
        empty={t('resident.addressNumbers.none')}
        columns={[
          {
            key: 'system',
            title: t('resident.numberSystem'),
            cell: ({ numberSystem }) => systemOf(numberSystem, language),
          },
          {
            key: 'number',
            title: t('resident.addressNumber'),
            cell: ({ addressNumber }) => <span className="tabular-nums">{addressNumber}</span>,
          },
          { key: 'linked', title: t('resident.linkedAt'), cell: ({ linkedAt }) => formats.moment(linkedAt) },
        ]}
      />
    </Card>
  );
}

/** Table 34 業務情報. */
export function BusinessCard({ resident: { business, masked } }: { resident: ResidentDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const items = (['businessItem1', 'businessItem2'] as const).map((item) => ({
    key: item,
    title: t(`resident.${item}`),
    cell: (row: ResidentDetail['business'][number]) => <AsStored text={row[item]} />,
  }));
  return (
    <Card title={t('resident.business')}>
      <DataTable
        caption={t('resident.business')}
        rows={business}
        rowKey={({ numberSystem, dataType }) => `${numberSystem} ${dataType}`}
        empty={t('resident.business.none')}
        columns={[
          {
            key: 'system',
            title: t('resident.numberSystem'),
            cell: ({ numberSystem }) => systemOf(numberSystem, language),
          },
          { key: 'type', title: t('resident.dataType'), cell: ({ dataType }) => dataType },
          {
            key: 'confirmed',
            title: t('resident.confirmedAt'),
            cell: ({ confirmedAt }) => formats.moment(confirmedAt),
          },
          ...(masked ? [] : items),
        ]}
      />
    </Card>
  );
}
