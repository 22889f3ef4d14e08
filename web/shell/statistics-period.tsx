import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { addDays, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import { Form } from '../components/form.tsx';
import { linkClass } from '../components/link.ts';
import { useWords } from '../components/preferences.tsx';
import type { Period } from '../components/search-values.ts';
import { usePlace } from './place.tsx';

/** As the server takes it. */
const longestPeriodDays = 400;
const presets = [1, 7, 30, 365] as const;

type StatisticsAddress =
  '/organisations/$organisation/statistics' | '/organisations/$organisation/inquiries/statistics';

/** The period goes into the address, so that a view can be kept and sent. */
export function StatisticsPeriod({ page, period }: { page: StatisticsAddress; period: Period }) {
  const t = useWords();
  const { organisation } = usePlace();
  const navigate = useNavigate({ from: page });
  const [from, setFrom] = useState(period.from);
  const [to, setTo] = useState(period.to);
  const [asked, setAsked] = useState(!isPossible(period));
  const today = tokyoDateOf(Date.now());
  const wrong =
    asked && !isPossible({ from, to }) ? t('statistics.period.wrong', { days: longestPeriodDays }) : undefined;
  return (
    <>
      <nav aria-label={t('statistics.period')} className="flex flex-wrap gap-x-6 print:hidden">
        {presets.map((days) => {
          const first = addDays(today, 1 - days);
          const isShown = period.from === first && period.to === today;
          return (
            <Link
              key={days}
              to={page}
              params={{ organisation }}
              search={(search) => ({ ...search, from: first, to: today })}
              aria-current={isShown ? 'page' : undefined}
              className={`${linkClass} ${isShown ? 'font-bold' : ''}`}
            >
              {t(`statistics.preset.${days}`)}
            </Link>
          );
        })}
      </nav>
      <Form
        keeps={false}
        role="search"
        aria-label={t('statistics.period')}
        className="flex flex-wrap items-start gap-4 print:hidden"
        onSubmit={() => {
          setAsked(true);
          if (isPossible({ from, to })) void navigate({ search: (search) => ({ ...search, from, to }) });
          else document.getElementById('statistics-to')?.focus();
        }}
      >
        <TextField
          id="statistics-from"
          type="date"
          label={t('statistics.from')}
          required
          value={from}
          onChange={({ target }) => setFrom(target.value)}
        />
        <TextField
          id="statistics-to"
          type="date"
          label={t('statistics.to')}
          error={wrong}
          required
          value={to}
          onChange={({ target }) => setTo(target.value)}
        />
        {/* Aligned with the fields, below their labels. */}
        <Button type="submit" className="mt-8">
          {t('statistics.show')}
        </Button>
      </Form>
    </>
  );
}

export function isPossible({ from, to }: Period): boolean {
  return from !== '' && to !== '' && from <= to && to < addDays(from, longestPeriodDays);
}
