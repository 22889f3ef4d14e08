/** A municipality's code requests at a glance. What needs attention comes first. */
import { useOverview } from './calls.ts';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { useHere } from '../shell/municipality.tsx';
import { Alarms } from './alarms.tsx';
import { Breakdown } from './breakdown.tsx';
import { HoursCard } from './hours-card.tsx';
import { LiveMark } from '../components/live-mark.tsx';
import { LoadsCard } from './loads-card.tsx';
import { NoticesCard } from './notices-card.tsx';
import { ParticipantsCard } from './participants-card.tsx';
import { RequestsCard } from './requests-card.tsx';
import { ToDoCard } from './to-do-card.tsx';
import { TodayCard } from './today-card.tsx';

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
  const { overview, error, live } = useOverview(municipality);
  return (
    <>
      <PageHeading
        title={t('home.title', { name })}
        aside={
          overview && (
            <div className="flex flex-wrap items-center gap-x-4 text-solid-gray-700">
              <p>{t('home.at', { time: formats.moment(overview.at) })}</p>
              <LiveMark live={live} />
            </div>
          )
        }
      />
      {error && <ProblemNotice error={error} />}
      {!overview && !error && <Skeleton lines={12} />}
      {overview && (
        <>
          <Alarms overview={overview} />
          <ToDoCard overview={overview} />
          <RequestsCard overview={overview} />
          <div className="grid items-start gap-6 lg:grid-cols-2">
            <div className="grid min-w-0 gap-6">
              <TodayCard today={overview.today} />
              {may('loads:read') && <LoadsCard loads={overview.loads} />}
            </div>
            <div className="grid min-w-0 gap-6">
              <HoursCard overview={overview} />
              <ParticipantsCard participants={overview.participants} />
              <NoticesCard notices={overview.notices} />
            </div>
          </div>
          <Breakdown />
        </>
      )}
    </>
  );
}
