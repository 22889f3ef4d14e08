import { useState } from 'react';
import type { JobBoard, JobNetOnBoard } from '../../contracts/api/job-board.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Notice } from '../components/notice.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';
import { usePlace } from '../shell/place.tsx';
import { NetActionDialog } from './action-dialog.tsx';
import type { NetAction } from './calls.ts';
import { JobDayLabel, PausedLabel } from './labels.tsx';
import { DayLink, NetLink } from './links.tsx';
import { useServerName } from './servers.ts';
import { useNetTexts } from './words.ts';

/** The nets on one server, in the order of the definition; those of others that run here are named so. */
export function ServerCard({ server, board }: { server: string; board: JobBoard }) {
  const t = useWords();
  const { language } = usePreferences();
  const { organisation, may } = usePlace();
  const nameOf = useServerName(board);
  const textOf = useNetTexts();
  const [asked, setAsked] = useState<{ net: JobNetOnBoard; action: NetAction } | null>(null);
  const [done, setDone] = useState<{ net: JobNetOnBoard; action: NetAction } | null>(null);
  const nets = board.nets.filter((each) => each.server === server);
  const title = nameOf(server);
  const wordOf = ({ name, nameEn }: JobNetOnBoard): string => (language === 'ja' ? name : nameEn);
  const mayRun = may('jobs:run') && nets.some((each) => each.organisation === organisation);
  return (
    <Card title={title}>
      {done && <Notice look="success">{t(`jobs.${done.action}.done`, { net: wordOf(done.net) })}</Notice>}
      <DataTable
        caption={t('jobs.netsOf', { server: title })}
        rows={nets}
        rowKey={({ organisation: owner, net }) => `${owner} ${net}`}
        columns={[
          {
            key: 'net',
            title: t('jobs.net'),
            heading: true,
            cell: (net) => (
              <>
                <span className="whitespace-nowrap">
                  <NetLink of={net}>{wordOf(net)}</NetLink>
                </span>
                <span className="block text-sm font-normal text-solid-gray-800">{textOf(net.definition)}</span>
                {net.organisation !== organisation && (
                  <span className="block text-sm font-normal text-solid-gray-800">
                    {t('jobs.net.of', { organisation: nameOf(net.organisation) })}
                  </span>
                )}
              </>
            ),
          },
          { key: 'now', title: t('jobs.now'), cell: (net) => <Now net={net} /> },
          { key: 'last', title: t('jobs.last'), cell: (net) => <Last net={net} /> },
          { key: 'next', title: t('jobs.next'), cell: (net) => <Next net={net} /> },
          ...(mayRun
            ? [
                {
                  key: 'actions',
                  title: t('jobs.actions'),
                  cell: (net: JobNetOnBoard) => (
                    <Actions net={net} word={wordOf(net)} onAsk={(action) => setAsked({ net, action })} />
                  ),
                },
              ]
            : []),
        ]}
      />
      {asked && (
        <NetActionDialog
          of={asked.net}
          action={asked.action}
          net={wordOf(asked.net)}
          server={title}
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

function Now({ net: { now, paused, organisation, net, server } }: { net: JobNetOnBoard }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <div className="grid justify-items-start gap-1">
      {paused && <PausedLabel />}
      {now && (
        <>
          <JobDayLabel state={now.state} />
          <span className="text-sm whitespace-nowrap">
            <DayLink of={{ organisation, net, server, day: now.day, no: now.no }}>
              {t('jobs.now.progress', {
                day: formats.shortDate(now.day),
                done: formats.count(now.jobsDone),
                count: formats.count(now.jobs),
              })}
            </DayLink>
          </span>
        </>
      )}
      {!now && !paused && <span className="text-solid-gray-800">{t('jobs.now.waits')}</span>}
    </div>
  );
}

function Last({ net: { last } }: { net: JobNetOnBoard }) {
  const formats = useFormats();
  if (!last) return '–';
  return (
    <div className="grid justify-items-start gap-1">
      <JobDayLabel state={last.state} />
      <span className="text-sm whitespace-nowrap">
        <DayLink of={last}>{formats.shortDate(last.day)}</DayLink>
        {last.endedAt !== null && ` ${formats.clock(last.endedAt)}`}
      </span>
    </div>
  );
}

function Next({ net: { next, paused } }: { net: JobNetOnBoard }) {
  const t = useWords();
  const formats = useFormats();
  if (paused) return t('jobs.next.paused');
  if (!next) return t('jobs.next.none');
  return (
    <span className="whitespace-nowrap">
      {formats.shortDate(next.day)} {formats.clock(next.plannedAt)}
    </span>
  );
}

/** Only of the nets of the page's organisation: those of another are ordered there. */
function Actions({
  net: { organisation: owner, paused },
  word,
  onAsk,
}: {
  net: JobNetOnBoard;
  word: string;
  onAsk: (action: NetAction) => void;
}) {
  const t = useWords();
  const { organisation } = usePlace();
  if (owner !== organisation) return '–';
  return (
    <div className="flex flex-wrap gap-2">
      {(['run', paused ? 'resume' : 'pause'] as const).map((action) => (
        <Button
          key={action}
          size="small"
          look="secondary"
          aria-label={t('jobs.action.of', { action: t(`jobs.${action}`), net: word })}
          onClick={() => onAsk(action)}
        >
          {t(`jobs.${action}`)}
        </Button>
      ))}
    </div>
  );
}
