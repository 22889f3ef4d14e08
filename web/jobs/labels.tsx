import type { JobDayDecision, JobDayState, JobState } from '../../domain/jobs/names.ts';
import { labelClass } from '../components/label.ts';
import { useWords } from '../components/preferences.tsx';

const good = 'border-success-2 text-success-2';
const bad = 'border-error-2 text-error-2';
const warning = 'border-warning-orange-2 text-orange-900';
const moving = 'border-key-900 text-key-900';
const resting = 'border-solid-gray-600 text-solid-gray-800';

const ofDay: Record<JobDayState, string> = {
  planned: resting,
  running: moving,
  halted: bad,
  done: good,
  abandoned: warning,
  'not-run': resting,
};
const ofJob: Record<JobState, string> = {
  waiting: resting,
  running: moving,
  retrying: warning,
  done: good,
  failed: bad,
  'not-run': resting,
  abandoned: warning,
};
const ofDecision: Record<JobDayDecision, string> = {
  run: moving,
  asked: moving,
  shift: moving,
  'caught-up': warning,
  skip: resting,
  drop: warning,
};

export function JobDayLabel({ state }: { state: JobDayState }) {
  const t = useWords();
  return <span className={`${labelClass} ${ofDay[state]}`}>{t(`jobs.dayState.${state}`)}</span>;
}

export function JobLabel({ state }: { state: JobState }) {
  const t = useWords();
  return <span className={`${labelClass} ${ofJob[state]}`}>{t(`jobs.state.${state}`)}</span>;
}

export function DecisionLabel({ decision }: { decision: JobDayDecision }) {
  const t = useWords();
  return <span className={`${labelClass} ${ofDecision[decision]}`}>{t(`jobs.decision.${decision}`)}</span>;
}

export function PausedLabel() {
  const t = useWords();
  return <span className={`${labelClass} ${warning}`}>{t('jobs.paused')}</span>;
}
