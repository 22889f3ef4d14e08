import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ConfirmationRun } from '../../contracts/api/confirmations.ts';
import {
  confirmationChangesQuery,
  confirmationFileAddress,
  confirmationQuery,
  isUnderWay,
  type ConfirmationPart,
} from './calls.ts';
import { Card } from '../components/card.tsx';
import { CsvLinks } from '../components/csv-links.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { More } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { useHere } from '../shell/municipality.tsx';
import { ResidentLink } from '../shell/resident-link.tsx';
import { FailedTable } from './failed-table.tsx';
import { linkClass } from '../components/link.ts';

export function ConfirmationRunPage() {
  return (
    <Guarded right="confirmations:read">
      <OneRun />
    </Guarded>
  );
}

function OneRun() {
  const t = useWords();
  const formats = useFormats();
  const { municipality, name } = useHere();
  const { runId } = useParams({ from: '/signed-in/$municipality/confirmations/$runId' });
  const { data: run, error } = useQuery(confirmationQuery(municipality, runId));
  return (
    <>
      <p>
        <Link to="/$municipality/confirmations" params={{ municipality }} className={linkClass}>
          {t('confirmations.back')}
        </Link>
      </p>
      <PageHeading
        title={
          run ? t('confirmations.run.title', { time: formats.exactMoment(run.startedAt) }) : t('confirmations.title')
        }
        place={name}
        aside={run && <p className="text-solid-gray-800">{standing(run)}</p>}
      />
      {error && <ProblemNotice error={error} />}
      {!run && !error && <Skeleton lines={6} />}
      {run && (
        <>
          <Figures run={run} />
          <FailedCard run={run} />
          <AcquiredCard run={run} />
        </>
      )}
    </>
  );

  function standing(shown: ConfirmationRun): string {
    if (shown.finishedAt !== null) return `${t('confirmations.finished')}: ${formats.exactMoment(shown.finishedAt)}`;
    return t(isUnderWay(shown) ? 'confirmations.running' : 'confirmations.brokenOff');
  }
}

const figures = ['asked', 'acquired', 'unknown', 'errors', 'overdue'] as const;

function Figures({ run }: { run: ConfirmationRun }) {
  const t = useWords();
  const formats = useFormats();
  const { municipality } = useHere();
  const changed = run.acquired + run.errors + run.overdue;
  return (
    <Card title={t('confirmations.result')}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 md:grid-cols-5">
        {figures.map((what) => (
          <div key={what}>
            <dt className="text-sm text-solid-gray-800">{t(`confirmations.count.${what}`)}</dt>
            <dd className="text-std-24B-150 tabular-nums">{formats.count(run[what])}</dd>
          </div>
        ))}
      </dl>
      {changed > 0 && (
        <div className="grid gap-2">
          <div className="flex flex-wrap items-center gap-3">
            <p className="font-bold">{t('confirmations.file')}</p>
            <CsvLinks addressOf={(encoding) => confirmationFileAddress(municipality, run.runId, encoding)} />
          </div>
          <p className="text-sm text-solid-gray-700">{t('confirmations.file.hint')}</p>
        </div>
      )}
    </Card>
  );
}

function FailedCard({ run }: { run: ConfirmationRun }) {
  const t = useWords();
  const count = run.errors + run.overdue;
  const list = useChanges(run, 'failed', count);
  return (
    <Card title={t('confirmations.failed')}>
      {list.problem}
      {list.changes && (
        <>
          {list.said(t('confirmations.failed.none'))}
          {list.changes.length > 0 && <FailedTable changes={list.changes} />}
          {list.more}
        </>
      )}
    </Card>
  );
}

/** The residents whose codes were found, by their numbers alone. */
function AcquiredCard({ run }: { run: ConfirmationRun }) {
  const t = useWords();
  const list = useChanges(run, 'acquired', run.acquired);
  return (
    <Card title={t('confirmations.acquired')}>
      {list.problem}
      {list.changes && (
        <>
          {list.said(t('confirmations.acquired.none'))}
          {list.changes.length > 0 && (
            <ul className="grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-x-6">
              {list.changes.map(({ integratedAddressNumber }) =>
                integratedAddressNumber === null ? null : (
                  <li key={integratedAddressNumber}>
                    <ResidentLink number={integratedAddressNumber} />
                  </li>
                ),
              )}
            </ul>
          )}
          {list.more}
        </>
      )}
    </Card>
  );
}

/** Reads one part of what a run changed. `count` is how many the run says there are. */
function useChanges(run: ConfirmationRun, part: ConfirmationPart, count: number) {
  const t = useWords();
  const formats = useFormats();
  const { municipality } = useHere();
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...confirmationChangesQuery(municipality, { runId: run.runId, part, count }),
    enabled: count > 0,
    // The shown changes stay while more are fetched.
    placeholderData: (before) => before,
  });
  const shown = count === 0 ? [] : data?.pages.flatMap(({ changes }) => changes);
  const all = formats.count(shown?.length ?? 0);
  return {
    changes: shown,
    problem: error ? <ProblemNotice error={error} /> : shown ? null : <Skeleton />,
    said: (none: string) => (
      <p role="status" className="text-solid-gray-800">
        {count === 0
          ? none
          : shown?.length === 0
            ? t('confirmations.notWritten')
            : t(hasNextPage ? 'confirmations.shown' : 'confirmations.shownAll', { count: all })}
      </p>
    ),
    more: hasNextPage && <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />,
  };
}
