import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { errorsKey, setErrorDueDates } from './calls.ts';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { TextField } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';

/** Gives entries a due date, or takes it away. `onDone` gets how many were open and how many were not. */
export function DueDialog({
  failureIds,
  dueOn: before,
  onClose,
  onDone,
}: {
  failureIds: readonly string[];
  /** What there is now; null: none, or not the same for all. */
  dueOn: string | null;
  onClose: () => void;
  onDone: (changed: number, left: number) => void;
}) {
  const t = useWords();
  const formats = useFormats();
  const { municipality } = useHere();
  const { staffId } = useSession();
  const client = useQueryClient();
  const [day, setDay] = useState(before ?? '');
  const setting = useMutation({
    mutationFn: () => setErrorDueDates(municipality, { staffId, failureIds, dueOn: day === '' ? null : day }),
    onSuccess: (changed) => {
      void client.invalidateQueries({ queryKey: errorsKey(municipality) });
      onDone(changed.length, failureIds.length - changed.length);
    },
  });
  return (
    <Dialog title={t('due.title', { count: formats.count(failureIds.length) })} onClose={onClose}>
      {setting.error && <ProblemNotice error={setting.error} />}
      <Form
        onSubmit={() => {
          if (!setting.isPending) setting.mutate();
        }}
      >
        <TextField
          id="due-day"
          type="date"
          label={t('due.day')}
          hint={t('due.hint')}
          value={day}
          onChange={({ target }) => setDay(target.value)}
        />
        <DialogButtons text={t('due.submit')} busy={setting.isPending} onLeave={onClose} />
      </Form>
    </Dialog>
  );
}
