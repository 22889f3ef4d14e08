import { DataTable } from '../components/table.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { ageBands, totalOf, type Ages } from './ages.ts';

interface Row {
  what: string;
  ages: Ages;
  /** Whether an old entry is an alarm. */
  isAlarming: boolean;
}

/** Counts what waits, by how long it has waited. */
export function AgesTable({ rows }: { rows: readonly Row[] }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <DataTable
      caption={t('home.ages')}
      rows={rows}
      rowKey={({ what }) => what}
      columns={[
        { key: 'what', title: t('home.ages.what'), heading: true, cell: ({ what }) => what },
        ...ageBands.map((band) => ({
          key: band,
          title: t(`home.ages.${band}`),
          numeric: true,
          cell: ({ ages, isAlarming }: Row) => {
            const count = formats.count(ages[band]);
            const stands = isAlarming && band === 'older' && ages[band] > 0;
            return stands ? <strong className="text-error-2">{count}</strong> : count;
          },
        })),
        {
          key: 'total',
          title: t('home.ages.total'),
          numeric: true,
          cell: ({ ages }) => <span className="font-bold">{formats.count(totalOf(ages))}</span>,
        },
      ]}
    />
  );
}
