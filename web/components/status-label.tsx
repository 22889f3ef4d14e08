import type { CodeRequestStatus, Stage } from '../../domain/stages.ts';
import { useWords } from './preferences.tsx';
import { labelClass } from './label.ts';

const colours: Record<Stage, string> = {
  AWAITING_PN: 'border-solid-gray-600 text-solid-gray-800',
  HELD: 'border-warning-orange-2 text-orange-900',
  NUMBERED: 'border-key-900 text-key-900',
  SERIAL_REQUESTED: 'border-key-900 text-key-900',
  FILE_REQUESTED: 'border-key-900 text-key-900',
  FILE_RECEIVED: 'border-key-900 text-key-900',
  WAITING_FOR_HOURS: 'border-solid-gray-600 text-solid-gray-800',
  ROUTED: 'border-key-900 text-key-900',
  NEEDS_ATTENTION: 'border-error-2 text-error-2',
  CANCELLED: 'border-solid-gray-600 text-solid-gray-800',
  ACQUIRED: 'border-success-2 text-success-2',
};

export function StatusLabel({ stage }: { stage: Stage }) {
  const t = useWords();
  return <span className={`${labelClass} ${colours[stage]}`}>{t(`stage.${stage}`)}</span>;
}

/** Colours of 未依頼, 依頼中, 依頼済 wherever they are drawn. */
export const statusFills: Record<CodeRequestStatus, string> = {
  NOT_REQUESTED: 'bg-solid-gray-420',
  REQUESTING: 'bg-key-400',
  REQUESTED: 'bg-key-900',
};
