import type { ReactNode } from 'react';
import { Card } from '../components/card.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';
import { counts, type DayFigures, type Figures, type MunicipalityFigures } from './figures.ts';
import { durationText } from './statistics-charts.tsx';

/** The same as the pictures, exactly; the latest day first. */
export function StatisticsTable({ days }: { days: readonly DayFigures[] }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <FiguresTable
      caption={t('statistics.table')}
      rows={days.toReversed()}
      rowKey={({ day }) => day}
      title={t('statistics.day')}
      heading={({ day }) => <span className="whitespace-nowrap">{formats.date(day)}</span>}
    />
  );
}

/** The whole period of each municipality. */
export function MunicipalityTable({
  municipalities,
  nameOf,
}: {
  municipalities: readonly MunicipalityFigures[];
  nameOf: (code: string) => string;
}) {
  const t = useWords();
  return (
    <FiguresTable
      caption={t('statistics.byMunicipality')}
      rows={municipalities}
      rowKey={({ municipality }) => municipality}
      title={t('statistics.municipality')}
      heading={({ municipality }) => nameOf(municipality)}
      hint={t('statistics.slowestDay')}
    />
  );
}

function FiguresTable<Row extends Figures>({
  caption,
  rows,
  rowKey,
  title,
  heading,
  hint,
}: {
  caption: string;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  title: string;
  heading: (row: Row) => ReactNode;
  hint?: string;
}) {
  const t = useWords();
  const formats = useFormats();
  const timeColumn = (time: 'mean' | 'p50' | 'p95') => ({
    key: time,
    title: t(`statistics.${time}`),
    numeric: true,
    cell: (row: Row) => {
      const seconds = row[time];
      return seconds === null ? '–' : durationText(seconds, t);
    },
  });
  return (
    <Card title={caption}>
      <DataTable
        caption={caption}
        rows={rows}
        rowKey={rowKey}
        columns={[
          { key: 'name', title, heading: true, cell: heading },
          ...counts.map((count) => ({
            key: count,
            title: t(`statistics.${count}`),
            numeric: true,
            cell: (row: Row) => formats.count(row[count]),
          })),
          timeColumn('mean'),
          timeColumn('p50'),
          timeColumn('p95'),
        ]}
      />
      {hint !== undefined && <p className="text-sm text-solid-gray-800">{hint}</p>}
    </Card>
  );
}
