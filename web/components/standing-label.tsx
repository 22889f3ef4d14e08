import type { CheckState, Severity } from '../../domain/monitoring/names.ts';
import type { ServerStanding } from '../../domain/server-standing.ts';
import { labelClass } from './label.ts';
import { useWords } from './preferences.tsx';

const good = 'border-success-2 text-success-2';
const bad = 'border-error-2 text-error-2';
const warning = 'border-warning-orange-2 text-orange-900';
const moving = 'border-key-900 text-key-900';
const resting = 'border-solid-gray-600 text-solid-gray-800';

const ofStanding: Record<ServerStanding, string> = {
  running: good,
  starting: moving,
  stopping: moving,
  stopped: resting,
  'not-answering': bad,
  suppressed: warning,
  unknown: bad,
  'not-watched': resting,
};
const ofCheck: Record<CheckState, string> = { up: good, down: bad, unknown: bad };
const ofSeverity: Record<Severity, string> = { critical: bad, warning, info: resting };

export function StandingLabel({ standing }: { standing: ServerStanding }) {
  const t = useWords();
  return <span className={`${labelClass} ${ofStanding[standing]}`}>{t(`standing.${standing}`)}</span>;
}

export function CheckLabel({ state, suppressed }: { state: CheckState; suppressed: boolean }) {
  const t = useWords();
  if (suppressed) return <StandingLabel standing="suppressed" />;
  return <span className={`${labelClass} ${ofCheck[state]}`}>{t(`check.${state}`)}</span>;
}

export function SeverityLabel({ severity }: { severity: Severity }) {
  const t = useWords();
  return <span className={`${labelClass} ${ofSeverity[severity]}`}>{t(`severity.${severity}`)}</span>;
}
