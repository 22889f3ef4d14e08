/** How a municipality's code requests stand, at a glance. */
import { useQuery } from '@tanstack/react-query';
import { countsQuery } from '../../api/municipality.ts';
import { PageHeading } from '../../components/page.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Skeleton } from '../../components/waiting.tsx';
import { useFormats, useWords } from '../../preferences.tsx';
import { Guarded } from '../../shell/guarded.tsx';
import { useHere } from '../../shell/municipality.tsx';
import { ConfirmationsCard } from './confirmations-card.tsx';
import { ErrorsCard } from './errors-card.tsx';
import { HoursCard } from './hours-card.tsx';
import { LoadsCard } from './loads-card.tsx';
import { RequestsCard } from './requests-card.tsx';

export function HomePage() {
  return (
    <Guarded right="counts:read">
      <Overview />
    </Guarded>
  );
}

function Overview() {
  const t = useWords();
  const formats = useFormats();
  const { municipality, name, may } = useHere();
  const { data: counts, error } = useQuery(countsQuery(municipality));
  return (
    <>
      <PageHeading
        title={t('home.title', { name })}
        aside={counts && <p className="text-solid-gray-700">{t('home.at', { time: formats.moment(counts.at) })}</p>}
      />
      {error && <ProblemNotice error={error} />}
      {counts ? <RequestsCard counts={counts} /> : !error && <Skeleton lines={5} />}
      <div className="grid items-start gap-6 lg:grid-cols-2">
        {counts && <ErrorsCard counts={counts} />}
        {may('hours:read') && <HoursCard />}
        {may('loads:read') && <LoadsCard />}
        {may('confirmations:read') && <ConfirmationsCard />}
      </div>
    </>
  );
}
