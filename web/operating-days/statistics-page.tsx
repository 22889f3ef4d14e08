/** The daily statistics over time: as pictures, as a table, and as a file. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { addDays, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { CsvLinks } from '../components/csv-links.tsx';
import { Select } from '../components/fields.tsx';
import { PageHeading } from '../components/page.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import type { Period } from '../components/search-values.ts';
import { Skeleton } from '../components/waiting.tsx';
import { Guarded } from '../shell/guarded.tsx';
import { usePlace } from '../shell/place.tsx';
import { useAround } from '../shell/around.ts';
import { statisticsFileAddress, statisticsQuery } from './calls.ts';
import { figuresOf } from './figures.ts';
import { isPossible, StatisticsPeriod } from '../shell/statistics-period.tsx';
import { StatisticsCharts } from './statistics-charts.tsx';
import { MunicipalityTable, PeriodFigures, StatisticsTable } from './statistics-table.tsx';

const shownDays = 30;
const from = '/signed-in/organisations/$organisation/statistics';

export function StatisticsPage() {
  const t = useWords();
  const { name } = usePlace();
  const search = useSearch({ from });
  const to = search.to ?? tokyoDateOf(Date.now());
  const period = { from: search.from ?? addDays(to, 1 - shownDays), to };
  return (
    <Guarded right="statistics:read">
      <PageHeading title={t('statistics.title')} place={name} />
      <p>{t('statistics.intro')}</p>
      <StatisticsPeriod
        key={`${period.from} ${period.to}`}
        page="/organisations/$organisation/statistics"
        period={period}
      />
      {isPossible(period) && <Statistics period={period} municipality={search.municipality} />}
    </Guarded>
  );
}

function Statistics({ period, municipality }: { period: Period; municipality: string | undefined }) {
  const t = useWords();
  const { organisation, tier } = usePlace();
  const nameOf = useNames(organisation);
  const { data, error } = useQuery(statisticsQuery(organisation, period));
  if (error) return <ProblemNotice error={error} />;
  if (!data) return <Skeleton lines={12} />;
  const municipalities = data.municipalities.map((row) => row.municipality);
  const chosen = municipalities.find((each) => each === municipality);
  const { days, period: whole } = figuresOf(data, chosen);
  const isOfMany = chosen === undefined && municipalities.length > 1;
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-4 print:hidden">
        {tier === 'municipality' ? <span /> : <MunicipalityChoice municipalities={municipalities} chosen={chosen} />}
        <div className="flex flex-wrap gap-3">
          <CsvLinks addressOf={(encoding) => statisticsFileAddress(organisation, period, encoding)} />
        </div>
      </div>
      {days.length === 0 ? (
        <p>{t('statistics.none')}</p>
      ) : (
        <>
          <PeriodFigures period={whole} isAddedUp={isOfMany || days.length > 1} />
          <StatisticsCharts days={days} />
          {isOfMany && <MunicipalityTable municipalities={data.municipalities} nameOf={nameOf} />}
          <StatisticsTable days={days} />
        </>
      )}
    </>
  );
}

function useNames(organisation: string): (code: string) => string {
  const { language } = usePreferences();
  const around = useAround(organisation);
  return (code) => {
    const found = around.find((each) => each.organisation === code);
    return found ? found[language === 'ja' ? 'name' : 'nameEn'] : code;
  };
}

function MunicipalityChoice({
  municipalities,
  chosen,
}: {
  municipalities: readonly string[];
  chosen: string | undefined;
}) {
  const t = useWords();
  const { organisation } = usePlace();
  const nameOf = useNames(organisation);
  const navigate = useNavigate({ from: '/organisations/$organisation/statistics' });
  return (
    <div className="min-w-60">
      <Select
        label={t('statistics.municipality')}
        value={chosen ?? ''}
        onChange={({ target: { value } }) =>
          void navigate({
            search: ({ municipality: _before, ...search }) =>
              value === '' ? search : { ...search, municipality: value },
            replace: true,
          })
        }
        choices={[
          { value: '', text: t('statistics.all') },
          ...municipalities.map((code) => ({ value: code, text: nameOf(code) })),
        ]}
      />
    </div>
  );
}
