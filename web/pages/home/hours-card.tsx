import { useQuery } from '@tanstack/react-query';
import type { HoursDays } from '../../../contracts/api/hours.ts';
import { hoursDaysQuery, hoursQuery } from '../../api/municipality.ts';
import { Card } from '../../components/card.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Skeleton } from '../../components/waiting.tsx';
import { clockOf, dayOf, type Formats } from '../../formats.ts';
import { useFormats, usePreferences, useWords, type Words } from '../../preferences.tsx';
import { useHere } from '../../shell/municipality.tsx';

const daysAhead = 14;
const daysShown = 7;

/** Whether sending is possible now, when that changes, and the days to come. */
export function HoursCard() {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { municipality } = useHere();
  const now = Date.now();
  const today = dayOf(now);
  const days = useQuery(hoursDaysQuery(municipality, today, dayOf(now + daysAhead * 86_400_000)));
  const setting = useQuery(hoursQuery(municipality));
  const error = days.error ?? setting.error;
  const reasonOf = (day: HoursDays['days'][number]): string =>
    day.closedBecause ? t('home.dayClosed', { reason: day.closedBecause[language] }) : t('home.dayClosedPlain');
  return (
    <Card title={t('home.hours')}>
      {error && <ProblemNotice error={error} />}
      {!error && !(days.data && setting.data) && <Skeleton lines={6} />}
      {days.data && setting.data && (
        <>
          <p className="text-std-20B-150">
            {setting.data.enforced
              ? standing(days.data.days, { today, clock: clockOf(now) }, t, formats)
              : t('home.notEnforced')}
          </p>
          <dl className="grid">
            {days.data.days.slice(0, daysShown).map((day) => (
              <div
                key={day.date}
                className={`flex flex-wrap justify-between gap-x-4 border-t border-solid-gray-200 py-2 ${day.date === today ? 'font-bold' : ''}`}
              >
                <dt className="whitespace-nowrap">{formats.shortDate(day.date)}</dt>
                <dd className={`tabular-nums ${day.windows.length === 0 ? 'text-solid-gray-700' : ''}`}>
                  {day.windows.length === 0
                    ? reasonOf(day)
                    : day.windows.map(({ from, to }) => `${from}–${to}`).join(', ')}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Card>
  );
}

function standing(
  days: HoursDays['days'],
  { today, clock }: { today: string; clock: string },
  t: Words,
  formats: Formats,
): string {
  const windows = days.flatMap(({ date, windows: ofDay }) => ofDay.map(({ from, to }) => ({ date, from, to })));
  const open = windows.find(({ date, from, to }) => date === today && from <= clock && clock < to);
  if (open) return t('home.openUntil', { time: open.to });
  const next = windows.find(({ date, from }) => date > today || from > clock);
  if (!next) return t('home.closed');
  const day = next.date === today ? '' : `${formats.shortDate(next.date)} `;
  return t('home.closedUntil', { time: `${day}${next.from}` });
}
