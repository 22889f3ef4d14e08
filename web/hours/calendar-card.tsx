import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { HoursDays } from '../../contracts/api/hours.ts';
import { addDays, daysInMonth, partsOf, tokyoDateOf, weekdayOf } from '../../domain/calendar/civil-date.ts';
import { noonOf, timeZone } from '../components/formats.ts';
import { Card } from '../components/card.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { hoursDaysQuery } from './calls.ts';
import { linkClass } from '../components/link.ts';

type Day = HoursDays['days'][number];

/** Calendars in Japan begin with Sunday. */
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/** Shows one month in weeks; the month is in the address. */
export function CalendarCard() {
  const t = useWords();
  const { municipality } = useHere();
  const { month = thisMonth() } = useSearch({ from: '/signed-in/$municipality/hours' });
  const { first, last } = weeksOf(month);
  const { data, error } = useQuery({
    ...hoursDaysQuery(municipality, first, last),
    placeholderData: (before) => before,
  });
  const name = useMonthName()(month);
  return (
    <Card
      title={t('hours.calendarOf', { month: name })}
      aside={
        <nav aria-label={t('hours.calendar')} className="flex flex-wrap gap-x-4">
          {(
            [
              ['hours.month.before', monthAfter(month, -1)],
              ['hours.month.now', undefined],
              ['hours.month.after', monthAfter(month, 1)],
            ] as const
          ).map(([key, to]) => (
            <Link
              key={key}
              to="/$municipality/hours"
              params={{ municipality }}
              search={to === undefined ? {} : { month: to }}
              resetScroll={false}
              className={linkClass}
            >
              {t(key)}
            </Link>
          ))}
        </nav>
      }
    >
      {/* The focus stays on the link while another month comes, so screen readers are told. */}
      <p role="status" className="sr-only">
        {t('hours.calendarOf', { month: name })}
      </p>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && <Weeks days={data.days} month={month} caption={t('hours.calendarOf', { month: name })} />}
    </Card>
  );
}

function Weeks({ days, month, caption }: { days: readonly Day[]; month: string; caption: string }) {
  const t = useWords();
  const weeks = Array.from({ length: Math.ceil(days.length / 7) }, (_, week) => days.slice(week * 7, week * 7 + 7));
  return (
    <div role="group" aria-label={caption} tabIndex={0} className="overflow-x-auto">
      <table className="w-full min-w-[40rem] table-fixed border-collapse">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {weekdays.map((weekday) => (
              <th key={weekday} scope="col" className="border border-solid-gray-300 bg-solid-gray-50 py-1 text-sm">
                {t(`hours.weekday.${weekday}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.date}>
              {week.map((day) => (
                <DayCell key={day.date} day={day} isOutside={!day.date.startsWith(month)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** An open day says when and a closed one why. An exception opens a closed day as well. */
function DayCell({ day: { date, windows, closedBecause }, isOutside }: { day: Day; isOutside: boolean }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const isToday = date === tokyoDateOf(Date.now());
  const dayOfMonth = Number(date.slice(8));
  return (
    <td
      aria-current={isToday ? 'date' : undefined}
      className={`h-20 border border-solid-gray-300 p-1 align-top text-sm wrap-anywhere ${windows.length === 0 ? 'bg-solid-gray-50' : ''} ${isToday ? 'outline-3 -outline-offset-3 outline-key-900' : ''}`}
    >
      <p className="flex flex-wrap gap-x-1 font-bold">
        <span>{isOutside || dayOfMonth === 1 ? formats.shortDate(date).replace(/[（(].*$/u, '') : dayOfMonth}</span>
        {isToday && <span className="text-key-900">{t('hours.today')}</span>}
      </p>
      {windows.map(({ from, to, exception }) => (
        <p key={from} className={exception === undefined ? 'tabular-nums' : 'font-bold text-key-900 tabular-nums'}>
          {from}–{to}
          {exception !== undefined && (
            <span className="block font-normal">{t('hours.extension', { reason: exception })}</span>
          )}
        </p>
      ))}
      {closedBecause && <p className="text-solid-gray-800">{closedBecause[language]}</p>}
    </td>
  );
}

function thisMonth(): string {
  return tokyoDateOf(Date.now()).slice(0, 7);
}

function monthAfter(month: string, months: -1 | 1): string {
  const [year, number] = partsOf(`${month}-01`);
  return addDays(`${month}-01`, months === 1 ? daysInMonth(year, number) : -1).slice(0, 7);
}

/** From the Sunday before the month to the Saturday after it. */
function weeksOf(month: string): { first: string; last: string } {
  const [year, number] = partsOf(`${month}-01`);
  const firstDay = `${month}-01`;
  const lastDay = addDays(firstDay, daysInMonth(year, number) - 1);
  return { first: addDays(firstDay, -columnOf(firstDay)), last: addDays(lastDay, 6 - columnOf(lastDay)) };
}

function columnOf(date: string): number {
  return weekdays.findIndex((weekday) => weekday === weekdayOf(date));
}

/** 2026年11月, 令和8年11月, November 2026, or R8.11. */
function useMonthName(): (month: string) => string {
  const formats = useFormats();
  const { language, calendar } = usePreferences();
  return (month) => {
    const date = `${month}-01`;
    if (calendar === 'japanese') return formats.date(date).replace(/1日$|\.1$/u, '');
    return new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
      timeZone,
      year: 'numeric',
      month: 'long',
    }).format(noonOf(date));
  };
}
