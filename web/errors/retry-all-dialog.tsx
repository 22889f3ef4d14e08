import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ErrorRetry } from '../../contracts/api/error-retries.ts';
import { failureCodes, failures, isAcquisitionFailureCode } from '../../domain/failures.ts';
import { errorRetryQuery, startErrorRetry } from './retry-calls.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Select, TextField } from '../components/fields.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ReasonForm } from '../components/reason-form.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';
import { countsQuery } from '../overview/calls.ts';

export type RetryCode = ErrorRetry['code'];
const codes = failureCodes.filter(isAcquisitionFailureCode);

const rateField = 'retry-rate';
/** The API's limits and its usual rate, lines per second. */
const [leastRate, usualRate, mostRate] = [0.1, 5, 100];

/** Asks which errors to retry, how fast and why. It offers only the kinds that stand in the list now. */
export function RetryAllDialog({
  code,
  onClose,
  onBegun,
}: {
  code: string | undefined;
  onClose: () => void;
  onBegun: (code: RetryCode) => void;
}) {
  const t = useWords();
  const { municipality } = useHere();
  const { data: counts, error } = useQuery(countsQuery(municipality));
  const open = codes.flatMap((each) => {
    const count = counts?.errors[each] ?? 0;
    return count === 0 ? [] : [{ code: each, count }];
  });
  return (
    <Dialog title={t('retryAll.title')} onClose={onClose}>
      <p>{t('retryAll.text')}</p>
      {error && <ProblemNotice error={error} />}
      {!counts && !error && <Skeleton />}
      {counts && open.length > 0 && <Choice open={open} first={code} onClose={onClose} onBegun={onBegun} />}
      {!(counts && open.length > 0) && (
        <>
          {counts && <p className="font-bold">{t('retryAll.none')}</p>}
          <Button look="secondary" className="justify-self-end" onClick={onClose}>
            {t('errors.stay')}
          </Button>
        </>
      )}
    </Dialog>
  );
}

function Choice({
  open,
  first,
  onClose,
  onBegun,
}: {
  open: readonly { code: RetryCode; count: number }[];
  first: string | undefined;
  onClose: () => void;
  onBegun: (code: RetryCode) => void;
}) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { municipality } = useHere();
  const { staffId } = useSession();
  const client = useQueryClient();
  const [chosen, setChosen] = useState(first);
  const code = open.find((each) => each.code === chosen)?.code ?? open[0]?.code;
  const [rate, setRate] = useState(String(usualRate));
  const [wrongRate, setWrongRate] = useState(false);
  const starting = useMutation({
    mutationFn: (asked: { code: RetryCode; reason: string; linesPerSecond: number }) =>
      startErrorRetry(municipality, { ...asked, staffId }),
    onSuccess: (begun) => {
      client.setQueryData(errorRetryQuery(municipality, begun.code).queryKey, begun);
      onBegun(begun.code);
    },
  });
  const submit = (reason: string): void => {
    // Japanese keyboards also type full-width digits.
    const linesPerSecond = Number(rate.normalize('NFKC').trim());
    if (!(linesPerSecond >= leastRate && linesPerSecond <= mostRate)) {
      setWrongRate(true);
      document.getElementById(rateField)?.focus();
    } else if (code !== undefined) {
      starting.mutate({ code, reason, linesPerSecond });
    }
  };
  return (
    <>
      {starting.error && <ProblemNotice error={starting.error} />}
      <ReasonForm submit={t('retryAll.submit')} busy={starting.isPending} onSubmit={submit} onClose={onClose}>
        <Select
          label={t('errors.code')}
          value={code}
          onChange={({ target }) => setChosen(target.value)}
          choices={open.map((each) => ({
            value: each.code,
            text: t('retryAll.choice', { text: failures[each.code][language], count: formats.count(each.count) }),
          }))}
        />
        <TextField
          id={rateField}
          label={t('retryAll.rate')}
          hint={t('retryAll.rate.hint', { least: leastRate, most: mostRate })}
          error={wrongRate ? t('retryAll.rate.wrong', { least: leastRate, most: mostRate }) : undefined}
          required
          inputMode="decimal"
          autoComplete="off"
          value={rate}
          onChange={({ target }) => {
            setRate(target.value);
            setWrongRate(false);
          }}
        />
      </ReasonForm>
    </>
  );
}
