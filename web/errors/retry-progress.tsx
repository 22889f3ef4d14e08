import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ErrorRetry } from '../../contracts/api/error-retries.ts';
import { cancelErrorRetry, errorRetryQuery, isUnderWay } from './retry-calls.ts';
import { errorsKey } from './calls.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Dialog, DialogButtons } from '../components/dialog.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';

/** How the last retry of all entries of a code goes on; nothing where there was none. */
export function RetryProgress({ code }: { code: string }) {
  const t = useWords();
  const { municipality, may } = useHere();
  const { data: retry, error } = useQuery(errorRetryQuery(municipality, code));
  useListAfterwards(retry ?? null);
  if (error) return <ProblemNotice error={error} />;
  if (!retry) return null;
  return (
    <Card title={t('retryAll.progress')} aside={isUnderWay(retry) && may('errors:work') && <CancelRetry code={code} />}>
      <RetryState retry={retry} />
    </Card>
  );
}

/** Leaves the list to be worked with during the retry, and reads it again at its end. */
function useListAfterwards(retry: ErrorRetry | null): void {
  const { municipality } = useHere();
  const client = useQueryClient();
  const wasUnderWay = useRef(false);
  const goesOn = retry !== null && isUnderWay(retry);
  useEffect(() => {
    if (wasUnderWay.current && !goesOn) void client.invalidateQueries({ queryKey: errorsKey(municipality) });
    wasUnderWay.current = goesOn;
  }, [goesOn, client, municipality]);
}

function RetryState({ retry: { state, reason, entries, retried, refused } }: { retry: ErrorRetry }) {
  const t = useWords();
  const formats = useFormats();
  const done = Math.min(entries, retried + refused);
  return (
    <div className="grid gap-2">
      <p role="status">
        <span className="font-bold">{t(`retryAll.state.${state}`)}</span>
        {reason !== null && ` ${t(`retryAll.reason.${reason}`)}`}
      </p>
      <progress value={done} max={Math.max(1, entries)} aria-label={t('retryAll.progress')} className="h-3 w-full" />
      <p className="text-solid-gray-800 tabular-nums">
        {t('retryAll.counts', {
          entries: formats.count(entries),
          retried: formats.count(retried),
          refused: formats.count(refused),
        })}
      </p>
    </div>
  );
}

function CancelRetry({ code }: { code: string }) {
  const t = useWords();
  const { municipality } = useHere();
  const { staffId } = useSession();
  const client = useQueryClient();
  const [asks, setAsks] = useState(false);
  const ending = useMutation({
    mutationFn: () => cancelErrorRetry(municipality, code, staffId),
    onSuccess: (ended) => {
      client.setQueryData(errorRetryQuery(municipality, code).queryKey, ended);
      setAsks(false);
    },
  });
  return (
    <>
      <Button look="secondary" size="small" onClick={() => setAsks(true)}>
        {t('retryAll.cancel')}
      </Button>
      {asks && (
        <Dialog title={t('retryAll.cancel.title')} onClose={() => setAsks(false)}>
          <p>{t('retryAll.cancel.text')}</p>
          {ending.error && <ProblemNotice error={ending.error} />}
          <DialogButtons
            text={t('retryAll.cancel')}
            look="danger"
            busy={ending.isPending}
            onDo={() => ending.mutate()}
            onLeave={() => setAsks(false)}
          />
        </Dialog>
      )}
    </>
  );
}
