import type { ErrorEntry } from '../../contracts/api/error-list.ts';
import { Dialog } from '../components/dialog.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import type { ManyAction } from './run-many.ts';

/** Asks once, with a reason, about one action on many chosen entries. */
export function ManyDialog({
  action,
  entries,
  onClose,
  onBegin,
}: {
  action: ManyAction;
  entries: readonly ErrorEntry[];
  onClose: () => void;
  onBegin: (reason: string) => void;
}) {
  const t = useWords();
  const formats = useFormats();
  return (
    <Dialog title={t(`many.${action}.title`, { count: formats.count(entries.length) })} onClose={onClose}>
      <p>{t(`many.${action}.text`)}</p>
      <ReasonForm
        submit={t(`errors.${action}`)}
        look={action === 'cancel' ? 'danger' : 'primary'}
        busy={false}
        onSubmit={onBegin}
        onClose={onClose}
      />
    </Dialog>
  );
}
