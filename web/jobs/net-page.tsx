/** One net on one server: its state and orders, the days that are planned with their reasons, and those that were. */
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { JobNetOnBoard } from '../../contracts/api/job-board.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Facts } from '../components/facts.tsx';
import { linkClass } from '../components/link.ts';
import { LiveMark } from '../components/live-mark.tsx';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';
import { NetActionDialog } from './action-dialog.tsx';
import { useJobBoard, useReadAgain, type NetAction, type NetOnServer } from './calls.ts';
import { CalendarCard } from './calendar-card.tsx';
import { HistoryCard } from './history-card.tsx';
import { JobDayLabel, PausedLabel } from './labels.tsx';
import { DayLink } from './links.tsx';
import { PlannedJobs } from './planned-jobs.tsx';
import { useServerName } from './servers.ts';
import { useNetTexts } from './words.ts';

export function JobNetPage() {
  return (
    <Guarded right="jobs:read">
      <Net />
    </Guarded>
  );
}

function Net() {
  const t = useWords();
  const { language } = usePreferences();
  const { organisation } = usePlace();
  const { net, server } = useParams({ from: '/signed-in/organisations/$organisation/jobs/$net/$server' });
  const of: NetOnServer = { organisation, net, server };
  const { board, error, live } = useJobBoard(organisation);
  const nameOf = useServerName(board);
  const found = board?.nets.find(
    (each) => each.organisation === organisation && each.net === net && each.server === server,
  );
  useReadAgain(organisation, board && JSON.stringify([found?.now, found?.last, found?.next]));
  const name = found ? (language === 'ja' ? found.name : found.nameEn) : net;
  return (
    <>
      <PageHeading title={t('jobs.net.title', { net: name })} place={nameOf(server)} aside={<LiveMark live={live} />} />
      <p className="flex flex-wrap items-center gap-x-6">
        <Link to="/organisations/$organisation/jobs" params={{ organisation }} className={linkClass}>
          {t('jobs.back')}
        </Link>
        <span>{t('jobs.net.on', { server: nameOf(server) })}</span>
      </p>
      {error && <ProblemNotice error={error} />}
      {!board && !error && <Skeleton lines={10} />}
      {board && !found && <Notice look="warning">{t('jobs.net.gone')}</Notice>}
      {found && <NowCard net={found} name={name} server={nameOf(server)} />}
      {found && <CalendarCard of={of} />}
      {found && <PlannedJobs net={found.definition} />}
      <HistoryCard of={of} />
    </>
  );
}

function NowCard({ net, name, server }: { net: JobNetOnBoard; name: string; server: string }) {
  const t = useWords();
  const formats = useFormats();
  const textOf = useNetTexts();
  const { may } = usePlace();
  const [asked, setAsked] = useState<NetAction | null>(null);
  const [done, setDone] = useState<NetAction | null>(null);
  const { definition, pause, paused, now, next } = net;
  return (
    <Card
      title={t('jobs.now')}
      aside={
        <span className="flex flex-wrap gap-2">
          {paused && <PausedLabel />}
          {now && <JobDayLabel state={now.state} />}
        </span>
      }
    >
      {done && <Notice look="success">{t(`jobs.${done}.done`, { net: name })}</Notice>}
      {pause && (
        <Notice
          look="warning"
          title={t('jobs.paused.since', { time: formats.moment(pause.at), by: pause.by.name ?? pause.by.id })}
        >
          {pause.reason !== null && <p>{pause.reason}</p>}
        </Notice>
      )}
      {now && (
        <p>
          <DayLink of={now}>
            {t('jobs.now.progress', {
              day: formats.shortDate(now.day),
              done: formats.count(now.jobsDone),
              count: formats.count(now.jobs),
            })}
          </DayLink>
        </p>
      )}
      {may('jobs:run') && (
        <div className="flex flex-wrap gap-3">
          {(['run', paused ? 'resume' : 'pause'] as const).map((action) => (
            <Button
              key={action}
              look={action === 'run' ? 'primary' : 'secondary'}
              onClick={() => {
                setDone(null);
                setAsked(action);
              }}
            >
              {t(`jobs.${action}`)}
            </Button>
          ))}
        </div>
      )}
      <Facts
        facts={[
          { key: 'at', title: t('jobs.fact.at'), value: textOf(definition) },
          {
            key: 'next',
            title: t('jobs.next'),
            value: paused
              ? t('jobs.next.paused')
              : next
                ? `${formats.shortDate(next.day)} ${formats.clock(next.plannedAt)}`
                : t('jobs.next.none'),
          },
          {
            key: 'closedDay',
            title: t('jobs.fact.closedDay'),
            value: t(`jobs.closedDay.${definition.closedDay}`),
          },
          { key: 'catchUp', title: t('jobs.fact.catchUp'), value: t(`jobs.catchUp.${definition.catchUp}`) },
          {
            key: 'limit',
            title: t('jobs.fact.limit'),
            value: t('jobs.minutes', { minutes: formats.count(definition.limitMinutes) }),
          },
        ]}
      />
      {asked && (
        <NetActionDialog
          of={net}
          action={asked}
          net={name}
          server={server}
          onClose={() => setAsked(null)}
          onDone={() => {
            setDone(asked);
            setAsked(null);
          }}
        />
      )}
    </Card>
  );
}
