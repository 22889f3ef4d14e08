import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { HoursSetting } from '../../contracts/api/hours.ts';
import { calendarQuery } from './calls.ts';
import { Card } from '../components/card.tsx';
import type { SavedKey } from './saved.ts';
import { standingText } from './standing.ts';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';
import { CalendarCard } from './calendar-card.tsx';
import { ChangesCard } from './changes-card.tsx';
import { DaysCard } from './days-card.tsx';
import { ExceptionsCard } from './exceptions-card.tsx';
import { FilesCard } from './files-card.tsx';
import { PartCard } from './part-card.tsx';
import { standingOf } from './setting.ts';
import { WaitingCard } from './waiting-card.tsx';

/** The calendar of an organisation of any tier: what counts for it, its own part, and what it owes others an answer to. */
export function HoursPage() {
  const t = useWords();
  const { name } = usePlace();
  return (
    <Guarded right="hours:read">
      <PageHeading title={t('hours.title')} place={name} />
      <p>{t('hours.intro')}</p>
      <Hours />
    </Guarded>
  );
}

function Hours() {
  const t = useWords();
  const { organisation } = usePlace();
  const { data: calendar, error } = useQuery(calendarQuery(organisation));
  const [saved, setSaved] = useState<{ times: number; key: SavedKey }>({ times: 0, key: 'hours.saved' });
  const onSaved = (key: SavedKey): void => setSaved(({ times }) => ({ times: times + 1, key }));
  if (!calendar) return error ? <ProblemNotice error={error} /> : <Skeleton lines={12} />;
  return (
    <>
      {/* After a failed reading the page keeps what was shown, and what somebody has just entered. */}
      {error && <ProblemNotice error={error} />}
      {saved.times > 0 && (
        // The key makes screen readers say it each time.
        <Notice key={saved.times} look="success">
          {t(saved.key)}
        </Notice>
      )}
      {calendar.waiting && <WaitingCard calendar={calendar} change={calendar.waiting} onSaved={onSaved} />}
      <Now hours={calendar.combined.hours} />
      <CalendarCard />
      <PartCard calendar={calendar} onSaved={onSaved} />
      <DaysCard calendar={calendar} onSaved={onSaved} />
      <ExceptionsCard onSaved={onSaved} />
      <FilesCard onSaved={onSaved} />
      <ChangesCard />
    </>
  );
}

function Now({ hours }: { hours: HoursSetting }) {
  const t = useWords();
  const formats = useFormats();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 15_000);
    return () => clearInterval(ticking);
  }, []);
  return (
    <Card title={t('hours.now')}>
      <p className="text-std-24B-150">{standingText(standingOf(hours, now), t, formats)}</p>
    </Card>
  );
}
