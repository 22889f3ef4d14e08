/** The inquiries of an organisation; at the national body the queue of the call centre (J 2 (3)), by what is due. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { inquiryKinds } from '../../domain/inquiries/names.ts';
import { buttonClass } from '../components/button.tsx';
import { Select } from '../components/fields.tsx';
import { LiveMark } from '../components/live-mark.tsx';
import { linkClass } from '../components/link.ts';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { More } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';
import { inquiriesQuery, useInquiryChanges } from './calls.ts';
import { InquiryTable } from './inquiry-table.tsx';
import type { InquiryFilter, InquiryShow } from './search.ts';

const ofCallCentre: readonly InquiryShow[] = ['open', 'own', 'unowned', 'overdue', 'closed', 'all'];
const ofAsker: readonly InquiryShow[] = ['open', 'closed', 'all'];

export function InquiriesPage() {
  const t = useWords();
  const { name, may, organisation } = usePlace();
  const filter = useSearch({ from: '/signed-in/organisations/$organisation/inquiries' });
  const answers = may('inquiries:answer');
  return (
    <Guarded right="inquiries:read">
      <PageHeading title={t('inquiries.title')} place={name} aside={<Live />} />
      <p>{t(answers ? 'inquiries.intro.callCentre' : 'inquiries.intro.asker')}</p>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 print:hidden">
        {may('inquiries:ask') && (
          <Link
            to="/organisations/$organisation/inquiries/new"
            params={{ organisation }}
            className={buttonClass('primary')}
          >
            {t('inquiries.ask')}
          </Link>
        )}
        <Link to="/organisations/$organisation/answers" params={{ organisation }} className={linkClass}>
          {t('inquiries.toAnswers')}
        </Link>
        <Link to="/organisations/$organisation/inquiries/statistics" params={{ organisation }} className={linkClass}>
          {t('inquiries.toStatistics')}
        </Link>
      </div>
      <Filter filter={filter} shows={answers ? ofCallCentre : ofAsker} />
      <List filter={filter} byDue={answers && isOfWork(filter.show)} />
    </Guarded>
  );
}

function Live() {
  const t = useWords();
  const formats = useFormats();
  const { organisation, may } = usePlace();
  const { changes, live } = useInquiryChanges(organisation);
  return (
    <div className="flex flex-wrap items-center gap-x-4 text-solid-gray-800">
      {changes && (
        <p>
          {t(may('inquiries:answer') ? 'inquiries.figures.callCentre' : 'inquiries.figures', {
            open: formats.count(changes.open),
            overdue: formats.count(changes.overdue),
            unowned: formats.count(changes.unowned),
          })}
        </p>
      )}
      <LiveMark live={live} />
    </div>
  );
}

/** What is to be done is shown by what is due, and everything else by number. */
const isOfWork = (show: InquiryShow = 'open'): boolean => show !== 'closed' && show !== 'all';

function Filter({ filter, shows }: { filter: InquiryFilter; shows: readonly InquiryShow[] }) {
  const t = useWords();
  const { organisation } = usePlace();
  const navigate = useNavigate({ from: '/organisations/$organisation/inquiries' });
  const shown = filter.show ?? 'open';
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 print:hidden">
      <nav aria-label={t('inquiries.filter')} className="flex flex-wrap gap-x-6">
        {shows.map((show) => (
          <Link
            key={show}
            to="/organisations/$organisation/inquiries"
            params={{ organisation }}
            search={({ show: _before, ...search }) => (show === 'open' ? search : { ...search, show })}
            aria-current={show === shown ? 'page' : undefined}
            className={`${linkClass} ${show === shown ? 'font-bold' : ''}`}
          >
            {t(`inquiries.filter.${show}`)}
          </Link>
        ))}
      </nav>
      <div className="min-w-48">
        <Select
          label={t('inquiries.kind')}
          value={filter.kind ?? ''}
          onChange={({ target: { value } }) => {
            const kind = inquiryKinds.find((each) => each === value);
            void navigate({
              search: ({ kind: _before, ...search }) => (kind === undefined ? search : { ...search, kind }),
              replace: true,
            });
          }}
          choices={[
            { value: '', text: t('inquiries.kind.all') },
            ...inquiryKinds.map((value) => ({ value, text: t(`inquiry.kind.${value}`) })),
          ]}
        />
      </div>
    </div>
  );
}

function List({ filter, byDue }: { filter: InquiryFilter; byDue: boolean }) {
  const { organisation, tier } = usePlace();
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    inquiriesQuery(organisation, { filter, byDue }),
  );
  return (
    <>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && <InquiryTable inquiries={data.pages.flatMap(({ inquiries }) => inquiries)} ofMany={tier === 'nation'} />}
      {hasNextPage && <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
    </>
  );
}
