import type { DeliveryState, ReleaseState, RolloutState } from '../../domain/deliveries/names.ts';
import { labelClass } from '../components/label.ts';
import { useWords } from '../components/preferences.tsx';

const [good, bad, warning, moving, resting] = [
  'border-success-2 text-success-2',
  'border-error-2 text-error-2',
  'border-warning-orange-2 text-orange-900',
  'border-key-900 text-key-900',
  'border-solid-gray-600 text-solid-gray-800',
] as const;

const ofRelease: Record<ReleaseState, string> = {
  proposed: warning,
  published: good,
  refused: resting,
  withdrawn: bad,
};
const ofRollout: Record<RolloutState, string> = { running: moving, held: bad, done: good, abandoned: resting };
const ofDelivery: Record<DeliveryState, string> = {
  waiting: resting,
  pending: resting,
  downloading: moving,
  verified: moving,
  applied: good,
  'rolled-back': warning,
  failed: bad,
};

export function ReleaseLabel({ state }: { state: ReleaseState }) {
  const t = useWords();
  return <span className={`${labelClass} ${ofRelease[state]}`}>{t(`deliveries.releaseState.${state}`)}</span>;
}

export function RolloutLabel({ state }: { state: RolloutState }) {
  const t = useWords();
  return <span className={`${labelClass} ${ofRollout[state]}`}>{t(`deliveries.rolloutState.${state}`)}</span>;
}

export function DeliveryLabel({ state }: { state: DeliveryState }) {
  const t = useWords();
  return <span className={`${labelClass} ${ofDelivery[state]}`}>{t(`deliveries.state.${state}`)}</span>;
}

/** A version that is not the latest published one. */
export function OlderLabel() {
  const t = useWords();
  return <span className={`${labelClass} ${warning}`}>{t('deliveries.board.older')}</span>;
}

/** Something whose end is near, or over. */
export function EndLabel({ isOver }: { isOver: boolean }) {
  const t = useWords();
  return (
    <span className={`${labelClass} ${isOver ? bad : warning}`}>
      {t(isOver ? 'deliveries.keys.over' : 'deliveries.keys.near')}
    </span>
  );
}
