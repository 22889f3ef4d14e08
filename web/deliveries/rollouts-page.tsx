/** All rollouts, the latest first. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Rollout } from '../../contracts/api/deliveries.ts';
import { deliveryStates } from '../../domain/deliveries/names.ts';
import { linkClass } from '../components/link.ts';
import { LiveMark } from '../components/live-mark.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { usePlace } from '../shell/place.tsx';
import { rolloutsQuery } from './calls.ts';
import { RolloutLabel } from './labels.tsx';
import { DeliveriesPart } from './parts.tsx';

export function RolloutsPage() {
  return (
    <DeliveriesPart part="rollouts">
      <AllRollouts />
    </DeliveriesPart>
  );
}

function AllRollouts() {
  const t = useWords();
  const { organisation } = usePlace();
  const { data, error } = useQuery(rolloutsQuery(organisation));
  return (
    <>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <div className="flex flex-wrap items-center justify-between gap-4">
            <h2 className="text-std-20B-150">{t('deliveries.rollouts.list')}</h2>
            <LiveMark live={!error} />
          </div>
          <RolloutTable rollouts={data.rollouts} />
        </>
      )}
    </>
  );
}

function RolloutTable({ rollouts }: { rollouts: readonly Rollout[] }) {
  const t = useWords();
  const formats = useFormats();
  const { organisation } = usePlace();
  return (
    <DataTable
      caption={t('deliveries.rollouts.list')}
      rows={rollouts}
      rowKey={({ rollout }) => rollout}
      empty={t('deliveries.rollouts.none')}
      columns={[
        {
          key: 'what',
          title: t('deliveries.rollouts.what'),
          heading: true,
          cell: ({ rollout, name, version }) => (
            <Link
              to="/organisations/$organisation/deliveries/rollouts/$rollout"
              params={{ organisation, rollout }}
              className={`${linkClass} -my-2`}
            >
              {t('deliveries.named', { name, version })}
            </Link>
          ),
        },
        { key: 'state', title: t('deliveries.rollouts.state'), cell: ({ state }) => <RolloutLabel state={state} /> },
        {
          key: 'wave',
          title: t('deliveries.rollouts.wave'),
          cell: ({ wave, waves }) => (
            <span className="whitespace-nowrap">
              {t('deliveries.rollouts.wave.of', { wave: wave + 1, waves: waves.length })}
            </span>
          ),
        },
        {
          key: 'targets',
          title: t('deliveries.rollouts.targets'),
          cell: ({ counts }) => {
            const all = deliveryStates.reduce((sum, state) => sum + counts[state], 0);
            const applied = counts.applied;
            return (
              <span className="whitespace-nowrap">
                {t('deliveries.rollouts.applied', { applied: formats.count(applied), all: formats.count(all) })}
              </span>
            );
          },
        },
        {
          key: 'applyAfter',
          title: t('deliveries.rollouts.applyAfter'),
          cell: ({ applyAfter }) => <span className="whitespace-nowrap">{formats.moment(applyAfter)}</span>,
        },
        {
          key: 'started',
          title: t('deliveries.rollouts.started'),
          cell: ({ startedAt, startedBy }) => (
            <>
              <span className="whitespace-nowrap">{formats.moment(startedAt)}</span>
              <span className="block text-sm">{startedBy.name ?? startedBy.id}</span>
            </>
          ),
        },
        {
          key: 'ended',
          title: t('deliveries.rollouts.ended'),
          cell: ({ endedAt }) => (
            <span className="whitespace-nowrap">{endedAt === null ? '–' : formats.moment(endedAt)}</span>
          ),
        },
      ]}
    />
  );
}
