import { useState } from 'react';
import { Card } from '../components/card.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { DataTable, More } from '../components/table.tsx';
import type { RolloutDetail } from './calls.ts';
import { DeliveryLabel } from './labels.tsx';
import { errorText, useAge, useNameOf } from './words.ts';

type Row = RolloutDetail['deliveries'][number];

const pageOf = 100;

/** What needs attention first, then what is under way, then what is done. */
const ranks: Record<Row['state'], number> = {
  failed: 0,
  'rolled-back': 1,
  downloading: 2,
  verified: 3,
  pending: 4,
  waiting: 5,
  applied: 6,
};

export function DeliveriesTable({ deliveries }: Pick<RolloutDetail, 'deliveries'>) {
  const t = useWords();
  const formats = useFormats();
  const age = useAge();
  const nameOf = useNameOf();
  const { language } = usePreferences();
  const [most, setMost] = useState(pageOf);
  const rows = deliveries.toSorted(
    (a, b) => ranks[a.state] - ranks[b.state] || a.wave - b.wave || (a.organisation < b.organisation ? -1 : 1),
  );
  return (
    <Card title={t('deliveries.rollout.deliveries')}>
      <DataTable
        caption={t('deliveries.rollout.deliveries')}
        rows={rows.slice(0, most)}
        rowKey={({ organisation }) => organisation}
        empty={t('deliveries.rollout.none')}
        columns={[
          {
            key: 'organisation',
            title: t('deliveries.board.organisation'),
            heading: true,
            cell: (row) => (
              <>
                {nameOf(row)}
                <span className="block text-sm font-normal text-solid-gray-800">{row.organisation}</span>
              </>
            ),
          },
          {
            key: 'wave',
            title: t('deliveries.rollouts.wave'),
            cell: ({ wave }) => (
              <span className="whitespace-nowrap">
                {wave === 0 ? t('deliveries.rollout.canary') : t('deliveries.rollout.waveNo', { no: wave + 1 })}
              </span>
            ),
          },
          {
            key: 'state',
            title: t('deliveries.rollouts.state'),
            cell: ({ state, error }) => (
              <>
                <DeliveryLabel state={state} />
                {error !== null && <span className="block text-sm text-error-2">{errorText(error, language)}</span>}
              </>
            ),
          },
          {
            key: 'bytes',
            title: t('deliveries.rollout.progress'),
            numeric: true,
            cell: ({ bytes }) => <span className="whitespace-nowrap">{bytes === 0 ? '–' : formats.bytes(bytes)}</span>,
          },
          {
            key: 'changed',
            title: t('deliveries.rollout.changed'),
            cell: ({ changedAt }) => <span className="whitespace-nowrap">{age(changedAt)}</span>,
          },
          {
            key: 'seen',
            title: t('deliveries.board.seen'),
            cell: ({ seenAt }) => (
              <span className="whitespace-nowrap">{seenAt === null ? t('deliveries.board.never') : age(seenAt)}</span>
            ),
          },
        ]}
      />
      {rows.length > most && <More busy={false} onMore={() => setMost(most + pageOf)} />}
    </Card>
  );
}
