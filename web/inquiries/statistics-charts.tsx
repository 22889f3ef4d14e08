import type { InquiryStatistics } from '../../contracts/api/inquiries.ts';
import { addDays, dayNumberOf } from '../../domain/calendar/civil-date.ts';
import { Picture } from '../components/bar-picture.tsx';
import { Card } from '../components/card.tsx';
import { Facts } from '../components/facts.tsx';
import { useFormats, useWords, type Words } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';

type Figures = InquiryStatistics['all'];
const counts = ['asked', 'answered', 'late'] as const;
const fills = { asked: 'fill-key-400', answered: 'fill-key-900', late: 'fill-error-2' } as const;

export function SummaryCard({ statistics: { all } }: { statistics: InquiryStatistics }) {
  const t = useWords();
  const formats = useFormats();
  return (
    <Card title={t('inquiryStatistics.summary')}>
      <Facts
        facts={[
          ...counts.map((count) => ({
            key: count,
            title: t(`inquiryStatistics.${count}`),
            value: formats.count(all[count]),
          })),
          { key: 'median', title: t('inquiryStatistics.median'), value: minutesText(all.medianMinutes, t) },
        ]}
      />
    </Card>
  );
}

/** Each figure has its own scale, so that a few late ones can be seen beside many. The table has the exact numbers. */
export function DaysPictures({ statistics: { from, to, days: known } }: { statistics: InquiryStatistics }) {
  const t = useWords();
  const formats = useFormats();
  // A day without an inquiry has no figures of its own.
  const length = dayNumberOf(to) - dayNumberOf(from) + 1;
  const days = Array.from({ length }, (_, index) => {
    const day = addDays(from, index);
    return known.find((each) => each.day === day) ?? { day, asked: 0, answered: 0, late: 0 };
  });
  return (
    <Card title={t('inquiryStatistics.days')}>
      <div className="grid gap-6 lg:grid-cols-3">
        {counts.map((count) => {
          const values = days.map((day) => day[count]);
          const sum = values.reduce((all, value) => all + value, 0);
          return (
            <Picture
              key={count}
              title={t(`inquiryStatistics.${count}`)}
              text={t('statistics.sum', { sum: formats.count(sum), most: formats.count(Math.max(...values)) })}
              values={values}
              fill={fills[count]}
              ends={[formats.shortDate(from), formats.shortDate(to)]}
            />
          );
        })}
      </div>
    </Card>
  );
}

/** A row and a bar for each group. The bar is drawn for the eye alone, because the number stands beside it. */
export function GroupTable({ title, groups }: { title: string; groups: readonly (Figures & { name: string })[] }) {
  const t = useWords();
  const formats = useFormats();
  const most = Math.max(1, ...groups.map(({ asked }) => asked));
  return (
    <Card title={title}>
      <DataTable
        caption={title}
        rows={groups}
        rowKey={({ name }) => name}
        columns={[
          { key: 'name', title: t('inquiryStatistics.group'), heading: true, cell: ({ name }) => name },
          {
            key: 'asked',
            title: t('inquiryStatistics.asked'),
            cell: ({ asked }) => <Bar share={asked / most} text={formats.count(asked)} />,
          },
          {
            key: 'answered',
            title: t('inquiryStatistics.answered'),
            numeric: true,
            cell: ({ answered }) => formats.count(answered),
          },
          { key: 'late', title: t('inquiryStatistics.late'), numeric: true, cell: ({ late }) => formats.count(late) },
          {
            key: 'median',
            title: t('inquiryStatistics.median'),
            numeric: true,
            cell: ({ medianMinutes }) => minutesText(medianMinutes, t),
          },
        ]}
      />
    </Card>
  );
}

function Bar({ share, text, fill = 'fill-key-400' }: { share: number; text: string; fill?: string }) {
  return (
    <span className="flex items-center gap-2">
      <span className="w-10 text-right tabular-nums">{text}</span>
      <svg aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none" className="h-3 w-32 sm:w-48">
        <rect x="0" y="0" width={Math.max(share > 0 ? 1 : 0, share * 100)} height="10" className={fill} />
      </svg>
    </span>
  );
}

export function HoursPicture({ hours }: { hours: InquiryStatistics['hours'] }) {
  const t = useWords();
  const formats = useFormats();
  const values = Array.from({ length: 24 }, (_, hour) => hours.find((each) => each.hour === hour)?.asked ?? 0);
  const most = Math.max(...values);
  const [busiest] = most === 0 ? [] : [values.indexOf(most)];
  return (
    <Card title={t('inquiryStatistics.byHour')}>
      <Picture
        title={t('inquiryStatistics.asked')}
        text={busiest === undefined ? '' : `${t('inquiryStatistics.hour', { hour: busiest })}: ${formats.count(most)}`}
        values={values}
        fill={fills.asked}
        ends={[t('inquiryStatistics.hour', { hour: 0 }), t('inquiryStatistics.hour', { hour: 23 })]}
      />
      <ul className="sr-only">
        {values.map((asked, hour) =>
          asked === 0 ? null : (
            <li key={hour}>{`${t('inquiryStatistics.hour', { hour })}: ${formats.count(asked)}`}</li>
          ),
        )}
      </ul>
    </Card>
  );
}

const ratings = [5, 4, 3, 2, 1] as const;

export function SatisfactionCard({ satisfaction }: { satisfaction: InquiryStatistics['satisfaction'] }) {
  const t = useWords();
  const formats = useFormats();
  const countOf = (rating: number): number => satisfaction.find((each) => each.satisfaction === rating)?.inquiries ?? 0;
  const count = ratings.reduce<number>((all, rating) => all + countOf(rating), 0);
  const sum = ratings.reduce<number>((all, rating) => all + rating * countOf(rating), 0);
  const most = Math.max(1, ...ratings.map(countOf));
  return (
    <Card title={t('inquiryStatistics.satisfaction')}>
      {count === 0 ? (
        <p>{t('inquiryStatistics.satisfaction.none')}</p>
      ) : (
        <>
          <p className="font-bold">
            {t('inquiryStatistics.satisfaction.average', {
              average: (sum / count).toFixed(1),
              count: formats.count(count),
            })}
          </p>
          <ul className="grid gap-1">
            {ratings.map((rating) => (
              <li key={rating} className="flex flex-wrap items-center justify-between gap-x-4">
                <span>{t(`rate.satisfaction.${rating}`)}</span>
                <Bar share={countOf(rating) / most} text={formats.count(countOf(rating))} fill="fill-success-2" />
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

/** Open minutes to read: hours from two hours on. */
function minutesText(minutes: number | null, t: Words): string {
  if (minutes === null) return '–';
  if (minutes < 120) return t('statistics.minutes', { minutes: Math.round(minutes) });
  return t('statistics.hours', { hours: Math.round(minutes / 6) / 10 });
}
