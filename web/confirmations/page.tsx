import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { confirmationsQuery, latestOf, startConfirmation } from './calls.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { More } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { useHere } from '../shell/municipality.tsx';
import { RunTable } from './run-table.tsx';
import { linkClass } from '../components/link.ts';

export function ConfirmationsPage() {
  const t = useWords();
  const { name } = useHere();
  return (
    <Guarded right="confirmations:read">
      <PageHeading title={t('confirmations.title')} place={name} />
      <p>{t('confirmations.intro')}</p>
      <Runs />
      <Meaning />
    </Guarded>
  );
}

/** A new run shows up within this time, or waits for one that is under way, which is followed anyway. */
const awaitedMs = 30_000;

function Runs() {
  const t = useWords();
  const { municipality, may } = useHere();
  const [after, setAfter] = useState<string | null>();
  const list = useInfiniteQuery(confirmationsQuery(municipality, { after }));
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const runs = data?.pages.flatMap((page) => page.runs);
  const starting = useMutation({
    mutationFn: () => startConfirmation(municipality),
    onSuccess: () => setAfter(latestOf(runs ?? [])),
  });
  useEffect(() => {
    if (after === undefined) return undefined;
    const waiting = setTimeout(() => setAfter(undefined), awaitedMs);
    return () => clearTimeout(waiting);
  }, [after]);
  return (
    <>
      {starting.error && <ProblemNotice error={starting.error} />}
      {starting.isSuccess && <Notice look="success">{t('confirmations.asked')}</Notice>}
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h2 className="text-std-20B-150">{t('confirmations.list')}</h2>
        {may('confirmations:run') && (
          <Button busy={starting.isPending} onClick={() => starting.mutate()}>
            {t('confirmations.run')}
          </Button>
        )}
      </div>
      {error && <ProblemNotice error={error} />}
      {!runs && !error && <Skeleton lines={6} />}
      {runs && <RunTable runs={runs} />}
      {hasNextPage && <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
    </>
  );
}

const results = ['acquired', 'unknown', 'errors', 'overdue'] as const;

function Meaning() {
  const t = useWords();
  const { municipality, may } = useHere();
  return (
    <Card
      title={t('confirmations.meaning')}
      aside={
        may('errors:read') && (
          <Link to="/$municipality/errors" params={{ municipality }} className={linkClass}>
            {t('confirmations.toErrors')}
          </Link>
        )
      }
    >
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[max-content_1fr]">
        {results.map((result) => (
          <div key={result} className="grid sm:contents">
            <dt className="font-bold">{t(`confirmations.count.${result}`)}</dt>
            <dd>{t(`confirmations.meaning.${result}`)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
