import { Link } from '@tanstack/react-router';
import type { Overview } from '../../contracts/api/overview.ts';
import { Card } from '../components/card.tsx';
import { DataTable } from '../components/table.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { Bars } from '../components/bar-picture.tsx';
import { linkClass } from '../components/link.ts';

type Hour = Overview['today'][number];

/** Each figure has its own scale, so that a few errors can be seen beside thousands. Its name says what it is. */
const figures = [
  { what: 'acquired', fill: 'fill-key-900' },
  { what: 'routed', fill: 'fill-key-600' },
  { what: 'errors', fill: 'fill-error-2' },
] as const;
const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour);
const hoursNamed = [0, 6, 12, 18, 24];

/** What was done today, hour by hour: as a picture, and as a table for screen readers and exact numbers. */
export function TodayCard({ today }: { today: readonly Hour[] }) {
  const t = useWords();
  const formats = useFormats();
  const { municipality, may } = useHere();
  const byHour = new Map(today.map((each) => [each.hour, each]));
  const hourName = (hour: number): string => t('home.today.hour', { hour });
  return (
    <Card
      title={t('home.today')}
      aside={
        may('statistics:read') && (
          <Link
            to="/organisations/$organisation/statistics"
            params={{ organisation: municipality }}
            className={linkClass}
          >
            {t('home.toStatistics')}
          </Link>
        )
      }
    >
      {today.length === 0 ? (
        <p>{t('home.today.nothing')}</p>
      ) : (
        <>
          {figures.map(({ what, fill }) => {
            const values = hoursOfDay.map((hour) => byHour.get(hour)?.[what] ?? 0);
            const most = Math.max(...values);
            const sum = values.reduce((all, value) => all + value, 0);
            return (
              <div key={what} className="grid gap-1">
                <p className="flex flex-wrap justify-between gap-x-4">
                  <span className="font-bold">{t(`home.today.${what}`)}</span>
                  <span className="text-solid-gray-800 tabular-nums">
                    {sum === 0
                      ? t('home.today.none')
                      : t('home.today.sum', { sum: formats.count(sum), most: formats.count(most) })}
                  </span>
                </p>
                <Bars values={values} most={most} fill={fill} tall="h-12" />
              </div>
            );
          })}
          <p aria-hidden="true" className="flex justify-between text-sm text-solid-gray-700">
            {hoursNamed.map((hour) => (
              <span key={hour}>{hourName(hour)}</span>
            ))}
          </p>
          <details className="min-w-0">
            <summary className={linkClass}>{t('home.today.table')}</summary>
            <DataTable
              caption={t('home.today')}
              rows={today}
              rowKey={({ hour }) => String(hour)}
              columns={[
                { key: 'hour', title: t('home.today.hourTitle'), heading: true, cell: ({ hour }) => hourName(hour) },
                ...figures.map(({ what }) => ({
                  key: what,
                  title: t(`home.today.${what}`),
                  numeric: true,
                  cell: (hour: Hour) => formats.count(hour[what]),
                })),
              ]}
            />
          </details>
        </>
      )}
    </Card>
  );
}
