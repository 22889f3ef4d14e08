/** Who has what: the versions of each organisation, and what is on its way to it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DeliveryBoard } from '../../contracts/api/deliveries.ts';
import { Card } from '../components/card.tsx';
import { LiveMark } from '../components/live-mark.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { usePlace } from '../shell/place.tsx';
import { BackDialog, type BackOf } from './back-dialog.tsx';
import { BoardTable } from './board-table.tsx';
import { boardQuery } from './calls.ts';
import { DeliveriesPart } from './parts.tsx';
import { isOlder } from './standing.ts';

export function DeliveriesPage() {
  return (
    <DeliveriesPart part="board">
      <BoardOfPlace />
    </DeliveriesPart>
  );
}

function BoardOfPlace() {
  const t = useWords();
  const { organisation } = usePlace();
  const { data, error } = useQuery(boardQuery(organisation));
  const [back, setBack] = useState<BackOf | null>(null);
  const [done, setDone] = useState<{ file: string; version: number } | null>(null);
  return (
    <>
      {error && <ProblemNotice error={error} />}
      {done && <Notice look="success">{t('deliveries.back.done', done)}</Notice>}
      {!data && !error && <Skeleton lines={10} />}
      {data && (
        <>
          <Figures board={data} live={!error} />
          <BoardTable
            board={data}
            onBack={(asked) => {
              setDone(null);
              setBack(asked);
            }}
          />
        </>
      )}
      {back && (
        <BackDialog
          {...back}
          onClose={() => setBack(null)}
          onDone={({ name, version }) => {
            setBack(null);
            setDone({ file: name, version });
          }}
        />
      )}
    </>
  );
}

function Figures({ board, live }: { board: DeliveryBoard; live: boolean }) {
  const t = useWords();
  const formats = useFormats();
  const { targets } = board;
  const countOf = (isCounted: (target: DeliveryBoard['targets'][number]) => boolean): number =>
    targets.filter(isCounted).length;
  const failed = countOf(({ open }) => open.some(({ state }) => state === 'failed'));
  const figures = [
    {
      key: 'upToDate',
      value: countOf((target) => !isOlder(target, board.files)),
      text: t('deliveries.board.upToDate.of', { all: formats.count(targets.length) }),
      isTrouble: false,
    },
    {
      key: 'open',
      value: countOf(({ open }) => open.some(({ state }) => state !== 'failed')),
      text: t('deliveries.board.open.text'),
      isTrouble: false,
    },
    { key: 'failed', value: failed, text: t('deliveries.board.failed.text'), isTrouble: failed > 0 },
  ] as const;
  return (
    <Card title={t('deliveries.board.figures')} aside={<LiveMark live={live} />}>
      <dl className="grid gap-4 sm:grid-cols-3">
        {figures.map(({ key, value, text, isTrouble }) => (
          <div key={key} className="grid content-start">
            <dt className="font-bold">{t(`deliveries.board.${key}`)}</dt>
            <dd>
              <span className={`block text-std-32B-150 tabular-nums ${isTrouble ? 'text-error-2' : ''}`}>
                {formats.count(value)}
              </span>
              <span className="text-sm text-solid-gray-800">{text}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
