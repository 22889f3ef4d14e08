import { Link } from '@tanstack/react-router';
import type { IncidentDetail } from '../../contracts/api/monitoring.ts';
import { Card } from '../components/card.tsx';
import { linkClass } from '../components/link.ts';
import { useFormats, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';
import { useSession } from '../shell/session.tsx';
import { useOrganisationName } from './names.ts';

/** How many requests it affects, and to the people of their municipality which ones, with a way to the resident. */
export function AffectedCard({ incident: { affected, requests } }: { incident: IncidentDetail }) {
  const t = useWords();
  const formats = useFormats();
  const nameOf = useOrganisationName();
  const { municipalities } = useSession();
  const maySee = (municipality: string): boolean =>
    municipalities.some((each) => each.municipality === municipality && each.rights.includes('residents:view'));
  if (affected.length === 0) return null;
  const listed = requests.filter(({ municipality }) => maySee(municipality));
  return (
    <Card title={t('incident.affected')}>
      <ul>
        {affected.map(({ municipality, requests: count }) => (
          <li key={municipality}>
            {t('incident.affected.count', { name: nameOf(municipality), count: formats.count(count) })}
          </li>
        ))}
      </ul>
      {listed.length > 0 && (
        <DataTable
          caption={t('incident.affected')}
          rows={listed.map((request, index) => ({ ...request, number: index + 1 }))}
          rowKey={({ personId }) => personId}
          columns={[
            {
              key: 'request',
              title: t('incident.affected.request'),
              heading: true,
              cell: ({ number }) => t('incident.affected.request.n', { number }),
            },
            {
              key: 'since',
              title: t('incident.affected.since'),
              cell: ({ since }) => <span className="whitespace-nowrap">{formats.moment(since)}</span>,
            },
            {
              key: 'resident',
              title: t('incident.affected.resident'),
              cell: ({ municipality, personId, number }) => (
                <Link
                  to="/$municipality/residents/by-person/$personId"
                  params={{ municipality, personId }}
                  aria-label={`${t('incident.affected.resident')}: ${t('incident.affected.request.n', { number })}`}
                  className={`${linkClass} -my-2 whitespace-nowrap`}
                >
                  {t('incident.affected.resident')}
                </Link>
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}
