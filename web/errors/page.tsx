import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { ErrorEntry } from '../../contracts/api/error-list.ts';
import { errorsFileAddress, errorsQuery, isNarrowed, wholeList, type ErrorAction, type ErrorFilter } from './calls.ts';
import { CsvLinks } from '../components/csv-links.tsx';
import { Notice } from '../components/notice.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Menu } from '../components/menu.tsx';
import { More } from '../components/table.tsx';
import { TableViewMenu, useTableView } from '../components/table-view.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';
import { ActionDialog } from './action-dialog.tsx';
import { AssignDialog } from './assign-dialog.tsx';
import { ChosenBar } from './chosen-bar.tsx';
import { DueDialog } from './due-dialog.tsx';
import { namesColumn, useEntryColumns } from './entry-columns.tsx';
import { EntryTable, type Chosen } from './entry-table.tsx';
import { Filter } from './filter.tsx';
import { ManyProgress } from './many-progress.tsx';
import { RetryAll } from './retry-all-button.tsx';
import { RetryProgress } from './retry-progress.tsx';
import { isUnderWay, useRunMany, type ManyAction } from './run-many.ts';
import { Conditions } from './quick-filters.tsx';
import { ViewBar } from './view-bar.tsx';
import { ManyDialog } from './many-dialog.tsx';

export function ErrorsPage() {
  const t = useWords();
  const { name, may } = useHere();
  const { view, ...search } = useSearch({ from: '/signed-in/$municipality/errors' });
  const filter: ErrorFilter = { ...wholeList, ...search };
  return (
    <Guarded right="errors:read">
      <PageHeading
        title={t('errors.title')}
        place={name}
        aside={may('errors:work') && <RetryAll code={filter.code} />}
      />
      <Filter key={view} filter={filter}>
        <ViewBar filter={filter} view={view} />
      </Filter>
      {filter.code !== undefined && <RetryProgress key={filter.code} code={filter.code} />}
      <Entries filter={filter} />
    </Guarded>
  );
}

type OpenDialog =
  | { what: 'one'; entry: ErrorEntry; action: ErrorAction }
  | { what: 'many'; action: ManyAction }
  | { what: 'assign' }
  | { what: 'due' };

function Entries({ filter }: { filter: ErrorFilter }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { municipality } = useHere();
  const { staffId } = useSession();
  const navigate = useNavigate();
  const ask = (next: OpenDialog): void => {
    setDone(null);
    setAsked(next);
  };
  const view = useTableView(
    'errors',
    useEntryColumns({
      filter,
      onOrder: () =>
        void navigate({
          to: '/$municipality/errors',
          params: { municipality },
          search: { ...filter, order: filter.order === 'oldest' ? 'newest' : 'oldest' },
          replace: true,
        }),
      onAct: (entry, action) => ask({ what: 'one', entry, action }),
    }),
    { dense: true },
  );
  const names = view.columns.some(({ key }) => key === namesColumn);
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(
    errorsQuery(municipality, filter, { names }),
  );
  const [chosen, setChosen] = useState<Chosen>({});
  const [asked, setAsked] = useState<OpenDialog | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const run = useRunMany(municipality);
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  // Entries that have left the list or were filtered out are no longer chosen.
  const chosenEntries = entries.filter(
    ({ failureId, resolvedAt }) => resolvedAt === null && chosen[failureId] === true,
  );
  const close = (): void => setAsked(null);
  const isBusy = run.many !== null && isUnderWay(run.many);
  return (
    <>
      {run.many && <ManyProgress many={run.many} run={run} />}
      {done !== null && <Notice look="success">{done}</Notice>}
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <div className="flex flex-wrap items-center gap-3">
            <p role="status" className="text-solid-gray-800">
              {t(hasNextPage ? 'errors.shownMore' : 'errors.shown', { count: formats.count(entries.length) })}
            </p>
            <div className="mr-auto">
              <Conditions filter={filter} />
            </div>
            {entries.length > 0 && (
              <Menu text={t('errors.file')}>
                <CsvLinks addressOf={(encoding) => errorsFileAddress(municipality, filter, { encoding, language })} />
              </Menu>
            )}
            <TableViewMenu view={view} />
          </div>
          {chosenEntries.length > 0 && !isBusy && (
            <ChosenBar
              count={chosenEntries.length}
              onAssign={() => ask({ what: 'assign' })}
              onDue={() => ask({ what: 'due' })}
              onAct={(action) => ask({ what: 'many', action })}
              onClear={() => setChosen({})}
            />
          )}
          <EntryTable
            entries={entries}
            columns={view.columns}
            dense={view.dense}
            isNarrowed={isNarrowed(filter)}
            chosen={chosen}
            onChoose={setChosen}
          />
          {hasNextPage && <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
        </>
      )}
      {asked?.what === 'one' && (
        <ActionDialog
          entry={asked.entry}
          action={asked.action}
          onClose={close}
          onDone={(outcome) => {
            const number = asked.entry.integratedAddressNumber ?? t('errors.unnumbered');
            setDone(t(outcome === 'proposed' ? 'errors.done.proposed' : `errors.done.${asked.action}`, { number }));
            close();
          }}
        />
      )}
      {asked?.what === 'many' && (
        <ManyDialog
          action={asked.action}
          entries={chosenEntries}
          onClose={close}
          onBegin={(reason) => {
            close();
            setChosen({});
            run.begin(asked.action, chosenEntries, { staffId, reason });
          }}
        />
      )}
      {asked?.what === 'assign' && (
        <AssignDialog
          failureIds={chosenEntries.map(({ failureId }) => failureId)}
          onClose={close}
          onDone={(assigned, left) => {
            const said = t('assign.done', { count: formats.count(assigned) });
            setDone(left === 0 ? said : `${said} ${t('assign.left', { left: formats.count(left) })}`);
            setChosen({});
            close();
          }}
        />
      )}
      {asked?.what === 'due' && (
        <DueDialog
          failureIds={chosenEntries.map(({ failureId }) => failureId)}
          dueOn={null}
          onClose={close}
          onDone={(changed, left) => {
            const said = t('due.done', { count: formats.count(changed) });
            setDone(left === 0 ? said : `${said} ${t('due.left', { left: formats.count(left) })}`);
            setChosen({});
            close();
          }}
        />
      )}
    </>
  );
}
