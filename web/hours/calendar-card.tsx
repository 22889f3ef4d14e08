import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { DayBands } from '../../contracts/api/calendars.ts';
import { clockOn } from '../../domain/calendar/bands.ts';
import { tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { monthAfter, thisMonth, useMonthName, weekdays, weeksOf } from '../components/months.ts';
import { Card } from '../components/card.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { TextField } from '../components/fields.tsx';
import { DataTable } from '../components/table.tsx';
import { usePlace } from '../shell/place.tsx';
import { calendarDaysQuery } from './calls.ts';
import { linkClass } from '../components/link.ts';

type Band = DayBands['online'][number];
const bandNames = ['online', 'counter', 'daily'] as const;

function bandsNamed(day: DayBands, name: (typeof bandNames)[number]): readonly Band[] {
  if (name !== 'daily') return day[name];
  return day.daily ? [day.daily] : [];
}

/** Shows one month in weeks, and of one day whose word the ends of its bands are. The month is in the address. */
export function CalendarCard() {
  const t = useWords();
  const { organisation } = usePlace();
  // The same page stands below a municipality and below any organisation.
  const { month = thisMonth() } = useSearch({ strict: false });
  const [chosen, setChosen] = useState<string | null>(null);
  const { first, last } = weeksOf(month);
  const { data, error } = useQuery({
    ...calendarDaysQuery(organisation, first, last),
    placeholderData: (before) => before,
  });
  const name = useMonthName()(month);
  const today = tokyoDateOf(Date.now());
  const shown =
    data?.days.find(({ date }) => date === chosen) ??
    data?.days.find(({ date }) => date === today) ??
    data?.days.find(({ date }) => date === `${month}-01`);
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
              to="."
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
      {data && (
        <>
          <Weeks days={data.days} month={month} caption={t('hours.calendarOf', { month: name })} />
          <TextField
            type="date"
            label={t('hours.chooseDay')}
            className="max-w-60"
            min={first}
            max={last}
            value={shown?.date ?? ''}
            onChange={({ target }) => setChosen(target.value)}
          />
          {shown && <DayCard day={shown} />}
        </>
      )}
    </Card>
  );
}

function Weeks({ days, month, caption }: { days: readonly DayBands[]; month: string; caption: string }) {
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
function DayCell({ day, isOutside }: { day: DayBands; isOutside: boolean }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { date, closedBecause } = day;
  const isToday = date === tokyoDateOf(Date.now());
  const dayOfMonth = Number(date.slice(8));
  const isClosed = day.online.length === 0;
  return (
    <td
      aria-current={isToday ? 'date' : undefined}
      className={`h-20 border border-solid-gray-300 p-1 align-top text-sm wrap-anywhere ${isClosed ? 'bg-solid-gray-50' : ''} ${isToday ? 'outline-3 -outline-offset-3 outline-key-900' : ''}`}
    >
      <p className="flex flex-wrap gap-x-1 font-bold">
        <span>{isOutside || dayOfMonth === 1 ? formats.shortDate(date).replace(/[（(].*$/u, '') : dayOfMonth}</span>
        {isToday && <span className="text-key-900">{t('hours.today')}</span>}
      </p>
      {bandNames.map((name) =>
        bandsNamed(day, name).map((band) => (
          <p key={`${name} ${band.from.at}`} className="tabular-nums">
            <span className="text-solid-gray-800">{t(`hours.band.${name}.short`)} </span>
            <span className={band.exceptionId === null ? '' : 'font-bold text-key-900'}>
              {clockOn(date, band.from.at)}–{clockOn(date, band.to.at)}
            </span>
          </p>
        )),
      )}
      {closedBecause && <p className="text-solid-gray-800">{closedBecause[language]}</p>}
    </td>
  );
}

/** One day's bands, and whose word each of their ends is. */
function DayCard({ day }: { day: DayBands }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { date, closedBecause } = day;
  const rows = bandNames.flatMap((name) => bandsNamed(day, name).map((band) => ({ name, band })));
  const endText = ({ at, owner, reason }: Band['from']): string =>
    `${clockOn(date, at)} ${t(`hours.owner.${owner}`)}${reason === null ? '' : ` (${reason})`}`;
  return (
    <section aria-live="polite" className="grid gap-2">
      <h3 className="text-std-18B-160">{t('hours.bandsOf', { day: formats.date(date) })}</h3>
      {closedBecause && (
        <p>
          {t('hours.closedBy', {
            reason: closedBecause[language],
            owner: t(`hours.owner.${closedBecause.owner}`),
          })}
        </p>
      )}
      <DataTable
        caption={t('hours.bandsOf', { day: formats.date(date) })}
        rows={rows}
        rowKey={({ name, band }) => `${name} ${band.from.at}`}
        empty={t('hours.noBands')}
        columns={[
          { key: 'band', title: t('hours.band'), heading: true, cell: ({ name }) => t(`hours.band.${name}`) },
          { key: 'from', title: t('hours.band.from'), cell: ({ band }) => endText(band.from) },
          { key: 'to', title: t('hours.band.to'), cell: ({ band }) => endText(band.to) },
        ]}
      />
    </section>
  );
}
