/** The jobs of one day of a net, as a picture and as a table, while they run and afterwards. */
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { JobDayWithRuns } from '../../contracts/api/jobs.ts';
import type { JobDayState } from '../../domain/jobs/names.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Facts } from '../components/facts.tsx';
import { LiveMark } from '../components/live-mark.tsx';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { NotFoundPage } from '../shell/not-found-page.tsx';
import { usePlace } from '../shell/place.tsx';
import { DayActionDialog } from './action-dialog.tsx';
import { dayQuery, useJobBoard, useReadAgain, type DayAction, type DayOfNet } from './calls.ts';
import { DayGraph } from './day-graph.tsx';
import { DecisionLabel, JobDayLabel } from './labels.tsx';
import { NetLink } from './links.tsx';
import { RunsTable } from './runs-table.tsx';
import { findShownDay } from './search.ts';
import { useServerName } from './servers.ts';
import { useReason } from './words.ts';

const from = '/signed-in/organisations/$organisation/jobs/$net/$server/$day';

export function JobDayPage() {
  const { day: named, ...net } = useParams({ from });
  const { no = 0 } = useSearch({ from });
  const day = findShownDay(named);
  return <Guarded right="jobs:read">{day === undefined ? <NotFoundPage /> : <Day of={{ ...net, day, no }} />}</Guarded>;
}

function Day({ of }: { of: DayOfNet }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { board, live } = useJobBoard(of.organisation);
  const nameOf = useServerName(board);
  const found = board?.nets.find(
    (each) => each.organisation === of.organisation && each.net === of.net && each.server === of.server,
  );
  useReadAgain(of.organisation, board && JSON.stringify([found?.now, found?.last]));
  const { data, error } = useQuery(dayQuery(of));
  const net = found ? (language === 'ja' ? found.name : found.nameEn) : of.net;
  return (
    <>
      <PageHeading
        title={t('jobs.day.title', { net, day: formats.date(of.day) })}
        place={nameOf(of.server)}
        aside={<LiveMark live={live} />}
      />
      <p className="flex flex-wrap items-center gap-x-6">
        <NetLink of={of}>{net}</NetLink>
        <span>{t('jobs.net.on', { server: nameOf(of.server) })}</span>
      </p>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <DayCard day={data} />
          <Card title={t('jobs.jobs')}>
            <DayGraph jobs={data.jobs} />
            <RunsTable day={data} />
          </Card>
        </>
      )}
    </>
  );
}

/** A day that was abandoned may be taken up again. */
function actionsOf(state: JobDayState): readonly DayAction[] {
  if (state === 'halted') return ['resume', 'abandon'];
  return state === 'abandoned' ? ['resume'] : [];
}

function DayCard({ day }: { day: JobDayWithRuns }) {
  const t = useWords();
  const formats = useFormats();
  const { may } = usePlace();
  const reasonOf = useReason();
  const [asked, setAsked] = useState<DayAction | null>(null);
  const [done, setDone] = useState(false);
  const { state, order, decidedBy } = day;
  const possible = may('jobs:run') && order === null ? actionsOf(state) : [];
  return (
    <Card title={t('jobs.day.facts')} aside={<JobDayLabel state={state} />}>
      {state === 'halted' && order === null && <Notice look="error">{t('jobs.day.halted')}</Notice>}
      {order !== null && <Notice look="information">{t(`jobs.day.pending.${order}`)}</Notice>}
      {done && order === null && <Notice look="success">{t('jobs.day.ordered')}</Notice>}
      {possible.length > 0 && (
        <div className="flex flex-wrap gap-3">
          {possible.map((action) => (
            <Button
              key={action}
              look={action === 'resume' ? 'primary' : 'secondary'}
              onClick={() => {
                setDone(false);
                setAsked(action);
              }}
            >
              {t(`jobs.day.${action}`)}
            </Button>
          ))}
        </div>
      )}
      <Facts
        facts={[
          { key: 'decision', title: t('jobs.decisionTitle'), value: <DecisionLabel decision={day.decision} /> },
          { key: 'reason', title: t('jobs.reason'), value: reasonOf(day) },
          { key: 'by', title: t('jobs.by'), value: decidedBy && (decidedBy.name ?? decidedBy.id) },
          { key: 'plannedAt', title: t('jobs.plannedAt'), value: formats.moment(day.plannedAt) },
          {
            key: 'startedAt',
            title: t('jobs.startedAt'),
            value: day.startedAt === null ? null : formats.exactMoment(day.startedAt),
          },
          {
            key: 'endedAt',
            title: t('jobs.endedAt'),
            value: day.endedAt === null ? null : formats.exactMoment(day.endedAt),
          },
          { key: 'version', title: t('jobs.definition.version'), value: formats.count(day.version) },
        ]}
      />
      {asked && (
        <DayActionDialog
          of={day}
          action={asked}
          onClose={() => setAsked(null)}
          onDone={() => {
            setAsked(null);
            setDone(true);
          }}
        />
      )}
    </Card>
  );
}
