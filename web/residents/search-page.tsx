import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { foundQuery } from './calls.ts';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { More } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { useHere } from '../shell/municipality.tsx';
import { fieldErrorsOf } from '../components/field-errors.ts';
import { FoundTable } from './found-table.tsx';
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
      <p>{t('residents.intro')}</p>
      <Search />
    </Guarded>
  );
}

function Search() {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { municipality, may } = useHere();
  const [last, search] = useLastSearch();
  // Counts searches that began outside the form, which then starts anew with their criteria.
  const [suggested, setSuggested] = useState(0);
  const { data, error, isLoading, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    foundQuery(municipality, last),
  );
  const fieldErrors = useMemo(() => fieldErrorsOf(error, language), [error, language]);
  const residents = data?.pages.flatMap((page) => page.residents) ?? [];
  const count = formats.count(residents.length);
  return (
    <>
      <SearchForm key={suggested} last={last?.criteria} refused={fieldErrors} onSearch={search} />
      {may('residents:view-personal-number') && <PersonalNumberSearch />}
      {error && Object.keys(fieldErrors).length === 0 && <ProblemNotice error={error} />}
      {/* Always rendered, so that screen readers say its changes. */}
      <p role="status" className="text-solid-gray-800">
        {data && t(hasNextPage ? 'residents.shownMore' : 'residents.shown', { count })}
      </p>
      {isLoading && <Skeleton lines={6} />}
      {data && residents.length > 0 && <FoundTable residents={residents} />}
      {data && residents.length === 0 && last && (
        <NothingFound
          criteria={last.criteria}
          onSearch={(criteria) => {
            search(criteria);
            setSuggested(suggested + 1);
          }}
        />
      )}
      {hasNextPage && <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
    </>
  );
}
