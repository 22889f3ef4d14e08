import { tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { useFormats, useWords } from '../components/preferences.tsx';

/** A due date; of an open entry it says when it is over. */
export function DueText({ dueOn, resolvedAt }: { dueOn: string | null; resolvedAt: string | null }) {
  const t = useWords();
  const formats = useFormats();
  if (dueOn === null) return null;
  const isOver = resolvedAt === null && dueOn < tokyoDateOf(Date.now());
  return (
    <span className="whitespace-nowrap">
      {formats.date(dueOn)}
      {isOver && <span className="block font-bold text-error-2">{t('errors.due.overdue')}</span>}
    </span>
  );
}
