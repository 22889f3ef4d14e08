import type { DayState, StepState } from '../../domain/operating-day.ts';
import { labelClass } from '../components/label.ts';
import { useWords } from '../components/preferences.tsx';

const [good, bad, moving, resting] = [
  'border-success-2 text-success-2',
  'border-error-2 text-error-2',
  'border-key-900 text-key-900',
  'border-solid-gray-600 text-solid-gray-800',
] as const;
const ofDay: Record<DayState, string> = {
  planned: resting,
  starting: moving,
  open: good,
  stopping: moving,
  daily: moving,
  done: resting,
  halted: bad,
  abandoned: bad,
};
const ofStep: Record<StepState, string> = {
  waiting: resting,
  commanded: moving,
  verified: good,
  failed: bad,
  abandoned: resting,
};

export function DayLabel({ state }: { state: DayState }) {
  const t = useWords();
  return <span className={`${labelClass} ${ofDay[state]}`}>{t(`day.state.${state}`)}</span>;
}

export function StepLabel({ state }: { state: StepState }) {
  const t = useWords();
  return <span className={`${labelClass} ${ofStep[state]}`}>{t(`day.stepState.${state}`)}</span>;
}
