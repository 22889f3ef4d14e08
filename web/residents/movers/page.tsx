/** 異動した住民の一覧: on the screen, on paper, and as a file. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { tokyoDateOf } from '../../../domain/calendar/civil-date.ts';
import { moversFileAddress, moversQuery } from './calls.ts';
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
import { PeriodForm } from './period-form.tsx';
import { presetsOf } from './presets.ts';
import type { Period } from '../../components/search-values.ts';

/** Nobody reads more on paper; the file has all. */
const mostPrinted = 2_000;

export function MoversPage() {
  const t = useWords();
  const { name } = useHere();
  const search = useSearch({ from: '/signed-in/$municipality/movers' });
  const today = tokyoDateOf(Date.now());
  const period = { from: search.from ?? search.to ?? today, to: search.to ?? search.from ?? today };
  return (
    <Guarded right="movers:read">
      <PageHeading title={t('movers.title')} place={name} />
      <p className="print:hidden">{t('movers.intro')}</p>
      <Presets today={today} period={period} />
      <PeriodForm key={`${period.from} ${period.to}`} period={period} />
      {period.from <= period.to && <List key={`list ${period.from} ${period.to}`} period={period} />}
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

function List({ period }: { period: Period }) {
  const t = useWords();
  const formats = useFormats();
  const { municipality, name } = useHere();
  const list = useInfiniteQuery(moversQuery(municipality, period));
  const { data, error, dataUpdatedAt, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const movers = data?.pages.flatMap((page) => page.movers) ?? [];
  const printing = usePrinting(list, movers.length);
  const count = formats.count(movers.length);
  return (
    <>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <p className="hidden font-bold print:block">
            {t('movers.printed', {
              name,
              from: formats.date(period.from),
              to: formats.date(period.to),
              time: formats.moment(new Date(dataUpdatedAt).toISOString()),
            })}
          </p>
          {hasNextPage && movers.length >= mostPrinted && (
            <Notice look="information">{t('movers.notAll', { count })}</Notice>
          )}
          <p className="font-bold print:hidden">
            {period.from === period.to
              ? t('movers.dayOf', { day: formats.date(period.from) })
              : t('movers.periodOf', { from: formats.date(period.from), to: formats.date(period.to) })}
          </p>
          <div className="flex flex-wrap items-center gap-3">
            <p role="status" className="mr-auto text-solid-gray-800">
              {t(hasNextPage ? 'movers.shown' : 'movers.shownAll', { count })}
            </p>
            {movers.length > 0 && (
              <div className="flex flex-wrap gap-3 print:hidden">
                <Button look="secondary" busy={printing.preparing} onClick={printing.begin}>
                  {t(printing.preparing ? 'movers.print.preparing' : 'movers.print')}
                </Button>
                <CsvLinks addressOf={(encoding) => moversFileAddress(municipality, period, encoding)} />
              </div>
            )}
          </div>
          {movers.length > 0 && <p className="text-sm text-solid-gray-700 print:hidden">{t('movers.file.hint')}</p>}
          <MoverTable movers={movers} />
          {hasNextPage && <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
        </>
      )}
    </>
  );
}

interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** Fetches the other pages of the list before printing, because only what stands in the page is printed. */
function usePrinting(
  { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage }: Pages,
  shown: number,
): { preparing: boolean; begin: () => void } {
  const [preparing, setPreparing] = useState(false);
  useEffect(() => {
    if (!preparing || isFetchingNextPage) return;
    if (isFetchNextPageError) {
      setPreparing(false);
    } else if (hasNextPage && shown < mostPrinted) {
      void fetchNextPage();
    } else {
      setPreparing(false);
      window.print();
    }
  }, [preparing, hasNextPage, isFetchingNextPage, isFetchNextPageError, shown, fetchNextPage]);
  return { preparing, begin: () => setPreparing(true) };
}
