import { useWords } from './preferences.tsx';
import { labelClass } from './label.ts';

/** 保護対象: under protection (支援措置). */
export function ProtectedLabel() {
  const t = useWords();
  return (
    <span className={`${labelClass} border-warning-orange-2 text-orange-900`}>
      {t('residents.protected')}
    </span>
  );
}
