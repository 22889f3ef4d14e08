import { useQuery } from '@tanstack/react-query';
import type { HoursDays } from '../../../contracts/api/hours.ts';
import type { Overview } from '../../../contracts/api/overview.ts';
import { hoursDaysQuery } from '../../api/municipality.ts';
import { Card } from '../../components/card.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Skeleton } from '../../components/waiting.tsx';
import { dayOf, type Formats } from '../../formats.ts';
import { useFormats, usePreferences, useWords, type Words } from '../../preferences.tsx';
import { useHere } from '../../shell/municipality.tsx';

const daysShown = 7;

/** Whether sending is possible now, when that changes, and the days to come. */
export function HoursCard({ hours }: { hours: Overview['hours'] }) {
  const t = useWords();
  const formats = useFormats();
  const { may } = useHere();
  return (
    <Card title={t('home.hours')}>
      <p className="text-std-20B-150">{standing(hours, t, formats)}</p>
      {may('hours:read') && <Days />}
    </Card>
  );
}

function Days() {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { municipality } = useHere();
  const now = Date.now();
  const today = dayOf(now);
  const { data, error } = useQuery(hoursDaysQuery(municipality, today, dayOf(now + (daysShown - 1) * 86_400_000)));
  const reasonOf = (day: HoursDays['days'][number]): string =>
    day.closedBecause ? t('home.dayClosed', { reason: day.closedBecause[language] }) : t('home.dayClosedPlain');
  if (error) return <ProblemNotice error={error} />;
  if (!data) return <Skeleton lines={daysShown} />;
  return (
    <dl className="grid">
      {data.days.map((day) => (
        <div
          key={day.date}
          className={`flex flex-wrap justify-between gap-x-4 border-t border-solid-gray-200 py-1 ${day.date === today ? 'font-bold' : ''}`}
        >
          <dt className="whitespace-nowrap">{formats.shortDate(day.date)}</dt>
          <dd className={`tabular-nums ${day.windows.length === 0 ? 'text-solid-gray-700' : ''}`}>
            {day.windows.length === 0 ? reasonOf(day) : day.windows.map(({ from, to }) => `${from}–${to}`).join(', ')}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function standing(
  { enforced, open, maySend, closesAt, opensAt }: Overview['hours'],
  t: Words,
  formats: Formats,
): string {
  if (!enforced) return t('home.notEnforced');
  if (open && closesAt === null) return t('home.open');
  if (open && closesAt !== null) {
    return t(maySend ? 'home.openUntil' : 'home.closing', { time: shortly(closesAt, formats) });
  }
  return opensAt === null ? t('home.closed') : t('home.closedUntil', { time: shortly(opensAt, formats) });
}

/** The day only where it is another one. */
function shortly(instant: string, formats: Formats): string {
  const day = dayOf(instant);
  return day === dayOf(Date.now()) ? formats.clock(instant) : `${formats.shortDate(day)} ${formats.clock(instant)}`;
}
