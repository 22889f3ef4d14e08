import { Link } from '@tanstack/react-router';
import type { Incident } from '../../contracts/api/monitoring.ts';
import { linkClass } from '../components/link.ts';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { SeverityLabel } from '../components/standing-label.tsx';
import { DataTable } from '../components/table.tsx';
import { useOrganisationName, whatOf } from './names.ts';

/** The latest first. */
export function IncidentTable({ incidents }: { incidents: readonly Incident[] }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const nameOf = useOrganisationName();
  return (
    <DataTable
      caption={t('incidents.list')}
      rows={incidents}
      rowKey={({ incident }) => String(incident)}
      empty={t('incidents.none')}
      columns={[
        {
          key: 'number',
          title: t('incidents.number'),
          heading: true,
          cell: ({ incident, organisation }) => (
            <Link
              to="/organisations/$organisation/incidents/$incident"
              params={{ organisation, incident: String(incident) }}
              className={`${linkClass} -my-2 tabular-nums`}
            >
              {t('incident.title', { number: incident })}
            </Link>
          ),
        },
        {
          key: 'severity',
          title: t('incidents.severity'),
          cell: ({ severity }) => <SeverityLabel severity={severity} />,
        },
        {
          key: 'organisation',
          title: t('incidents.organisation'),
          cell: ({ organisation }) => <span className="whitespace-nowrap">{nameOf(organisation)}</span>,
        },
        {
          key: 'cause',
          title: t('incidents.cause'),
          cell: (incident) => (
            <>
              {whatOf(incident, language)}
              {incident.suppressed > 0 && (
                <span className="block text-sm text-solid-gray-800">
                  {t('incidents.suppressed', { count: formats.count(incident.suppressed) })}
                </span>
              )}
            </>
          ),
        },
        {
          key: 'openedAt',
          title: t('incidents.openedAt'),
          cell: ({ openedAt }) => <span className="whitespace-nowrap">{formats.moment(openedAt)}</span>,
        },
        {
          key: 'acknowledged',
          title: t('incidents.acknowledged'),
          cell: ({ acknowledgedBy }) =>
            acknowledgedBy ? (acknowledgedBy.name ?? acknowledgedBy.id) : t('incidents.acknowledged.not'),
        },
        {
          key: 'closedAt',
          title: t('incidents.closedAt'),
          cell: ({ closedAt }) => (
            <span className="whitespace-nowrap">
              {closedAt === null ? t('incidents.closedAt.not') : formats.moment(closedAt)}
            </span>
          ),
        },
      ]}
    />
  );
}
