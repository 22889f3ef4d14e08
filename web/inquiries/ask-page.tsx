/** Asking the call centre. What is known already is offered while the question is written. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import {
  inquiryKinds,
  inquiryPriorities,
  type InquiryKind,
  type InquiryPriority,
} from '../../domain/inquiries/names.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { fieldErrorsOf } from '../components/field-errors.ts';
import { RadioGroup, Select, TextArea, TextField } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';
import { linkClass } from '../components/link.ts';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { useUnsaved } from '../components/unsaved.ts';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';
import { useSession } from '../shell/session.tsx';
import { attachAll, type Failed } from './attach-all.ts';
import { AttachField } from './attach-field.tsx';
import { FailedFiles } from './failed-files.tsx';
import { ask, inquiriesKey } from './calls.ts';
import { Suggestions } from './suggestions.tsx';

export function AskPage() {
  const t = useWords();
  const { name, organisation } = usePlace();
  return (
    <Guarded right="inquiries:ask">
      <PageHeading title={t('ask.title')} place={name} />
      <p className="print:hidden">
        <Link to="/organisations/$organisation/inquiries" params={{ organisation }} className={linkClass}>
          {t('ask.back')}
        </Link>
      </p>
      <p>{t('ask.intro')}</p>
      <Asking />
    </Guarded>
  );
}

const fields = {
  subject: 'ask-subject',
  text: 'ask-text',
  incident: 'ask-incident',
  errorEntry: 'ask-error-entry',
} as const;
type Field = keyof typeof fields;

interface Draft {
  kind: InquiryKind;
  priority: InquiryPriority;
  subject: string;
  text: string;
  incident: string;
  errorEntry: string;
}
const empty: Draft = { kind: 'operation', priority: 'normal', subject: '', text: '', incident: '', errorEntry: '' };

function Asking() {
  const t = useWords();
  const { language } = usePreferences();
  const { organisation, tier } = usePlace();
  const { staffId } = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(empty);
  const [files, setFiles] = useState<File[]>([]);
  const [wrong, setWrong] = useState<{ fieldId: string; text: string }[]>([]);
  const [helped, setHelped] = useState(false);
  const [left, setLeft] = useState<{ inquiry: number; failed: Failed } | null>(null);
  // The same for every try, so that what was received and not confirmed is not asked twice.
  const requestKey = useRef(crypto.randomUUID());
  const isSent = useRef(false);
  const isWritten = draft.subject.trim() !== '' || draft.text.trim() !== '' || files.length > 0;
  useUnsaved(isWritten && left === null && !isSent.current);

  const asking = useMutation({
    mutationFn: async () => {
      const inquiry = await ask(organisation, {
        requestKey: requestKey.current,
        kind: draft.kind,
        priority: draft.priority,
        subject: draft.subject.trim(),
        text: draft.text.trim(),
        incident: draft.incident.trim() === '' ? null : Number(draft.incident),
        errorEntry: draft.errorEntry.trim() === '' ? null : draft.errorEntry.trim(),
      });
      return { inquiry: inquiry.inquiry, failed: await attachAll(organisation, inquiry, files, staffId) };
    },
    onSuccess: async ({ inquiry, failed }) => {
      void client.invalidateQueries({ queryKey: inquiriesKey(organisation) });
      if (failed) setLeft({ inquiry, failed });
      else await goTo(inquiry);
    },
  });
  const goTo = (inquiry: number): Promise<void> => {
    isSent.current = true;
    return navigate({
      to: '/organisations/$organisation/inquiries/$inquiry',
      params: { organisation, inquiry: String(inquiry) },
      search: { asked: true },
      ignoreBlocker: true,
    });
  };
  const refused = fieldErrorsOf(asking.error, language);
  const isOfField = Object.keys(fields).some((field) => refused[field] !== undefined);
  const errorOf = (field: Field): string | undefined =>
    wrong.find(({ fieldId }) => fieldId === fields[field])?.text ?? refused[field];
  const write = (changed: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...changed }));
    setHelped(false);
    if (asking.error) asking.reset();
  };
  const submit = (): void => {
    const found = [
      ...(draft.subject.trim() === '' ? [{ fieldId: fields.subject, text: t('ask.subject.missing') }] : []),
      ...(draft.text.trim() === '' ? [{ fieldId: fields.text, text: t('ask.text.missing') }] : []),
      ...(/^[0-9]*$/u.test(draft.incident.trim()) ? [] : [{ fieldId: fields.incident, text: t('ask.incident.wrong') }]),
    ];
    setWrong(found);
    if (found.length === 0 && !asking.isPending) asking.mutate();
  };
  if (left) {
    return <FailedFiles inquiry={left.inquiry} failed={left.failed} onDone={() => void goTo(left.inquiry)} />;
  }
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
      <Card title={t('ask.form')}>
        <Form className="grid gap-5" onSubmit={submit}>
          {helped && <Notice look="success">{t('ask.solved')}</Notice>}
          <ErrorSummary errors={wrong} />
          {asking.error && !isOfField && <ProblemNotice error={asking.error} />}
          <RadioGroup
            legend={t('ask.kind')}
            name="kind"
            value={draft.kind}
            onChange={(value) => write({ kind: inquiryKinds.find((each) => each === value) ?? empty.kind })}
            choices={inquiryKinds.map((value) => ({ value, text: t(`inquiry.kind.${value}`) }))}
          />
          <TextField
            id={fields.subject}
            label={t('ask.subject')}
            error={errorOf('subject')}
            required
            maxLength={200}
            autoComplete="off"
            value={draft.subject}
            onChange={({ target }) => write({ subject: target.value })}
          />
          <TextArea
            id={fields.text}
            label={t('ask.text')}
            hint={t('ask.text.hint')}
            error={errorOf('text')}
            required
            rows={8}
            maxLength={10_000}
            value={draft.text}
            onChange={({ target }) => write({ text: target.value })}
          />
          <Select
            label={t('ask.priority')}
            value={draft.priority}
            onChange={({ target: { value } }) =>
              write({ priority: inquiryPriorities.find((each) => each === value) ?? empty.priority })
            }
            choices={inquiryPriorities.map((value) => ({ value, text: t(`inquiry.priority.${value}`) }))}
          />
          <TextField
            id={fields.incident}
            label={t('ask.incident')}
            error={errorOf('incident')}
            inputMode="numeric"
            autoComplete="off"
            value={draft.incident}
            onChange={({ target }) => write({ incident: target.value })}
          />
          {tier === 'municipality' && (
            <TextField
              id={fields.errorEntry}
              label={t('ask.errorEntry')}
              error={errorOf('errorEntry')}
              maxLength={200}
              autoComplete="off"
              value={draft.errorEntry}
              onChange={({ target }) => write({ errorEntry: target.value })}
            />
          )}
          <AttachField files={files} onChange={setFiles} />
          <Button type="submit" className="justify-self-start" busy={asking.isPending}>
            {t('ask.submit')}
          </Button>
        </Form>
      </Card>
      <Suggestions
        typed={`${draft.subject} ${draft.text}`}
        onSolved={() => {
          setDraft(empty);
          setFiles([]);
          setWrong([]);
          setHelped(true);
          document.getElementById(fields.subject)?.focus();
        }}
      />
    </div>
  );
}
