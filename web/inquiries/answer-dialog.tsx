/** An answer of the collection: a new one, one that is made out of what was answered, or one that is changed. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Answer, AnswerBody } from '../../contracts/api/answers.ts';
import { inquiryKinds } from '../../domain/inquiries/names.ts';
import { AsStored } from '../components/as-stored.tsx';
import { Button } from '../components/button.tsx';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { fieldErrorsOf } from '../components/field-errors.ts';
import { Select, TextArea, TextField } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { useUnsaved } from '../components/unsaved.ts';
import { usePlace } from '../shell/place.tsx';
import { addAnswer, answersKey, changeAnswer, findAnswerConflict } from './calls.ts';

const titleField = 'answer-title';
const bodyField = 'answer-body';

export function AnswerDialog({
  of,
  changes,
  onClose,
  onDone,
}: {
  /** What the fields begin with. */
  of: AnswerBody;
  /** Which one is changed; a new one without it. */
  changes?: Answer;
  onClose: () => void;
  onDone: (answer: Answer) => void;
}) {
  const t = useWords();
  const { language } = usePreferences();
  const { organisation } = usePlace();
  const client = useQueryClient();
  const [title, setTitle] = useState(of.title);
  const [body, setBody] = useState(of.body);
  const [kind, setKind] = useState(of.kind);
  const [wrong, setWrong] = useState<{ fieldId: string; text: string }[]>([]);
  const [isDone, setDone] = useState(false);
  const { mayLeave } = useUnsaved(!isDone && (title !== of.title || body !== of.body));
  const leave = (): void => {
    if (mayLeave()) onClose();
  };
  const saving = useMutation({
    mutationFn: (version: number | undefined) => {
      const json = { title: title.trim(), body: body.trim(), kind };
      return changes === undefined || version === undefined
        ? addAnswer(organisation, json)
        : changeAnswer(organisation, changes.answer, { ...json, version });
    },
    onSuccess: (answer) => {
      setDone(true);
      void client.invalidateQueries({ queryKey: answersKey(organisation) });
      onDone(answer);
    },
  });
  const conflict = findAnswerConflict(saving.error);
  const refused = fieldErrorsOf(saving.error, language);
  const isOfField = refused['title'] !== undefined || refused['body'] !== undefined;
  const errorOf = (fieldId: string): string | undefined => wrong.find((each) => each.fieldId === fieldId)?.text;
  const submit = (): void => {
    const found = [
      ...(title.trim() === '' ? [{ fieldId: titleField, text: t('answers.form.title.missing') }] : []),
      ...(body.trim() === '' ? [{ fieldId: bodyField, text: t('answers.form.body.missing') }] : []),
    ];
    setWrong(found);
    if (found.length === 0 && !saving.isPending) saving.mutate(changes?.version);
  };
  return (
    <Dialog title={t(changes === undefined ? 'answers.add' : 'answers.change')} onClose={leave}>
      <Form
        className="grid gap-5"
        edits={changes !== undefined}
        about={changes && String(changes.answer)}
        onSubmit={submit}
      >
        <ErrorSummary errors={wrong} />
        {conflict && (
          <Notice look="error" title={t('conflict.title')}>
            <p>{t('answers.conflict.text')}</p>
            <p className="font-bold">{t('conflict.theirs')}</p>
            <div className="rounded-8 border border-solid-gray-300 p-3">
              <p className="font-bold">
                <AsStored text={conflict.title} />
                {conflict.retiredAt !== null && ` (${t('answers.retired')})`}
              </p>
              <AsStored text={conflict.body} className="whitespace-pre-wrap" />
            </div>
            <Button
              look="secondary"
              size="small"
              className="justify-self-start"
              busy={saving.isPending}
              onClick={() => saving.mutate(conflict.version)}
            >
              {t('answers.conflict.send')}
            </Button>
          </Notice>
        )}
        {saving.error && !conflict && !isOfField && <ProblemNotice error={saving.error} />}
        <TextField
          id={titleField}
          label={t('answers.form.title')}
          error={errorOf(titleField) ?? refused['title']}
          required
          maxLength={200}
          autoComplete="off"
          value={title}
          onChange={({ target }) => setTitle(target.value)}
        />
        <TextArea
          id={bodyField}
          label={t('answers.form.body')}
          hint={t('answers.form.body.hint')}
          error={errorOf(bodyField) ?? refused['body']}
          required
          rows={10}
          maxLength={10_000}
          value={body}
          onChange={({ target }) => setBody(target.value)}
        />
        <Select
          label={t('answers.kind')}
          value={kind}
          onChange={({ target: { value } }) => setKind(inquiryKinds.find((each) => each === value) ?? kind)}
          choices={inquiryKinds.map((value) => ({ value, text: t(`inquiry.kind.${value}`) }))}
        />
        <DialogButtons text={t('answers.form.submit')} busy={saving.isPending} onLeave={leave} />
      </Form>
    </Dialog>
  );
}
