import { useWords } from './preferences.tsx';
import { labelClass } from './label.ts';

/** Marks a resident under protection (保護対象, 支援措置). */
export function ProtectedLabel() {
  const t = useWords();
  return <span className={`${labelClass} border-warning-orange-2 text-orange-900`}>{t('residents.protected')}</span>;
}
