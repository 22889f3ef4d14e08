import { Link } from '@tanstack/react-router';
import type { Board } from '../../contracts/api/board.ts';
import { wordsOfCause } from '../../domain/monitoring/causes.ts';
import { linkClass } from '../components/link.ts';
import { Card } from '../components/card.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { SeverityLabel } from '../components/standing-label.tsx';
import { DataTable } from '../components/table.tsx';
import { usePlace } from '../shell/place.tsx';

/** The open incidents, the worst first. */
export function IncidentsCard({ board: { incidents } }: { board: Board }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { may } = usePlace();
  return (
    <Card title={t('board.incidents')}>
      <DataTable
        caption={t('board.incidents')}
        rows={incidents}
        rowKey={({ incident }) => String(incident)}
        empty={t('board.incidents.none')}
        columns={[
          {
            key: 'number',
            title: t('board.incidents.number'),
            heading: true,
            cell: ({ incident, organisation }) =>
              may('incidents:read') ? (
                <Link
                  to="/organisations/$organisation/incidents/$incident"
                  params={{ organisation, incident: String(incident) }}
                  className={`${linkClass} -my-2 whitespace-nowrap`}
                >
                  {t('incident.title', { number: incident })}
                </Link>
              ) : (
                t('incident.title', { number: incident })
              ),
          },
          {
            key: 'severity',
            title: t('board.incidents.severity'),
            cell: ({ severity }) => <SeverityLabel severity={severity} />,
          },
          {
            key: 'organisation',
            title: t('board.organisation'),
            cell: ({ name, nameEn }) => (language === 'ja' ? name : nameEn),
          },
          {
            key: 'cause',
            title: t('board.incidents.cause'),
            cell: ({ cause, suppressed }) => (
              <>
                {wordsOfCause(cause)[language]}
                {suppressed > 0 && (
                  <span className="block text-sm text-solid-gray-800">
                    {t('board.incidents.suppressed', { count: formats.count(suppressed) })}
                  </span>
                )}
              </>
            ),
          },
          {
            key: 'openedAt',
            title: t('board.incidents.openedAt'),
            cell: ({ openedAt }) => <span className="whitespace-nowrap">{formats.moment(openedAt)}</span>,
          },
          {
            key: 'state',
            title: t('board.incidents.state'),
            cell: ({ acknowledgedAt }) =>
              t(acknowledgedAt === null ? 'board.incidents.waiting' : 'board.incidents.acknowledged'),
          },
        ]}
      />
    </Card>
  );
}
