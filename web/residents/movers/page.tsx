/** 異動した住民の一覧: on the screen, on paper, and as a file. */
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { tokyoDateOf } from '../../../domain/calendar/civil-date.ts';
import { fetchPrinted, mostPrinted, moverLoadsQuery, moversFileAddress, moversQuery } from './calls.ts';
import { Button } from '../../components/button.tsx';
import { CsvLinks } from '../../components/csv-links.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageHeading } from '../../components/page.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { More } from '../../components/table.tsx';
import { Skeleton } from '../../components/waiting.tsx';
import { useFormats, useWords } from '../../components/preferences.tsx';
import { linkClass } from '../../components/link.ts';
import { Guarded } from '../../shell/guarded.tsx';
import { useHere } from '../../shell/municipality.tsx';
import { MoverTable } from './mover-table.tsx';
import { FilterForm } from './filter-form.tsx';
import { PrintedList } from './printed-list.tsx';
import { presetsOf } from './presets.ts';
import type { MoverFilter } from './search.ts';
import type { Period } from '../../components/search-values.ts';

export function MoversPage() {
  const t = useWords();
  const { name } = useHere();
  const search = useSearch({ from: '/signed-in/$municipality/movers' });
  const today = tokyoDateOf(Date.now());
  const filter = { ...search, from: search.from ?? search.to ?? today, to: search.to ?? search.from ?? today };
  const key = JSON.stringify(filter);
  return (
    <Guarded right="movers:read">
      <PageHeading title={t('movers.title')} place={name} />
      <p className="print:hidden">{t('movers.intro')}</p>
      <Presets today={today} period={filter} />
      <FilterForm key={key} filter={filter} />
      {filter.from <= filter.to && <Loads filter={filter} />}
      {filter.from <= filter.to && <List key={`list ${key}`} filter={filter} />}
    </Guarded>
  );
}

function Presets({ today, period }: { today: string; period: Period }) {
  const t = useWords();
  const { municipality } = useHere();
  const presets = presetsOf(today);
  return (
    <nav aria-label={t('movers.presets')} className="flex flex-wrap gap-x-6 print:hidden">
      {(['today', 'yesterday', 'week', 'lastMonth'] as const).map((name) => {
        const { from, to } = presets[name];
        const isShown = from === period.from && to === period.to;
        return (
          <Link
            key={name}
            to="/$municipality/movers"
            params={{ municipality }}
            search={{ from, to }}
            // Without a period in its address the page shows today, which the router cannot know.
            aria-current={isShown ? 'page' : undefined}
            className={`${linkClass} ${isShown ? 'font-bold' : ''}`}
          >
            {t(`movers.preset.${name}`)}
          </Link>
        );
      })}
    </nav>
  );
}

/** The residents of each load apart, because a load of a city would hide who moved on that day. */
function Loads({ filter }: { filter: MoverFilter }) {
  const t = useWords();
  const formats = useFormats();
  const { municipality } = useHere();
  const { data } = useQuery(moverLoadsQuery(municipality, filter));
  if (!data || (data.loads.length === 0 && filter.load === undefined)) return null;
  const { load: shown, ...rest } = filter;
  const linkTo = (load: string | undefined, text: string) => (
    <Link
      key={load ?? 'none'}
      to="/$municipality/movers"
      params={{ municipality }}
      search={{ ...rest, ...(load !== undefined && { load }) }}
      aria-current={shown === load ? 'page' : undefined}
      className={`${linkClass} ${shown === load ? 'font-bold' : ''}`}
    >
      {text}
    </Link>
  );
  return (
    <nav aria-label={t('movers.loads')} className="print:hidden">
      <p>{t('movers.loads.apart')}</p>
      <p className="flex flex-wrap gap-x-6">
        {linkTo(undefined, t('movers.loads.none'))}
        {data.loads.map(({ loadId, fileName, count }) =>
          linkTo(loadId, t('movers.loads.one', { file: fileName, count: formats.count(count) })),
        )}
        {linkTo('all', t('movers.loads.all'))}
      </p>
    </nav>
  );
}

function List({ filter }: { filter: MoverFilter }) {
  const t = useWords();
  const formats = useFormats();
  const { municipality, name } = useHere();
  const list = useInfiniteQuery(moversQuery(municipality, filter));
  const { data, error, dataUpdatedAt, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const movers = data?.pages.flatMap((page) => page.movers) ?? [];
  const printing = useMutation({ mutationFn: () => fetchPrinted(municipality, filter) });
  const printed = printing.data;
  useEffect(() => {
    if (printed) window.print();
  }, [printed]);
  const count = formats.count(movers.length);
  const headingAt = (time: number): string =>
    t('movers.printed', {
      name,
      from: formats.date(filter.from),
      to: formats.date(filter.to),
      time: formats.moment(new Date(time).toISOString()),
    });
  const problem = error ?? printing.error;
  return (
    <>
      {problem && <ProblemNotice error={problem} />}
      {!data && !error && <Skeleton lines={8} />}
      {printed && (
        <PrintedList movers={printed.movers} isCut={printed.next !== null} heading={headingAt(printing.submittedAt)} />
      )}
      {data && (
        // What was fetched for printing is what is printed.
        <div className={`grid gap-6 print:block ${printed ? 'print:hidden' : ''}`}>
          <p className="hidden font-bold print:block">{headingAt(dataUpdatedAt)}</p>
          {hasNextPage && movers.length >= mostPrinted && (
            <Notice look="information">{t('movers.notAll', { count })}</Notice>
          )}
          <p className="font-bold print:hidden">
            {filter.from === filter.to
              ? t('movers.dayOf', { day: formats.date(filter.from) })
              : t('movers.periodOf', { from: formats.date(filter.from), to: formats.date(filter.to) })}
          </p>
          <div className="flex flex-wrap items-center gap-3">
            <p role="status" className="mr-auto text-solid-gray-800">
              {t(hasNextPage ? 'movers.shown' : 'movers.shownAll', { count })}
            </p>
            {movers.length > 0 && (
              <div className="flex flex-wrap gap-3 print:hidden">
                <Button look="secondary" busy={printing.isPending} onClick={() => printing.mutate()}>
                  {t(printing.isPending ? 'movers.print.preparing' : 'movers.print')}
                </Button>
                <CsvLinks addressOf={(encoding) => moversFileAddress(municipality, filter, encoding)} />
              </div>
            )}
          </div>
          {movers.length > 0 && <p className="text-sm text-solid-gray-700 print:hidden">{t('movers.file.hint')}</p>}
          <MoverTable movers={movers} />
          {hasNextPage && <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
        </div>
      )}
    </>
  );
}
