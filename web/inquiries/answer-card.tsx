/** Answering, with the collection and past inquiries at hand. */
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { InquiryDetail } from '../../contracts/api/inquiries.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { fieldErrorsOf } from '../components/field-errors.ts';
import { RadioGroup, TextArea } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { useUnsaved } from '../components/unsaved.ts';
import { usePlace } from '../shell/place.tsx';
import { useSession } from '../shell/session.tsx';
import { AnswerFinder, type Inserted } from './answer-finder.tsx';
import { attachAll, type Failed } from './attach-all.ts';
import { AttachField } from './attach-field.tsx';
import { answerInquiry, findInquiryConflict } from './calls.ts';
import { ConflictNotice, Theirs } from './conflict.tsx';
import { FailedFiles } from './failed-files.tsx';

const fieldId = 'answer-text';
const statuses = ['answered', 'waiting'] as const;

export function AnswerCard({
  inquiry,
  onChanged,
}: {
  inquiry: InquiryDetail;
  onChanged: (changed: InquiryDetail) => void;
}) {
  const t = useWords();
  const { language } = usePreferences();
  const { organisation } = usePlace();
  const { staffId } = useSession();
  const [text, setText] = useState('');
  const [used, setUsed] = useState<Inserted[]>([]);
  const [files, setFiles] = useState<File[]>([]);
  const [status, setStatus] = useState<(typeof statuses)[number]>('answered');
  const [isMissing, setMissing] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const [failed, setFailed] = useState<Failed | null>(null);
  // The answer is to what the writer has seen, and not to what came in while they wrote.
  const [begunAt, setBegunAt] = useState(inquiry);
  const isWritten = text.trim() !== '';
  const seen = isWritten ? begunAt : inquiry;
  const requestKey = useRef(crypto.randomUUID());
  useUnsaved(isWritten || files.length > 0);

  const sending = useMutation({
    mutationFn: async (version: number) => {
      const changed = await answerInquiry(organisation, inquiry.inquiry, {
        requestKey: requestKey.current,
        version,
        text: text.trim(),
        answers: used.map(({ answer }) => answer),
        status,
      });
      return { changed, failed: await attachAll(organisation, changed, files, staffId) };
    },
    onSuccess: ({ changed, failed: left }) => {
      requestKey.current = crypto.randomUUID();
      onChanged(changed);
      setFailed(left);
      setText('');
      setUsed([]);
      setFiles([]);
      setStatus('answered');
      setSaid(t('answering.sent'));
    },
    onError: (error) => {
      const current = findInquiryConflict(error);
      if (current) onChanged(current);
    },
  });
  const conflict = findInquiryConflict(sending.error);
  const refused = fieldErrorsOf(sending.error, language)['text'];
  const write = (next: string): void => {
    if (!isWritten) setBegunAt(inquiry);
    setText(next);
    setMissing(false);
    setSaid(null);
  };
  const insert = (chosen: Inserted): void => {
    const field = document.getElementById(fieldId);
    const at = field instanceof HTMLTextAreaElement ? field.selectionStart : text.length;
    const [before, after] = [text.slice(0, at), text.slice(at)];
    write(`${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${chosen.body}${after}`);
    if (!used.some(({ answer }) => answer === chosen.answer)) setUsed([...used, chosen]);
    setSaid(t('answering.inserted', { title: chosen.title }));
    field?.focus();
  };
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[3fr_2fr]">
      <Card title={t('answering.title')}>
        {said !== null && <Notice look="success">{said}</Notice>}
        {failed && <FailedFiles inquiry={inquiry.inquiry} failed={failed} onDone={() => setFailed(null)} />}
        {conflict && (
          <ConflictNotice
            seen={begunAt}
            current={conflict}
            written={text}
            busy={sending.isPending}
            onSend={() => sending.mutate(conflict.version)}
            onEdit={() => {
              setBegunAt(conflict);
              sending.reset();
              document.getElementById(fieldId)?.focus();
            }}
          />
        )}
        {!conflict && isWritten && begunAt.version !== inquiry.version && (
          <Notice look="warning" title={t('conflict.meanwhile')}>
            <Theirs seen={begunAt} current={inquiry} />
            <Button look="secondary" size="small" className="justify-self-start" onClick={() => setBegunAt(inquiry)}>
              {t('conflict.understood')}
            </Button>
          </Notice>
        )}
        <Form
          className="grid gap-4"
          onSubmit={() => {
            setMissing(!isWritten);
            if (!isWritten) document.getElementById(fieldId)?.focus();
            else if (!sending.isPending) sending.mutate(seen.version);
          }}
        >
          {sending.error && !conflict && refused === undefined && <ProblemNotice error={sending.error} />}
          <TextArea
            id={fieldId}
            label={t('answering.text')}
            hint={t('answering.hint')}
            error={isMissing ? t('answering.missing') : refused}
            rows={8}
            maxLength={10_000}
            value={text}
            onChange={({ target }) => {
              write(target.value);
              if (sending.error) sending.reset();
            }}
          />
          {used.length > 0 && (
            <ul aria-label={t('answering.used')} className="flex flex-wrap items-center gap-x-4">
              <li aria-hidden="true" className="text-sm">
                {t('answering.used')}:
              </li>
              {used.map(({ answer, title }) => (
                <li key={answer} className="flex flex-wrap items-center gap-x-1">
                  {title}
                  <Button
                    look="quiet"
                    size="small"
                    aria-label={t('answering.unuse', { title })}
                    onClick={() => setUsed(used.filter((each) => each.answer !== answer))}
                  >
                    {t('attach.remove')}
                  </Button>
                </li>
              ))}
            </ul>
          )}
          <AttachField files={files} onChange={setFiles} />
          <RadioGroup
            legend={t('answering.status')}
            name="answered-status"
            value={status}
            onChange={(value) => setStatus(statuses.find((each) => each === value) ?? 'answered')}
            choices={statuses.map((value) => ({ value, text: t(`answering.status.${value}`) }))}
          />
          <Button type="submit" className="justify-self-start" busy={sending.isPending}>
            {t('answering.submit')}
          </Button>
        </Form>
      </Card>
      <AnswerFinder inquiry={inquiry} onInsert={insert} />
    </div>
  );
}
