import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { HoursDays } from '../../contracts/api/hours.ts';
import type { Overview } from '../../contracts/api/overview.ts';
import { tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { Card } from '../components/card.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { standingText } from '../hours/standing.ts';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { hoursDaysQuery } from '../hours/calls.ts';
import { linkClass } from '../components/link.ts';

const daysShown = 7;

/** Whether sending is possible now, when that changes, and the hours of the coming days. */
export function HoursCard({ overview: { hours, codeRequests } }: { overview: Overview }) {
  const t = useWords();
  const formats = useFormats();
  const { municipality, may } = useHere();
  return (
    <Card
      title={t('home.hours')}
      aside={
        may('hours:read') && (
          <Link to="/$municipality/hours" params={{ municipality }} className={linkClass}>
            {t('home.toHours')}
          </Link>
        )
      }
    >
      <p className="text-std-20B-150">{standingText(hours, t, formats)}</p>
      {codeRequests.waitingForHours > 0 && (
        <p>{t('home.waitingForHours', { count: formats.count(codeRequests.waitingForHours) })}</p>
      )}
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
  const today = tokyoDateOf(now);
  const { data, error } = useQuery(
    hoursDaysQuery(municipality, today, tokyoDateOf(now + (daysShown - 1) * 86_400_000)),
  );
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
