import { useInfiniteQuery } from '@tanstack/react-query';
import { addDays, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { Card } from '../components/card.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { DataTable, More } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { historyQuery, type NetOnServer } from './calls.ts';
import { DecisionLabel, JobDayLabel } from './labels.tsx';
import { DayLink } from './links.tsx';
import { useReason } from './words.ts';

/** The most that is asked for at once. */
const shownDays = 400;

/** The days of a net that have come, the latest first, also those on which it was not run. */
export function HistoryCard({ of }: { of: NetOnServer }) {
  const t = useWords();
  const formats = useFormats();
  const reasonOf = useReason();
  const to = tokyoDateOf(Date.now());
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    historyQuery(of, { from: addDays(to, -shownDays), to }),
  );
  return (
    <Card title={t('jobs.history')}>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={6} />}
      {data && (
        <DataTable
          caption={t('jobs.history')}
          rows={data.pages.flatMap(({ days }) => days)}
          rowKey={({ day, no }) => `${day} ${String(no)}`}
          empty={t('jobs.history.none')}
          columns={[
            {
              key: 'day',
              title: t('jobs.day'),
              heading: true,
              cell: (day) => (
                <span className="whitespace-nowrap">
                  <DayLink of={day}>{formats.date(day.day)}</DayLink>
                  {day.no > 0 && <span className="text-sm font-normal">{t('jobs.day.no', { no: day.no })}</span>}
                </span>
              ),
            },
            { key: 'state', title: t('jobs.stateTitle'), cell: ({ state }) => <JobDayLabel state={state} /> },
            {
              key: 'decision',
              title: t('jobs.decisionTitle'),
              cell: (day) => (
                <>
                  <DecisionLabel decision={day.decision} />
                  {day.reason !== null && <span className="block text-sm">{reasonOf(day)}</span>}
                  {day.decidedBy && (
                    <span className="block text-sm text-solid-gray-800">{day.decidedBy.name ?? day.decidedBy.id}</span>
                  )}
                </>
              ),
            },
            {
              key: 'startedAt',
              title: t('jobs.startedAt'),
              cell: ({ startedAt }) => (
                <span className="whitespace-nowrap">{startedAt === null ? '–' : formats.exactMoment(startedAt)}</span>
              ),
            },
            {
              key: 'endedAt',
              title: t('jobs.endedAt'),
              cell: ({ endedAt }) => (
                <span className="whitespace-nowrap">{endedAt === null ? '–' : formats.exactMoment(endedAt)}</span>
              ),
            },
          ]}
        />
      )}
      {hasNextPage && <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
    </Card>
  );
}
