/** Updates that wait for a second person. Whoever may approve sees all, and others their own. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { approvalsQuery, type ApprovalState } from './calls.ts';
import { Select } from '../components/fields.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { More } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { useHere } from '../shell/municipality.tsx';
import { ApprovalTable } from './approval-table.tsx';
import { ProposalsTable } from './proposals-table.tsx';

export function ApprovalsPage() {
  const t = useWords();
  const { name, may } = useHere();
  return (
    <Guarded right="residents:update">
      <PageHeading title={t('approvals.title')} place={name} />
      <p>{t(may('residents:approve') ? 'approvals.intro.all' : 'approvals.intro.own')}</p>
      <List />
    </Guarded>
  );
}

const states = ['open', 'decided'] as const satisfies readonly ApprovalState[];

function List() {
  const t = useWords();
  const formats = useFormats();
  const navigate = useNavigate();
  const { municipality, may } = useHere();
  const { state = 'open' } = useSearch({ from: '/signed-in/$municipality/approvals' });
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    approvalsQuery(municipality, state),
  );
  const updates = data?.pages.flatMap((page) => page.updates) ?? [];
  return (
    <>
      <div className="max-w-xs">
        <Select
          label={t('approvals.state')}
          value={state}
          onChange={({ target }) =>
            void navigate({
              to: '/$municipality/approvals',
              params: { municipality },
              search: target.value === 'decided' ? { state: 'decided' } : {},
            })
          }
          choices={states.map((value) => ({ value, text: t(`approvals.state.${value}`) }))}
        />
      </div>
      {error && <ProblemNotice error={error} />}
      <p role="status" className="text-solid-gray-800">
        {data && t(hasNextPage ? 'approvals.shownMore' : 'approvals.shown', { count: formats.count(updates.length) })}
      </p>
      {!data && !error && <Skeleton lines={6} />}
      {data && <ApprovalTable updates={updates} empty={t(`approvals.none.${state}`)} />}
      {hasNextPage && <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
      {may('residents:approve') && <ProposalsTable state={state} />}
    </>
  );
}
