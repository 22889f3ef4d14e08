import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { HoursSetting } from '../../contracts/api/hours.ts';
import { hoursQuery } from './calls.ts';
import { Card } from '../components/card.tsx';
import { standingText } from './standing.ts';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { useHere } from '../shell/municipality.tsx';
import { CalendarCard } from './calendar-card.tsx';
import { DaysCard } from './days-card.tsx';
import { ExceptionsCard } from './exceptions-card.tsx';
import { standingOf } from './setting.ts';
import { TimesCard } from './times-card.tsx';

export function HoursPage() {
  const t = useWords();
  const { name } = useHere();
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
  const { municipality } = useHere();
  const { data: setting, error } = useQuery(hoursQuery(municipality));
  const [saved, setSaved] = useState(0);
  const onSaved = (): void => setSaved((times) => times + 1);
  if (!setting) return error ? <ProblemNotice error={error} /> : <Skeleton lines={12} />;
  return (
    <>
      {/* After a failed reading the page keeps what was shown, and what somebody has just entered. */}
      {error && <ProblemNotice error={error} />}
      {saved > 0 && (
        // The key makes screen readers say it each time.
        <Notice key={saved} look="success">
          {t('hours.saved')}
        </Notice>
      )}
      <Now setting={setting} />
      <CalendarCard />
      <TimesCard setting={setting} onSaved={onSaved} />
      <DaysCard setting={setting} onSaved={onSaved} />
      <ExceptionsCard setting={setting} onSaved={onSaved} />
    </>
  );
}

function Now({ setting }: { setting: HoursSetting }) {
  const t = useWords();
  const formats = useFormats();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 15_000);
    return () => clearInterval(ticking);
  }, []);
  return (
    <Card title={t('hours.now')}>
      <p className="text-std-24B-150">{standingText(standingOf(setting, now), t, formats)}</p>
    </Card>
  );
}
