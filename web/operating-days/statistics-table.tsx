import type { ReactNode } from 'react';
import type { DailyStatistics, Figures } from '../../contracts/api/operating-days.ts';
import { Card } from '../components/card.tsx';
import { useFormats, useWords, type Words } from '../components/preferences.tsx';
import { Facts } from '../components/facts.tsx';
import { DataTable } from '../components/table.tsx';
import { counts, type DayFigures } from './figures.ts';
import { durationText } from './statistics-charts.tsx';

const times = [
  { name: 'mean', figure: 'secondsToCodeMean' },
  { name: 'p50', figure: 'secondsToCodeP50' },
  { name: 'p95', figure: 'secondsToCodeP95' },
] as const;
const timeText = (seconds: number | null, t: Words): string => (seconds === null ? '–' : durationText(seconds, t));

/** What the period comes to, of all who are shown together. */
export function PeriodFigures({ period, isAddedUp }: { period: Figures; isAddedUp: boolean }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <Card title={t('statistics.whole')}>
      <Facts
        facts={[
          ...counts.map((count) => ({
            key: count,
            title: t(`statistics.${count}`),
            value: <span className="text-xl font-bold tabular-nums">{formats.count(period[count])}</span>,
          })),
          ...times.map(({ name, figure }) => ({
            key: name,
            title: t(`statistics.${name}`),
            value: <span className="text-xl font-bold tabular-nums">{timeText(period[figure], t)}</span>,
          })),
        ]}
      />
      <p className="text-sm text-solid-gray-800">{t(isAddedUp ? 'statistics.times.added' : 'statistics.times')}</p>
    </Card>
  );
}

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
  municipalities: DailyStatistics['municipalities'];
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
    />
  );
}

function FiguresTable<Row extends Figures>({
  caption,
  rows,
  rowKey,
  title,
  heading,
}: {
  caption: string;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  title: string;
  heading: (row: Row) => ReactNode;
}) {
  const t = useWords();
  const formats = useFormats();
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
          ...times.map(({ name, figure }) => ({
            key: name,
            title: t(`statistics.${name}`),
            numeric: true,
            cell: (row: Row) => timeText(row[figure], t),
          })),
        ]}
      />
    </Card>
  );
}
