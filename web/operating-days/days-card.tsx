import { Link } from '@tanstack/react-router';
import type { OperatingDay } from '../../contracts/api/operating-days.ts';
import { Card } from '../components/card.tsx';
import { linkClass } from '../components/link.ts';
import { useFormats, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';
import { usePlace } from '../shell/place.tsx';
import { DayLabel } from './day-label.tsx';

/** The latest first; each leads to its steps. */
export function DaysCard({ days, shown }: { days: readonly OperatingDay[]; shown: string | undefined }) {
  const t = useWords();
  const formats = useFormats();
  const { organisation } = usePlace();
  return (
    <Card title={t('days.list')}>
      <DataTable
        caption={t('days.list')}
        rows={days}
        rowKey={({ day }) => day}
        columns={[
          {
            key: 'day',
            title: t('days.day'),
            heading: true,
            cell: ({ day, rehearsal }) => (
              <Link
                to="/organisations/$organisation/days"
                params={{ organisation }}
                search={{ day }}
                aria-current={day === shown ? 'page' : undefined}
                className={`${linkClass} -my-2 whitespace-nowrap`}
              >
                {formats.date(day)}
                {rehearsal && ` ${t('days.rehearsal')}`}
              </Link>
            ),
          },
          { key: 'state', title: t('days.state'), cell: ({ state }) => <DayLabel state={state} /> },
          { key: 'opensAt', title: t('days.opensAt'), cell: ({ opensAt }) => formats.clock(opensAt) },
          { key: 'closesAt', title: t('days.closesAt'), cell: ({ closesAt }) => formats.clock(closesAt) },
        ]}
      />
    </Card>
  );
}
