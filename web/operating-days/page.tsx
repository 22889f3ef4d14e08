/** An organisation's operating day: its steps in order, and what staff decide when one has failed. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { OperatingDay } from '../../contracts/api/operating-days.ts';
import { addDays, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { LiveMark } from '../components/live-mark.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useWords } from '../components/preferences.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useBoard } from '../organisations/calls.ts';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';
import { AroundCard } from './around-card.tsx';
import { daysQuery } from './calls.ts';
import { DayCard } from './day-card.tsx';
import { DaysCard } from './days-card.tsx';

const [daysBack, daysAhead] = [30, 7];

export function OperatingDayPage() {
  return (
    <Guarded right="servers:read">
      <OperatingDays />
    </Guarded>
  );
}

function OperatingDays() {
  const t = useWords();
  const { organisation, name } = usePlace();
  const { day: chosen } = useSearch({ from: '/signed-in/organisations/$organisation/days' });
  const today = tokyoDateOf(Date.now());
  const period = { from: addDays(today, -daysBack), to: addDays(today, daysAhead) };
  const { data, error } = useQuery(daysQuery(organisation, period));
  const { board, live } = useBoard(organisation);
  const own = board?.servers.find((server) => server.organisation === organisation);
  useReadAgain(organisation, board && JSON.stringify(own?.day));
  const shown = chosen ?? latestOf(data?.days ?? [])?.day;
  return (
    <>
      <PageHeading title={t('days.title')} place={name} aside={<LiveMark live={live} />} />
      <p>{t('days.intro')}</p>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={10} />}
      {data?.days.length === 0 && shown === undefined && <p>{t('days.none')}</p>}
      {shown !== undefined && <DayCard key={shown} day={shown} board={board} />}
      {board && <AroundCard board={board} />}
      {data && data.days.length > 0 && <DaysCard days={data.days} shown={shown} />}
    </>
  );
}

/** The one that began last; before the first of them the next one. The list has the latest first. */
function latestOf(days: readonly OperatingDay[]): OperatingDay | undefined {
  const now = Date.now();
  return days.find(({ startsAt }) => Date.parse(startsAt) <= now) ?? days.at(-1);
}

/** Reads the days again when the board says that they have moved on; undefined while it is not there. */
function useReadAgain(organisation: string, stand: string | undefined): void {
  const client = useQueryClient();
  const last = useRef(stand);
  useEffect(() => {
    const before = last.current;
    last.current = stand;
    if (before === undefined || before === stand) return;
    for (const what of ['operating-days', 'operating-day']) {
      // Only what is shown.
      void client.refetchQueries({ queryKey: [organisation, what], type: 'active' });
    }
  }, [client, organisation, stand]);
}
