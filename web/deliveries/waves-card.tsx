import { deliveryStates, type DeliveryState } from '../../domain/deliveries/names.ts';
import { Card } from '../components/card.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import type { RolloutDetail } from './calls.ts';

const fills: Record<DeliveryState, string> = {
  applied: 'bg-success-2',
  verified: 'bg-key-900',
  downloading: 'bg-key-400',
  pending: 'bg-solid-gray-420',
  waiting: 'bg-solid-gray-200',
  'rolled-back': 'bg-orange-900',
  failed: 'bg-error-2',
};
/** What is done first. */
const inOrder = deliveryStates.toSorted((a, b) => rankOf(a) - rankOf(b));
function rankOf(state: DeliveryState): number {
  return Object.keys(fills).indexOf(state);
}

/** The waves with the states of their organisations, as far as the reader sees them. */
export function WavesCard({ rollout: { wave: now, waves, state, deliveries } }: { rollout: RolloutDetail }) {
  const t = useWords();
  const isOver = state === 'done' || state === 'abandoned';
  return (
    <Card title={t('deliveries.rollout.waves')}>
      <ol className="grid gap-4">
        {waves.map(({ share, atLeastMinutes }, wave) => {
          const own = deliveries.filter((each) => each.wave === wave);
          const standing =
            wave < now || (wave === now && state === 'done')
              ? 'deliveries.rollout.waveDone'
              : wave > now || isOver
                ? 'deliveries.rollout.waveNext'
                : 'deliveries.rollout.waveNow';
          return (
            // A wave has no other name than its place.
            // oxlint-disable-next-line react/no-array-index-key -- the list never changes its order
            <li key={wave} aria-current={standing === 'deliveries.rollout.waveNow' ? 'step' : undefined}>
              <p className="flex flex-wrap items-baseline gap-x-4">
                <span className="font-bold">
                  {wave === 0 ? t('deliveries.rollout.canary') : t('deliveries.rollout.waveNo', { no: wave + 1 })}
                </span>
                <span>{t(standing)}</span>
                <span className="text-sm text-solid-gray-800">
                  {t('deliveries.rollout.share', { share })}
                  {wave > 0 && ` / ${t('deliveries.rollout.after', { minutes: atLeastMinutes })}`}
                </span>
              </p>
              <WaveBar states={own.map((each) => each.state)} />
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

/** The words under the bar say what it shows. */
function WaveBar({ states }: { states: readonly DeliveryState[] }) {
  const t = useWords();
  const formats = useFormats();
  if (states.length === 0) return <p className="text-sm text-solid-gray-800">{t('deliveries.rollout.waveNone')}</p>;
  const counted = inOrder
    .map((state) => ({ state, count: states.filter((each) => each === state).length }))
    .filter(({ count }) => count > 0);
  return (
    <>
      <div aria-hidden="true" className="mt-1 flex h-4 overflow-hidden rounded-4">
        {counted.map(({ state, count }) => (
          <div
            key={state}
            data-drawn
            className={fills[state]}
            style={{ width: `${String((count / states.length) * 100)}%` }}
          />
        ))}
      </div>
      <ul className="mt-1 flex flex-wrap gap-x-4 text-sm">
        {counted.map(({ state, count }) => (
          <li key={state} className="flex items-center gap-2">
            <span aria-hidden="true" data-drawn className={`size-3 shrink-0 rounded-4 ${fills[state]}`} />
            {t('deliveries.rollout.count', { state: t(`deliveries.state.${state}`), count: formats.count(count) })}
          </li>
        ))}
      </ul>
    </>
  );
}
