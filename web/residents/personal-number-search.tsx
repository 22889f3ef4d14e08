import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { FoundResident } from '../../contracts/api/resident-search.ts';
import { rules } from '../../domain/values/checked.ts';
import { checkPersonalNumber } from '../../domain/values/personal-number.ts';
import { findByPersonalNumber } from './calls.ts';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { Form } from '../components/form.tsx';
import { handOver, useHandedOver } from './handed-over.ts';
import { FoundTable } from './found-table.tsx';
import { isReason } from '../components/reason.ts';

const numberField = 'search-personal-number';
const reasonField = 'search-reason';

/** A search of its own, because it needs a right and a reason. The number is forgotten once it was sent. */
export function PersonalNumberSearch() {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { municipality } = useHere();
  const [number, setNumber] = useState('');
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<{ number?: string; reason?: string }>({});
  const [found, setFound] = useState<FoundResident[] | null>(null);
  const finding = useMutation({
    mutationFn: () => findByPersonalNumber(municipality, { personalNumber: normalise(number), reason: reason.trim() }),
    // Neither the number nor the answer outlives this page.
    gcTime: 0,
    onSuccess: ({ residents }) => {
      setFound(residents);
      setNumber('');
      setReason('');
    },
  });
  const details = useRef<HTMLDetailsElement>(null);
  const handedOver = useHandedOver();
  useEffect(() => {
    if (handedOver === null || !details.current) return;
    setNumber(handedOver);
    handOver(null);
    details.current.open = true;
    document.getElementById(reasonField)?.focus();
  }, [handedOver]);
  const submit = (): void => {
    const checked = checkPersonalNumber(normalise(number));
    const problems = {
      ...(!checked.valid && { number: rules[checked.rule][language] }),
      ...(!isReason(reason) && { reason: t('residents.reason.short') }),
    };
    setWrong(problems);
    setFound(null);
    if (problems.number !== undefined) document.getElementById(numberField)?.focus();
    else if (problems.reason !== undefined) document.getElementById(reasonField)?.focus();
    else if (!finding.isPending) finding.mutate();
  };
  return (
    <details ref={details} className="min-w-0 rounded-12 border border-solid-gray-300 p-6">
      <summary className="min-h-11 py-2 font-bold">{t('residents.byPersonalNumber')}</summary>
      <div className="grid gap-4 pt-4">
        <p>{t('residents.byPersonalNumber.text')}</p>
        {finding.error && <ProblemNotice error={finding.error} />}
        <Form
          keeps={false}
          className="grid gap-4"
          onSubmit={() => {
            submit();
          }}
        >
          <div className="grid gap-4 md:grid-cols-2">
            <TextField
              id={numberField}
              secret
              label={t('resident.personalNumber')}
              hint={t('errors.personalNumber.hint')}
              error={wrong.number}
              required
              inputMode="numeric"
              autoComplete="off"
              spellCheck={false}
              maxLength={20}
              value={number}
              onChange={({ target }) => setNumber(target.value)}
            />
            <TextField
              id={reasonField}
              label={t('errors.reason')}
              hint={t('residents.reason.hint')}
              error={wrong.reason}
              required
              autoComplete="off"
              maxLength={400}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          </div>
          <Button type="submit" busy={finding.isPending} className="justify-self-start">
            {t('residents.byPersonalNumber')}
          </Button>
        </Form>
        <p role="status" className="text-solid-gray-800">
          {found && t('residents.shown', { count: formats.count(found.length) })}
        </p>
        {found && <FoundTable residents={found} />}
      </div>
    </details>
  );
}

/** Japanese keyboards type full-width digits. */
function normalise(number: string): string {
  return number.normalize('NFKC').replaceAll(/\s/gu, '');
}
