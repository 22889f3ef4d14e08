/** A month of a net: what is planned, what is not run and why, and what has been. A day can be taken out or put back. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { JobDay, JobSkip, NextRun } from '../../contracts/api/jobs.ts';
import { addDays, dayNumberOf, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { TextField } from '../components/fields.tsx';
import { monthAfter, thisMonth, useMonthName, weekdays, weeksOf } from '../components/months.ts';
import { linkClass } from '../components/link.ts';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { usePlace } from '../shell/place.tsx';
import { PlanActionDialog } from './action-dialog.tsx';
import {
  daysOfMonthQuery,
  mostDaysAhead,
  nextRunsQuery,
  skipsQuery,
  type NetOnServer,
  type PlanAction,
} from './calls.ts';
import { DecisionLabel, JobDayLabel } from './labels.tsx';
import { DayLink } from './links.tsx';
import { useReason } from './words.ts';

interface Entries {
  planned: readonly NextRun[];
  past: readonly JobDay[];
}

export function CalendarCard({ of }: { of: NetOnServer }) {
  const t = useWords();
  const { month = thisMonth() } = useSearch({
    from: '/signed-in/organisations/$organisation/jobs/$net/$server',
  });
  const { first, last } = weeksOf(month);
  const today = tokyoDateOf(Date.now());
  const days = 1 + dayNumberOf(last) - dayNumberOf(today);
  const isAhead = days > 0;
  const planned = useQuery({
    ...nextRunsQuery(of, Math.min(mostDaysAhead, Math.max(1, days))),
    enabled: isAhead,
    placeholderData: (before) => before,
  });
  const past = useQuery({
    ...daysOfMonthQuery(of, { from: first, to: last }),
    placeholderData: (before) => before,
  });
  const error = planned.error ?? past.error;
  const name = useMonthName()(month);
  const title = t('jobs.calendarOf', { month: name });
  const entries = past.data &&
    (planned.data ?? !isAhead) && {
      planned: isAhead ? (planned.data?.days ?? []) : [],
      past: past.data.days,
    };
  return (
    <Card
      title={title}
      aside={
        <nav aria-label={t('jobs.calendar')} className="flex flex-wrap gap-x-4 print:hidden">
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
        {title}
      </p>
      {error && <ProblemNotice error={error} />}
      {!entries && !error && <Skeleton lines={8} />}
      {entries && (
        <>
          <Weeks first={first} last={last} month={month} caption={title} entries={entries} />
          {days > mostDaysAhead && <p>{t('jobs.calendar.far', { days: mostDaysAhead })}</p>}
          <OneDay of={of} first={first} last={last} today={today} entries={entries} />
        </>
      )}
    </Card>
  );
}

function Weeks({
  first,
  last,
  month,
  caption,
  entries,
}: {
  first: string;
  last: string;
  month: string;
  caption: string;
  entries: Entries;
}) {
  const t = useWords();
  const days = daysFrom(first, last);
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
            <tr key={week[0]}>
              {week.map((day) => (
                <DayCell key={day} day={day} isOutside={!day.startsWith(month)} entries={entries} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A day that was says how it ended; one to come when it is run, or why it is not. */
function DayCell({ day, isOutside, entries }: { day: string; isOutside: boolean; entries: Entries }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const short = useShortDay();
  const reasonOf = useReason();
  const isToday = day === tokyoDateOf(Date.now());
  const past = entries.past.filter((each) => each.day === day);
  const planned = past.some(({ no }) => no === 0) ? undefined : entries.planned.find((each) => each.day === day);
  const isRun = past.length > 0 || (planned !== undefined && planned.plannedAt !== null);
  return (
    <td
      aria-current={isToday ? 'date' : undefined}
      className={`h-20 border border-solid-gray-300 p-1 align-top text-sm wrap-anywhere ${isRun ? '' : 'bg-solid-gray-50'} ${isToday ? 'outline-3 -outline-offset-3 outline-key-900' : ''}`}
    >
      <p className="flex flex-wrap gap-x-1 font-bold">
        <span>{isOutside || day.endsWith('-01') ? short(day) : Number(day.slice(8))}</span>
        {isToday && <span className="text-key-900">{t('hours.today')}</span>}
      </p>
      {past.map((each) => (
        <div key={each.no}>
          <JobDayLabel state={each.state} />
          {each.state !== 'done' && each.reason !== null && <p className="text-solid-gray-800">{reasonOf(each)}</p>}
        </div>
      ))}
      {planned && (
        <>
          {planned.plannedAt === null ? (
            <p className="font-bold text-solid-gray-800">
              {planned.movedTo === null
                ? t('jobs.decision.skip')
                : t('jobs.calendar.to', { day: short(planned.movedTo) })}
            </p>
          ) : (
            <p className="tabular-nums">
              {formats.clock(planned.plannedAt)}
              {planned.movedFrom.length > 0 && (
                <span className="block text-key-900">
                  {t('jobs.calendar.from', { days: planned.movedFrom.map(short).join(' ') })}
                </span>
              )}
            </p>
          )}
          {planned.reason && <p className="text-solid-gray-800">{planned.reason[language]}</p>}
        </>
      )}
    </td>
  );
}

/** `12/29`: without the day of the week. */
function useShortDay(): (day: string) => string {
  const formats = useFormats();
  return (day) => formats.shortDate(day).replace(/[（(].*$/u, '');
}

/** One day in words, where staff take it out of the plan or put it back. */
function OneDay({
  of,
  first,
  last,
  today,
  entries,
}: {
  of: NetOnServer;
  first: string;
  last: string;
  today: string;
  entries: Entries;
}) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { may } = usePlace();
  const short = useShortDay();
  const reasonOf = useReason();
  const [chosen, setChosen] = useState<string | null>(null);
  const [asked, setAsked] = useState<PlanAction | null>(null);
  const [done, setDone] = useState<PlanAction | null>(null);
  const skips = useQuery(skipsQuery(of.organisation));
  const isInside = (day: string | null): day is string => day !== null && day >= first && day <= last;
  const shown = isInside(chosen) ? chosen : isInside(today) ? today : first;
  const past = entries.past.filter(({ day }) => day === shown);
  const isBegun = past.some(({ no }) => no === 0);
  const planned = isBegun ? undefined : entries.planned.find(({ day }) => day === shown);
  const skipped = skips.data?.skips.find(isOf(of, shown));
  const action = !may('jobs:run') || isBegun ? null : actionFor(planned, skipped);
  return (
    <div className="grid gap-3">
      <TextField
        type="date"
        label={t('jobs.chooseDay')}
        className="max-w-60"
        min={first}
        max={last}
        value={shown}
        onChange={({ target }) => {
          setChosen(target.value);
          setDone(null);
        }}
      />
      <section aria-live="polite" className="grid gap-2">
        <h3 className="text-std-18B-160">{formats.date(shown)}</h3>
        {done && <Notice look="success">{t(`jobs.${done}.done`)}</Notice>}
        {past.map((day) => (
          <p key={day.no} className="flex flex-wrap items-center gap-x-3">
            <JobDayLabel state={day.state} />
            <DecisionLabel decision={day.decision} />
            {day.reason !== null && <span>{reasonOf(day)}</span>}
            <DayLink of={day}>{t('jobs.day.open')}</DayLink>
          </p>
        ))}
        {planned && (
          <p className="flex flex-wrap items-center gap-x-3">
            <DecisionLabel decision={planned.decision} />
            {planned.plannedAt !== null && <span>{formats.moment(planned.plannedAt)}</span>}
            {planned.movedTo !== null && <span>{t('jobs.calendar.to', { day: short(planned.movedTo) })}</span>}
            {planned.movedFrom.length > 0 && (
              <span>{t('jobs.calendar.from', { days: planned.movedFrom.map(short).join(' ') })}</span>
            )}
            {planned.reason && <span>{planned.reason[language]}</span>}
          </p>
        )}
        {skipped && (
          <p>{t('jobs.skippedBy', { by: skipped.skippedBy.name ?? skipped.skippedBy.id, reason: skipped.reason })}</p>
        )}
        {!planned && past.length === 0 && <p>{t('jobs.day.nothing')}</p>}
        {action && (
          <div>
            <Button look="secondary" onClick={() => setAsked(action)}>
              {t(`jobs.${action}`)}
            </Button>
          </div>
        )}
      </section>
      {asked && (
        <PlanActionDialog
          of={of}
          action={asked}
          day={shown}
          onClose={() => setAsked(null)}
          onDone={() => {
            setDone(asked);
            setAsked(null);
          }}
        />
      )}
    </div>
  );
}

const isOf =
  ({ net, server }: NetOnServer, day: string) =>
  (skip: JobSkip): boolean =>
    skip.net === net && skip.server === server && skip.day === day;

/** What is taken out can be put back; only what would be run can be taken out. */
function actionFor(planned: NextRun | undefined, skipped: JobSkip | undefined): PlanAction | null {
  if (skipped) return 'unskip';
  return planned && planned.plannedAt !== null ? 'skip' : null;
}

function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}
