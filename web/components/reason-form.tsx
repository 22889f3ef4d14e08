import { useState, type ReactNode } from 'react';
import { rules } from '../../domain/values/checked.ts';
import { hasPersonalNumber } from '../../domain/values/personal-number.ts';
import { usePreferences, useWords } from './preferences.tsx';
import { TextField } from './fields.tsx';
import { useUnsaved } from './unsaved.ts';
import { Form } from './form.tsx';
import { DialogButtons } from './dialog.tsx';

/**
 * Asks for the reason that the audit log keeps for an action. The action's own fields are the children. `check` says
 * what is wrong with a reason.
 */
export function ReasonForm({
  submit,
  look = 'primary',
  busy,
  hint,
  check = () => undefined,
  edits = false,
  about,
  children,
  onSubmit,
  onClose,
}: {
  submit: string;
  look?: 'primary' | 'danger';
  busy: boolean;
  /** Replaces the usual hint that the reason is kept. */
  hint?: string;
  check?: (reason: string) => string | undefined;
  /** As of a form. */
  edits?: boolean;
  about?: string | undefined;
  children?: ReactNode;
  onSubmit: (reason: string) => void;
  onClose: () => void;
}) {
  const t = useWords();
  const { language } = usePreferences();
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<string>();
  const { mayLeave } = useUnsaved(reason.trim() !== '');
  return (
    <Form
      edits={edits}
      about={about}
      onSubmit={() => {
        const given = reason.trim();
        const found =
          given === ''
            ? t('errors.reason.missing')
            : hasPersonalNumber(given)
              ? rules.PERSONAL_NUMBER_INSIDE[language]
              : check(given);
        setWrong(found);
        if (found !== undefined) document.getElementById('reason')?.focus();
        else if (!busy) onSubmit(given);
      }}
    >
      {children}
      <TextField
        id="reason"
        label={t('errors.reason')}
        hint={hint ?? t('errors.reason.hint')}
        error={wrong}
        required
        maxLength={400}
        autoComplete="off"
        value={reason}
        onChange={({ target }) => {
          setReason(target.value);
          setWrong(undefined);
        }}
      />
      <DialogButtons
        text={submit}
        look={look}
        busy={busy}
        onLeave={() => {
          if (mayLeave()) onClose();
        }}
      />
    </Form>
  );
}
