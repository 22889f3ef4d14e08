import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { foundQuery } from './calls.ts';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { More } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { useHere } from '../shell/municipality.tsx';
import { fieldErrorsOf } from '../components/field-errors.ts';
import { FoldedForm } from './folded-form.tsx';
import { FoundTable } from './found-table.tsx';
import { useHandedOver } from './handed-over.ts';
import { useLastSearch } from './last-search.ts';
import { NothingFound } from './nothing-found.tsx';
import { PersonalNumberSearch } from './personal-number-search.tsx';
import { SearchForm } from './search-form.tsx';

export function ResidentsPage() {
  const t = useWords();
  const { name } = useHere();
  return (
    <Guarded right="residents:view">
      <PageHeading title={t('residents.title')} place={name} />
      <Search />
    </Guarded>
  );
}

/** When the search was made whose count has had the focus: only a new one takes it, not the way back from a resident. */
let shownAt = 0;

function Search() {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { municipality, may } = useHere();
  const { last, search, sortBy } = useLastSearch();
  // Counts searches that began outside the form, which then starts anew with their criteria.
  const [suggested, setSuggested] = useState(0);
  /** Whether the reader wants the form beside what it has found. */
  const [isOpen, setOpen] = useState(false);
  const found = useInfiniteQuery(foundQuery(municipality, last));
  const { data, error, isLoading, isPlaceholderData, hasNextPage, fetchNextPage, isFetchingNextPage } = found;
  const fieldErrors = useMemo(() => fieldErrorsOf(error, language), [error, language]);
  const residents = data?.pages.flatMap((page) => page.residents) ?? [];
  const [first] = data?.pages ?? [];
  const heading = useRef<HTMLHeadingElement>(null);
  const at = last?.at ?? 0;
  const isThere = data !== undefined && !isPlaceholderData;
  useEffect(() => {
    if (!isThere || at <= shownAt) return;
    shownAt = at;
    setOpen(false);
    heading.current?.focus();
  }, [isThere, at]);
  const handedOver = useHandedOver();
  useEffect(() => {
    if (handedOver !== null) setOpen(true);
  }, [handedOver]);
  const isFolded = last !== undefined && residents.length > 0 && !isOpen && handedOver === null;
  const count = first?.total && formats.count(first.total.count);
  return (
    <>
      {isFolded ? (
        <FoldedForm
          criteria={last.criteria}
          onOpen={() => {
            setOpen(true);
            setTimeout(() => document.getElementById('search-name')?.focus());
          }}
        />
      ) : (
        <>
          <p>{t('residents.intro')}</p>
          <SearchForm key={suggested} last={last?.criteria} refused={fieldErrors} onSearch={search} />
          {may('residents:view-personal-number') && <PersonalNumberSearch />}
        </>
      )}
      {error && Object.keys(fieldErrors).length === 0 && <ProblemNotice error={error} />}
      {isLoading && <Skeleton lines={6} />}
      {data && first && (
        <section aria-labelledby="found" className="grid min-w-0 gap-3">
          <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
            <h2 id="found" ref={heading} tabIndex={-1} className="text-std-20B-150">
              {first.total?.more === true
                ? t('residents.total.more', { count: count ?? '' })
                : t('residents.total', { count: count ?? '' })}
            </h2>
            {/* Always rendered, so that screen readers say its changes. */}
            <p role="status" className="text-solid-gray-800">
              {hasNextPage && t('residents.shownMore', { count: formats.count(residents.length) })}
            </p>
          </div>
          {!first.sorted && residents.length > 0 && <p>{t('residents.unsorted')}</p>}
          {residents.length > 0 && (
            <FoundTable
              residents={residents}
              busy={isPlaceholderData}
              {...(last && first.sorted && { sorting: last, onSort: sortBy })}
            />
          )}
          {residents.length === 0 && last && (
            <NothingFound
              criteria={last.criteria}
              onSearch={(criteria) => {
                search(criteria);
                setSuggested(suggested + 1);
              }}
            />
          )}
          {hasNextPage && <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
        </section>
      )}
    </>
  );
}
