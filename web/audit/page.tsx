import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { auditFileAddress, auditQuery, type AuditFilter } from './calls.ts';
import { CsvLinks } from '../components/csv-links.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { More } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';
import { AuditTable } from './audit-table.tsx';
import { ChainCard } from './chain-card.tsx';
import { KeptSearches } from './kept-searches.tsx';
import { SearchForm } from './search-form.tsx';
import { SubjectFinder } from './subject-finder.tsx';

export function AuditPage() {
  const t = useWords();
  const { organisation, name, tier } = usePlace();
  const navigate = useNavigate();
  const filter = useSearch({ from: '/signed-in/organisations/$organisation/audit' });
  return (
    <Guarded right="audit:read">
      <PageHeading title={t('audit.title')} place={name} />
      <p>{t('audit.intro')}</p>
      {tier === 'municipality' && (
        <SubjectFinder
          onChoose={(subject) =>
            void navigate({
              to: '/organisations/$organisation/audit',
              params: { organisation },
              search: { ...filter, subject },
            })
          }
        />
      )}
      <SearchForm key={JSON.stringify(filter)} filter={filter} />
      <KeptSearches filter={filter} />
      <Entries filter={filter} />
      <ChainCard />
    </Guarded>
  );
}

function Entries({ filter }: { filter: AuditFilter }) {
  const t = useWords();
  const formats = useFormats();
  const { organisation } = usePlace();
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(
    auditQuery(organisation, filter),
  );
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          {filter.subject !== undefined && /^[0-9]{15}$/u.test(filter.subject) && <p>{t('audit.aboutResident')}</p>}
          <div className="flex flex-wrap items-center gap-3">
            <p role="status" className="mr-auto text-solid-gray-800">
              {t(hasNextPage ? 'audit.shownMore' : 'audit.shown', { count: formats.count(entries.length) })}
            </p>
            {entries.length > 0 && (
              <CsvLinks addressOf={(encoding) => auditFileAddress(organisation, filter, encoding)} />
            )}
          </div>
          <AuditTable entries={entries} />
          {hasNextPage && <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
        </>
      )}
    </>
  );
}
