/** The incidents around an organisation, and the silences that keep alarms from being told. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { linkClass } from '../components/link.ts';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useWords } from '../components/preferences.tsx';
import { More } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';
import { incidentsQuery } from './calls.ts';
import { IncidentTable } from './incident-table.tsx';
import { incidentFilters, type IncidentFilter } from './search.ts';
import { SilencesCard } from './silences-card.tsx';

export function IncidentsPage() {
  const t = useWords();
  const { name } = usePlace();
  const { state = 'open' } = useSearch({ from: '/signed-in/organisations/$organisation/incidents' });
  return (
    <Guarded right="incidents:read">
      <PageHeading title={t('incidents.title')} place={name} />
      <p>{t('incidents.intro')}</p>
      <Filter shown={state} />
      <List key={state} state={state} />
      <SilencesCard />
    </Guarded>
  );
}

function Filter({ shown }: { shown: IncidentFilter }) {
  const t = useWords();
  const { organisation } = usePlace();
  return (
    <nav aria-label={t('incidents.filter')} className="flex flex-wrap gap-x-6 print:hidden">
      {incidentFilters.map((state) => (
        <Link
          key={state}
          to="/organisations/$organisation/incidents"
          params={{ organisation }}
          search={state === 'open' ? {} : { state }}
          aria-current={state === shown ? 'page' : undefined}
          className={`${linkClass} ${state === shown ? 'font-bold' : ''}`}
        >
          {t(`incidents.filter.${state}`)}
        </Link>
      ))}
    </nav>
  );
}

function List({ state }: { state: IncidentFilter }) {
  const { organisation } = usePlace();
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    incidentsQuery(organisation, state),
  );
  return (
    <>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && <IncidentTable incidents={data.pages.flatMap(({ incidents }) => incidents)} />}
      {hasNextPage && <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
    </>
  );
}
