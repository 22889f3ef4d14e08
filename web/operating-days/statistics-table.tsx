import { Card } from '../components/card.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';
import { counts, type DayFigures } from './figures.ts';
import { durationText } from './statistics-charts.tsx';

/** The same as the pictures, exactly; the latest day first. */
export function StatisticsTable({ days }: { days: readonly DayFigures[] }) {
  const t = useWords();
  const formats = useFormats();
  const time = (seconds: number | null): string => (seconds === null ? '–' : durationText(seconds, t));
  return (
    <Card title={t('statistics.table')}>
      <DataTable
        caption={t('statistics.table')}
        rows={days.toReversed()}
        rowKey={({ day }) => day}
        columns={[
          {
            key: 'day',
            title: t('statistics.day'),
            heading: true,
            cell: ({ day }) => <span className="whitespace-nowrap">{formats.date(day)}</span>,
          },
          ...counts.map((count) => ({
            key: count,
            title: t(`statistics.${count}`),
            numeric: true,
            cell: (day: DayFigures) => formats.count(day[count]),
          })),
          { key: 'p50', title: t('statistics.p50'), numeric: true, cell: ({ p50 }) => time(p50) },
          { key: 'p95', title: t('statistics.p95'), numeric: true, cell: ({ p95 }) => time(p95) },
        ]}
      />
    </Card>
  );
}
