import { Link } from '@tanstack/react-router';
import type { Board } from '../../contracts/api/board.ts';
import { Card } from '../components/card.tsx';
import { linkClass } from '../components/link.ts';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { StandingLabel } from '../components/standing-label.tsx';
import { DataTable } from '../components/table.tsx';
import { DayLabel } from './day-label.tsx';

/** Whom the organisation waits for and who waits for it, in the order of starting, each with its day. */
export function AroundCard({ board: { servers, organisation } }: { board: Board }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const others = servers.filter((each) => each.organisation !== organisation);
  if (others.length === 0) return null;
  return (
    <Card title={t('days.around')}>
      <DataTable
        caption={t('days.around')}
        rows={others}
        rowKey={(server) => server.organisation}
        columns={[
          {
            key: 'organisation',
            title: t('days.around.organisation'),
            heading: true,
            cell: ({ organisation: other, name, nameEn }) => (
              <Link
                to="/organisations/$organisation/days"
                params={{ organisation: other }}
                className={`${linkClass} -my-2 whitespace-nowrap`}
              >
                {language === 'ja' ? name : nameEn}
              </Link>
            ),
          },
          { key: 'standing', title: t('board.servers'), cell: ({ standing }) => <StandingLabel standing={standing} /> },
          {
            key: 'day',
            title: t('days.day'),
            cell: ({ day }) => (
              <span className="whitespace-nowrap">{day === null ? '–' : formats.shortDate(day.day)}</span>
            ),
          },
          {
            key: 'state',
            title: t('days.state'),
            cell: ({ day }) => (day === null ? '–' : <DayLabel state={day.state} />),
          },
          {
            key: 'step',
            title: t('days.around.step'),
            cell: ({ day }) =>
              day === null
                ? '–'
                : day.step === null || day.stepState === null
                  ? t('days.around.done')
                  : t('board.servers.day.step', {
                      step: t(`day.step.${day.step}`),
                      state: t(`day.stepState.${day.stepState}`),
                    }),
          },
        ]}
      />
    </Card>
  );
}
