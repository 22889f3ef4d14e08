import { Button } from '../components/button.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import type { ManyAction } from './run-many.ts';

/** What can be done to the chosen entries. It stays in sight while the list is scrolled. */
export function ChosenBar({
  count,
  onAssign,
  onDue,
  onAct,
  onClear,
}: {
  count: number;
  onAssign: () => void;
  onDue: () => void;
  onAct: (action: ManyAction) => void;
  onClear: () => void;
}) {
  const t = useWords();
  const formats = useFormats();
  return (
    <div
      role="group"
      aria-label={t('errors.chosen.bar')}
      className="sticky top-0 z-10 flex flex-wrap items-center gap-3 rounded-8 border-2 border-key-900 bg-white p-3"
    >
      <p role="status" className="mr-auto font-bold">
        {t('errors.chosen', { count: formats.count(count) })}
      </p>
      <Button look="secondary" size="small" onClick={onAssign}>
        {t('errors.chosen.assign')}
      </Button>
      <Button look="secondary" size="small" onClick={onDue}>
        {t('errors.chosen.due')}
      </Button>
      {(['retry', 'cancel'] as const).map((action) => (
        <Button key={action} look="secondary" size="small" onClick={() => onAct(action)}>
          {t(`errors.chosen.${action}`)}
        </Button>
      ))}
      <Button look="quiet" size="small" onClick={onClear}>
        {t('errors.chosen.clear')}
      </Button>
    </div>
  );
}
