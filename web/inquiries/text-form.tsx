import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type ReactNode } from 'react';
import type { InquiryDetail, InquiryText } from '../../contracts/api/inquiries.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { fieldErrorsOf } from '../components/field-errors.ts';
import { TextArea } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { usePreferences } from '../components/preferences.tsx';
import { useUnsaved } from '../components/unsaved.ts';

interface TextWords {
  title: string;
  label: string;
  hint: string;
  missing: string;
  submit: string;
  done: string;
}

/** A text that is added to an inquiry. It changes nothing of others, so it cannot be in anybody's way. */
export function TextForm({
  fieldId,
  words,
  send,
  onDone,
  children,
}: {
  fieldId: string;
  words: TextWords;
  send: (text: InquiryText) => Promise<InquiryDetail>;
  onDone: (changed: InquiryDetail) => void;
  children?: ReactNode;
}) {
  const { language } = usePreferences();
  const [text, setText] = useState('');
  const [isMissing, setMissing] = useState(false);
  // The same for every try, so that what was received and not confirmed is not written twice.
  const requestKey = useRef(crypto.randomUUID());
  useUnsaved(text.trim() !== '');
  const sending = useMutation({
    mutationFn: () => send({ requestKey: requestKey.current, text: text.trim() }),
    onSuccess: (changed) => {
      requestKey.current = crypto.randomUUID();
      setText('');
      onDone(changed);
    },
  });
  const refused = fieldErrorsOf(sending.error, language)['text'];
  return (
    <Card title={words.title}>
      <Form
        className="grid gap-4"
        onSubmit={() => {
          const missing = text.trim() === '';
          setMissing(missing);
          if (missing) document.getElementById(fieldId)?.focus();
          else if (!sending.isPending) sending.mutate();
        }}
      >
        {sending.error && refused === undefined && <ProblemNotice error={sending.error} />}
        {sending.isSuccess && text === '' && <Notice look="success">{words.done}</Notice>}
        <TextArea
          id={fieldId}
          label={words.label}
          hint={words.hint}
          error={isMissing ? words.missing : refused}
          rows={4}
          maxLength={10_000}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            setMissing(false);
            sending.reset();
          }}
        />
        {children}
        <Button type="submit" look="secondary" className="justify-self-start" busy={sending.isPending}>
          {words.submit}
        </Button>
      </Form>
    </Card>
  );
}
