import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/fields.tsx';
import { useWords } from '../../components/preferences.tsx';
import { Form } from '../../components/form.tsx';
import { useHere } from '../../shell/municipality.tsx';
import type { Period } from '../../components/search-values.ts';

/** The period goes into the address, so that a list can be kept and sent. */
export function PeriodForm({ period }: { period: Period }) {
  const t = useWords();
  const { municipality } = useHere();
  const navigate = useNavigate();
  const [from, setFrom] = useState(period.from);
  const [to, setTo] = useState(period.to);
  const [asked, setAsked] = useState(period.to < period.from);
  const fromError = asked && from === '' ? t('movers.day.missing') : undefined;
  const toError = !asked
    ? undefined
    : to === ''
      ? t('movers.day.missing')
      : from !== '' && to < from
        ? t('movers.to.early')
        : undefined;
  return (
    <Form
      keeps={false}
      role="search"
      aria-label={t('movers.period')}
      className="flex flex-wrap items-start gap-4 print:hidden"
      onSubmit={() => {
        setAsked(true);
        if (from === '') document.getElementById('movers-from')?.focus();
        else if (to < from) document.getElementById('movers-to')?.focus();
        else void navigate({ to: '/$municipality/movers', params: { municipality }, search: { from, to } });
      }}
    >
      <TextField
        id="movers-from"
        type="date"
        label={t('movers.from')}
        error={fromError}
        required
        value={from}
        onChange={({ target }) => setFrom(target.value)}
      />
      <TextField
        id="movers-to"
        type="date"
        label={t('movers.to')}
        error={toError}
        required
        value={to}
        onChange={({ target }) => setTo(target.value)}
      />
      {/* Aligned with the fields, below their labels. */}
      <Button type="submit" className="mt-8">
        {t('movers.show')}
      </Button>
    </Form>
  );
}
