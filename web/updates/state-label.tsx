import type { ProposedUpdate } from '../../contracts/api/proposed-updates.ts';
import { useWords } from '../components/preferences.tsx';
import { labelClass } from '../components/label.ts';

const colours: Record<ProposedUpdate['state'], string> = {
  open: 'border-warning-orange-2 text-orange-900',
  approved: 'border-success-2 text-success-2',
  rejected: 'border-error-2 text-error-2',
  withdrawn: 'border-solid-gray-600 text-solid-gray-800',
};

export function StateLabel({ state }: { state: ProposedUpdate['state'] }) {
  const t = useWords();
  return <span className={`${labelClass} ${colours[state]}`}>{t(`approval.state.${state}`)}</span>;
}
