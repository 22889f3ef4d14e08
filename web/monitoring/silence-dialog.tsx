import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { tokyoInstantOf } from '../../domain/calendar/civil-date.ts';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { Select, TextArea, TextField } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { useUnsaved } from '../components/unsaved.ts';
import { usePlace } from '../shell/place.tsx';
import { addSilence, silencesQuery, targetsQuery } from './calls.ts';

const toField = 'silence-to';
const messageField = 'silence-message';

/** The browser gives no seconds, and the server wants them. */
const instantOf = (local: string): string => new Date(tokyoInstantOf(local)).toISOString();

/** For how long nobody is told, of what, and why. Times are Japan's. */
export function SilenceDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const t = useWords();
  const { language } = usePreferences();
  const { organisation } = usePlace();
  const client = useQueryClient();
  const targets = useQuery(targetsQuery(organisation)).data?.targets ?? [];
  const [target, setTarget] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [message, setMessage] = useState('');
  const [wrong, setWrong] = useState<{ fieldId: string; text: string }[]>([]);
  const { mayLeave } = useUnsaved(message.trim() !== '');
  const leave = (): void => {
    if (mayLeave()) onClose();
  };
  const adding = useMutation({
    mutationFn: () =>
      addSilence(organisation, {
        target: target === '' ? null : target,
        ...(from !== '' && { from: instantOf(from) }),
        to: instantOf(to),
        message: message.trim(),
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: silencesQuery(organisation).queryKey });
      onDone();
    },
  });
  const errorOf = (fieldId: string): string | undefined => wrong.find((each) => each.fieldId === fieldId)?.text;
  const submit = (): void => {
    const found = [
      ...(to === '' ? [{ fieldId: toField, text: t('silences.to.missing') }] : []),
      ...(message.trim() === '' ? [{ fieldId: messageField, text: t('silences.message.missing') }] : []),
    ];
    setWrong(found);
    if (found.length === 0 && !adding.isPending) adding.mutate();
  };
  return (
    <Dialog title={t('silences.add')} onClose={leave}>
      <Form className="grid gap-5" onSubmit={submit}>
        <ErrorSummary errors={wrong} />
        {adding.error && <ProblemNotice error={adding.error} />}
        <Select
          label={t('silences.about')}
          value={target}
          onChange={({ target: field }) => setTarget(field.value)}
          choices={[
            { value: '', text: t('silences.about.all') },
            ...targets
              .filter((each) => each.organisation === organisation)
              .map((each) => ({ value: each.target, text: language === 'ja' ? each.name : each.nameEn })),
          ]}
        />
        <TextField
          type="datetime-local"
          label={t('silences.from')}
          hint={t('silences.from.hint')}
          value={from}
          onChange={({ target: field }) => setFrom(field.value)}
        />
        <TextField
          id={toField}
          type="datetime-local"
          label={t('silences.to')}
          hint={t('silences.to.hint')}
          error={errorOf(toField)}
          required
          value={to}
          onChange={({ target: field }) => setTo(field.value)}
        />
        <TextArea
          id={messageField}
          label={t('silences.message')}
          hint={t('silences.message.hint')}
          error={errorOf(messageField)}
          required
          rows={3}
          maxLength={400}
          value={message}
          onChange={({ target: field }) => setMessage(field.value)}
        />
        <DialogButtons text={t('silences.add.submit')} busy={adding.isPending} onLeave={leave} />
      </Form>
    </Dialog>
  );
}
