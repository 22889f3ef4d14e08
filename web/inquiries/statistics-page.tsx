/** The inquiries by kind, tier and time: as pictures, as tables, and as a file. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { addDays, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { CsvLinks } from '../components/csv-links.tsx';
import { Select } from '../components/fields.tsx';
import { linkClass } from '../components/link.ts';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import type { Period } from '../components/search-values.ts';
import { Skeleton } from '../components/waiting.tsx';
import { useAround } from '../shell/around.ts';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';
import { inquiryStatisticsAddress, inquiryStatisticsQuery } from './calls.ts';
import { isPossible, StatisticsPeriod } from '../shell/statistics-period.tsx';
import { DaysPictures, GroupTable, HoursPicture, SatisfactionCard, SummaryCard } from './statistics-charts.tsx';
import { DaysTable } from './statistics-table.tsx';

const shownDays = 30;

export function InquiryStatisticsPage() {
  const t = useWords();
  const { name, organisation } = usePlace();
  const search = useSearch({ from: '/signed-in/organisations/$organisation/inquiries/statistics' });
  const to = search.to ?? tokyoDateOf(Date.now());
  const period = { from: search.from ?? addDays(to, 1 - shownDays), to };
  return (
    <Guarded right="inquiries:read">
      <PageHeading title={t('inquiryStatistics.title')} place={name} />
      <p className="print:hidden">
        <Link to="/organisations/$organisation/inquiries" params={{ organisation }} className={linkClass}>
          {t('ask.back')}
        </Link>
      </p>
      <p>{t('inquiryStatistics.intro')}</p>
      <StatisticsPeriod
        key={`${period.from} ${period.to}`}
        page="/organisations/$organisation/inquiries/statistics"
        period={period}
      />
      {isPossible(period) && <Statistics period={period} of={search.of} />}
    </Guarded>
  );
}

function Statistics({ period, of }: { period: Period; of: string | undefined }) {
  const t = useWords();
  const { organisation, tier } = usePlace();
  const about = { ...period, of };
  const { data, error } = useQuery(inquiryStatisticsQuery(organisation, about));
  if (error) return <ProblemNotice error={error} />;
  if (!data) return <Skeleton lines={12} />;
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-4 print:hidden">
        {tier === 'nation' ? <OrganisationChoice chosen={of} /> : <span />}
        <div className="flex flex-wrap gap-3">
          <CsvLinks addressOf={(encoding) => inquiryStatisticsAddress(organisation, about, encoding)} />
        </div>
      </div>
      {data.all.asked === 0 && data.all.answered === 0 ? (
        <p>{t('inquiryStatistics.none')}</p>
      ) : (
        <>
          <SummaryCard statistics={data} />
          <DaysPictures statistics={data} />
          <GroupTable
            title={t('inquiryStatistics.byKind')}
            groups={data.kinds.map(({ kind, ...figures }) => ({ name: t(`inquiry.kind.${kind}`), ...figures }))}
          />
          {tier === 'nation' && (
            <GroupTable
              title={t('inquiryStatistics.byTier')}
              groups={data.tiers
                .filter((each) => each.tier !== 'nation')
                .map(({ tier: each, ...figures }) => ({ name: t(`tier.${each}`), ...figures }))}
            />
          )}
          <div className="grid gap-6 lg:grid-cols-2">
            <HoursPicture hours={data.hours} />
            <SatisfactionCard satisfaction={data.satisfaction} />
          </div>
          <DaysTable days={data.days} />
        </>
      )}
    </>
  );
}

function OrganisationChoice({ chosen }: { chosen: string | undefined }) {
  const t = useWords();
  const { language } = usePreferences();
  const { organisation } = usePlace();
  const around = useAround(organisation);
  const navigate = useNavigate({ from: '/organisations/$organisation/inquiries/statistics' });
  return (
    <div className="min-w-60">
      <Select
        label={t('inquiryStatistics.of')}
        value={chosen ?? ''}
        onChange={({ target: { value } }) =>
          void navigate({
            search: ({ of: _before, ...search }) => (value === '' ? search : { ...search, of: value }),
            replace: true,
          })
        }
        choices={[
          { value: '', text: t('inquiryStatistics.of.all') },
          ...around
            .filter((each) => each.tier !== 'nation')
            .map((each) => ({ value: each.organisation, text: each[language === 'ja' ? 'name' : 'nameEn'] })),
        ]}
      />
    </div>
  );
}
