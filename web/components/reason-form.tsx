import { useState, type ReactNode } from 'react';
import { useWords } from '../preferences.tsx';
import { Button } from './button.tsx';
import { TextField } from './fields.tsx';
import { useUnsaved } from './unsaved.ts';

/** An action that the audit log keeps a reason of. Fields of its own stand before the reason. */
export function ReasonForm({
  submit,
  look = 'primary',
  busy,
  children,
  onSubmit,
  onClose,
}: {
  submit: string;
  look?: 'primary' | 'danger';
  busy: boolean;
  children?: ReactNode;
  onSubmit: (reason: string) => void;
  onClose: () => void;
}) {
  const t = useWords();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const { mayLeave } = useUnsaved(reason.trim() !== '');
  return (
    <form
      noValidate
      className="grid gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        const given = reason.trim();
        setMissing(given === '');
        if (given === '') document.getElementById('reason')?.focus();
        else if (!busy) onSubmit(given);
      }}
    >
      {children}
      <TextField
        id="reason"
        label={t('errors.reason')}
        hint={t('errors.reason.hint')}
        error={missing ? t('errors.reason.missing') : undefined}
        required
        maxLength={400}
        autoComplete="off"
        value={reason}
        onChange={({ target }) => {
          setReason(target.value);
          setMissing(false);
        }}
      />
      <div className="flex flex-wrap justify-end gap-3">
        <Button
          look="secondary"
          onClick={() => {
            if (mayLeave()) onClose();
          }}
        >
          {t('errors.stay')}
        </Button>
        <Button type="submit" look={look} busy={busy}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
