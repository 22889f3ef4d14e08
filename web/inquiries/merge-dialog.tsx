import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { InquiryDetail } from '../../contracts/api/inquiries.ts';
import { AsStored } from '../components/as-stored.tsx';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { TextField } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';
import { findInquiryConflict, inquiryQuery, mergeInquiry } from './calls.ts';

/** Two about the same become one. What the other one is about is shown before, because it cannot be undone. */
export function MergeDialog({
  inquiry,
  onClose,
  onConflict,
  onDone,
}: {
  inquiry: InquiryDetail;
  onClose: () => void;
  onConflict: (seen: InquiryDetail, current: InquiryDetail) => void;
  onDone: (changed: InquiryDetail) => void;
}) {
  const t = useWords();
  const { language } = usePreferences();
  const { organisation } = usePlace();
  const [typed, setTyped] = useState('');
  const [isMissing, setMissing] = useState(false);
  const into = /^[1-9][0-9]{0,14}$/u.test(typed.trim()) ? Number(typed) : undefined;
  const isPossible = into !== undefined && into !== inquiry.inquiry;
  const other = useQuery({ ...inquiryQuery(organisation, into ?? 0), enabled: isPossible, retry: false });
  const merging = useMutation({
    mutationFn: (number: number) =>
      mergeInquiry(organisation, inquiry.inquiry, { version: inquiry.version, into: number }),
    onSuccess: onDone,
    onError: (error) => {
      const current = findInquiryConflict(error);
      if (current?.inquiry === inquiry.inquiry) onConflict(inquiry, current);
    },
  });
  return (
    <Dialog title={t('work.merge.title')} onClose={onClose}>
      <p>{t('work.merge.text')}</p>
      <Form
        onSubmit={() => {
          setMissing(!isPossible);
          if (isPossible && !merging.isPending) merging.mutate(into);
        }}
      >
        {merging.error && <ProblemNotice error={merging.error} />}
        <TextField
          label={t('work.merge.into')}
          error={isMissing ? t('work.merge.missing') : undefined}
          inputMode="numeric"
          autoComplete="off"
          required
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            setMissing(false);
          }}
        />
        {isPossible && other.error && <ProblemNotice error={other.error} />}
        {isPossible && other.data && (
          <p role="status">
            {t('inquiry.title', { number: other.data.inquiry })} {other.data.organisationName[language]}{' '}
            <AsStored text={other.data.subject} className="font-bold" />
          </p>
        )}
        <DialogButtons text={t('work.merge')} look="danger" busy={merging.isPending} onLeave={onClose} />
      </Form>
    </Dialog>
  );
}
