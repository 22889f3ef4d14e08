import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { InquiryDetail } from '../../contracts/api/inquiries.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { fieldErrorsOf } from '../components/field-errors.ts';
import { RadioGroup, Select, TextArea } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { usePlace } from '../shell/place.tsx';
import { rateInquiry } from './calls.ts';

const results = ['yes', 'no'] as const;
const ratings = [5, 4, 3, 2, 1] as const;

/** Whether the answer helped: that closes the inquiry, or takes it up again. */
export function RateCard({
  inquiry: { inquiry },
  onChanged,
}: {
  inquiry: InquiryDetail;
  onChanged: (changed: InquiryDetail, isSolved: boolean) => void;
}) {
  const t = useWords();
  const { language } = usePreferences();
  const { organisation } = usePlace();
  const [solved, setSolved] = useState<(typeof results)[number]>('yes');
  const [satisfaction, setSatisfaction] = useState('');
  const [text, setText] = useState('');
  const rating = useMutation({
    mutationFn: () =>
      rateInquiry(organisation, inquiry, {
        solved: solved === 'yes',
        satisfaction: satisfaction === '' ? null : Number(satisfaction),
        text: text.trim() === '' ? null : text.trim(),
      }),
    onSuccess: (changed) => onChanged(changed, solved === 'yes'),
  });
  const refused = fieldErrorsOf(rating.error, language)['text'];
  return (
    <Card title={t('rate.title')}>
      <p>{t('rate.intro')}</p>
      <Form
        className="grid gap-4"
        onSubmit={() => {
          if (!rating.isPending) rating.mutate();
        }}
      >
        {rating.error && refused === undefined && <ProblemNotice error={rating.error} />}
        <RadioGroup
          legend={t('rate.solved')}
          name="solved"
          value={solved}
          onChange={(value) => setSolved(results.find((each) => each === value) ?? 'yes')}
          choices={results.map((value) => ({ value, text: t(`rate.solved.${value}`) }))}
        />
        <div className="max-w-sm">
          <Select
            label={t('rate.satisfaction')}
            value={satisfaction}
            onChange={({ target }) => setSatisfaction(target.value)}
            choices={[
              { value: '', text: t('rate.satisfaction.none') },
              ...ratings.map((value) => ({ value: String(value), text: t(`rate.satisfaction.${value}`) })),
            ]}
          />
        </div>
        <TextArea
          id="rate-text"
          label={t('rate.text')}
          hint={t('reply.hint')}
          error={refused}
          rows={2}
          maxLength={1_000}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <Button type="submit" className="justify-self-start" busy={rating.isPending}>
          {t('rate.submit')}
        </Button>
      </Form>
    </Card>
  );
}
