/** The error list: what waits for staff, and what they can do about it. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { ErrorEntry } from '../../../contracts/api/error-list.ts';
import { failureCodes, failures, isAcquisitionFailureCode } from '../../../domain/failures.ts';
import { stages } from '../../../domain/stages.ts';
import { errorsQuery, type ErrorAction, type ErrorFilter } from '../../api/errors.ts';
import { Button } from '../../components/button.tsx';
import { Select } from '../../components/fields.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageHeading } from '../../components/page.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { DataTable, More } from '../../components/table.tsx';
import { Skeleton } from '../../components/waiting.tsx';
import { useFormats, usePreferences, useWords } from '../../preferences.tsx';
import { Guarded } from '../../shell/guarded.tsx';
import { useHere } from '../../shell/municipality.tsx';
import { ResidentLink } from '../../shell/resident-link.tsx';
import { ActionDialog } from './action-dialog.tsx';
import { RetryAll } from './retry-all.tsx';
import { RetryProgress } from './retry-progress.tsx';

export function ErrorsPage() {
  const t = useWords();
  const { name } = useHere();
  return (
    <Guarded right="errors:read">
      <PageHeading title={t('errors.title')} place={name} />
      <p>{t('errors.intro')}</p>
      <Entries />
    </Guarded>
  );
}

function Entries() {
  const t = useWords();
  const formats = useFormats();
  const { municipality, may } = useHere();
  const search = useSearch({ from: '/signed-in/$municipality/errors' });
  const filter: ErrorFilter = { state: 'open', order: 'oldest', ...search };
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(
    errorsQuery(municipality, filter),
  );
  const [chosen, setChosen] = useState<{ entry: ErrorEntry; action: ErrorAction } | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <>
      <Filter filter={filter} />
      {may('errors:work') && <RetryAll code={filter.code} />}
      {filter.code !== undefined && <RetryProgress key={filter.code} code={filter.code} />}
      {done !== null && <Notice look="success">{done}</Notice>}
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <p role="status" className="text-solid-gray-800">
            {t('errors.shown', { count: formats.count(entries.length) })}
          </p>
          <EntryTable
            entries={entries}
            onAct={(entry, action) => {
              setDone(null);
              setChosen({ entry, action });
            }}
          />
          {hasNextPage && <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
        </>
      )}
      {chosen && (
        <ActionDialog
          {...chosen}
          onClose={() => setChosen(null)}
          onDone={() => {
            const number = chosen.entry.integratedAddressNumber ?? t('errors.unnumbered');
            setDone(t(`errors.done.${chosen.action}`, { number }));
            setChosen(null);
          }}
        />
      )}
    </>
  );
}

function Filter({ filter }: { filter: ErrorFilter }) {
  const t = useWords();
  const { language } = usePreferences();
  const { municipality } = useHere();
  const navigate = useNavigate();
  const choose = (changed: Record<string, string>): void =>
    void navigate({
      to: '/$municipality/errors',
      params: { municipality },
      // What is no filter any more is taken out of the address by the route.
      search: { ...filter, ...changed },
      replace: true,
    });
  const codes = failureCodes.filter(isAcquisitionFailureCode);
  return (
    <div role="search" aria-label={t('errors.filter')} className="grid gap-4 md:grid-cols-[2fr_1fr_1fr]">
      <Select
        label={t('errors.code')}
        value={filter.code ?? ''}
        onChange={({ target }) => choose({ code: target.value })}
        choices={[
          { value: '', text: t('errors.allCodes') },
          ...codes.map((code) => ({ value: code, text: failures[code][language] })),
        ]}
      />
      <Select
        label={t('errors.stage')}
        value={filter.stage ?? ''}
        onChange={({ target }) => choose({ stage: target.value })}
        choices={[
          { value: '', text: t('errors.allStages') },
          ...stages.map((stage) => ({ value: stage, text: t(`stage.${stage}`) })),
        ]}
      />
      <Select
        label={t('errors.state')}
        value={filter.state}
        onChange={({ target }) => choose({ state: target.value })}
        choices={(['open', 'resolved', 'all'] as const).map((value) => ({ value, text: t(`errors.state.${value}`) }))}
      />
    </div>
  );
}

function EntryTable({
  entries,
  onAct,
}: {
  entries: readonly ErrorEntry[];
  onAct: (entry: ErrorEntry, action: ErrorAction) => void;
}) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { may } = useHere();
  const numberOf = ({ integratedAddressNumber }: ErrorEntry): string =>
    integratedAddressNumber ?? t('errors.unnumbered');
  return (
    <DataTable
      caption={t('errors.title')}
      rows={entries}
      rowKey={({ failureId }) => failureId}
      empty={t('errors.empty')}
      columns={[
        {
          key: 'since',
          title: t('errors.since'),
          cell: ({ firstSeenAt }) => <span className="whitespace-nowrap">{formats.moment(firstSeenAt)}</span>,
        },
        {
          key: 'number',
          title: t('errors.number'),
          cell: ({ integratedAddressNumber }) =>
            integratedAddressNumber === null ? (
              t('errors.unnumbered')
            ) : (
              <ResidentLink number={integratedAddressNumber} />
            ),
        },
        {
          key: 'error',
          title: t('errors.error'),
          cell: ({ text, code, reason, owner }) => (
            <div className="min-w-56">
              <p>{text[language]}</p>
              <p className="text-sm text-solid-gray-700">
                <span className="break-all">
                  {code}
                  {reason !== null && ` (${reason})`}
                </span>{' '}
                {t(`errors.owner.${owner}`)}
              </p>
            </div>
          ),
        },
        {
          key: 'stage',
          title: t('errors.stage'),
          cell: ({ stage, attempt }) => (
            <>
              {stage !== null && <StatusLabel stage={stage} />}
              <span className="block text-sm whitespace-nowrap text-solid-gray-700">
                {t('errors.attempt', { attempt })}
              </span>
            </>
          ),
        },
        {
          key: 'actions',
          title: t('errors.actions'),
          cell: (entry) =>
            entry.resolvedAt !== null && entry.resolution !== null
              ? t('errors.resolvedAt', {
                  time: formats.moment(entry.resolvedAt),
                  resolution: t(`errors.resolution.${entry.resolution}`),
                })
              : may('errors:work') && (
                  <div className="flex gap-2">
                    {(['retry', 'correct', 'cancel'] as const).map((action) => (
                      <Button
                        key={action}
                        look="secondary"
                        size="small"
                        aria-label={t('errors.actOn', { action: t(`errors.${action}`), number: numberOf(entry) })}
                        onClick={() => onAct(entry, action)}
                      >
                        {t(`errors.${action}`)}
                      </Button>
                    ))}
                  </div>
                ),
        },
      ]}
    />
  );
}
