import { Card } from '../components/card.tsx';
import { useFormats, useWords, type Words } from '../components/preferences.tsx';
import { counts, type Count, type DayFigures } from './figures.ts';

const [slot, bar, height] = [10, 7, 40];
const fills: Record<Count, string> = {
  newRequests: 'fill-key-400',
  requested: 'fill-key-600',
  confirmed: 'fill-key-900',
  errors: 'fill-error-2',
};
const times = ['p50', 'p95'] as const;

/** Each figure has its own scale, so that a few errors can be seen beside thousands. The table has the exact numbers. */
export function StatisticsCharts({ days, isOfMany }: { days: readonly DayFigures[]; isOfMany: boolean }) {
  const t = useWords();
  const formats = useFormats();
  const [first, last] = [days[0]?.day ?? '', days.at(-1)?.day ?? ''];
  return (
    <Card title={t('statistics.charts')}>
      <div className="grid gap-6 lg:grid-cols-2">
        {counts.map((count) => {
          const values = days.map((day) => day[count]);
          const most = Math.max(...values);
          const sum = values.reduce((all, value) => all + value, 0);
          return (
            <Picture
              key={count}
              title={t(`statistics.${count}`)}
              text={t('statistics.sum', { sum: formats.count(sum), most: formats.count(most) })}
              values={values}
              fill={fills[count]}
              ends={[formats.shortDate(first), formats.shortDate(last)]}
            />
          );
        })}
        {times.map((time) => {
          const values = days.map((day) => day[time] ?? 0);
          return (
            <Picture
              key={time}
              title={t(`statistics.${time}`)}
              text={t('statistics.most', { most: durationText(Math.max(...values), t) })}
              values={values}
              fill="fill-solid-gray-600"
              ends={[formats.shortDate(first), formats.shortDate(last)]}
            />
          );
        })}
      </div>
      {isOfMany && <p className="text-sm text-solid-gray-800">{t('statistics.slowest')}</p>}
    </Card>
  );
}

/** A bar for each day; one above zero is always visible. */
function Picture({
  title,
  text,
  values,
  fill,
  ends,
}: {
  title: string;
  text: string;
  values: readonly number[];
  fill: string;
  ends: readonly [string, string];
}) {
  const most = Math.max(1, ...values);
  return (
    <div className="grid min-w-0 gap-1">
      <p className="flex flex-wrap justify-between gap-x-4">
        <span className="font-bold">{title}</span>
        <span className="text-solid-gray-800 tabular-nums">{text}</span>
      </p>
      <svg
        viewBox={`0 0 ${String(values.length * slot)} ${String(height)}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="h-20 w-full border-b border-solid-gray-420"
      >
        {values.map((value, index) => {
          const tall = value === 0 ? 0 : Math.max(1, (value / most) * height);
          return (
            <rect
              key={index}
              x={index * slot + (slot - bar) / 2}
              y={height - tall}
              width={bar}
              height={tall}
              className={fill}
            />
          );
        })}
      </svg>
      <p aria-hidden="true" className="flex justify-between text-sm text-solid-gray-700">
        {ends.map((end, index) => (
          <span key={index}>{end}</span>
        ))}
      </p>
    </div>
  );
}

/** Seconds to read: to the minute from two minutes on, to a tenth of an hour from two hours on. */
export function durationText(seconds: number, t: Words): string {
  if (seconds < 120) return t('statistics.seconds', { seconds: Math.round(seconds) });
  if (seconds < 7_200) return t('statistics.minutes', { minutes: Math.round(seconds / 60) });
  return t('statistics.hours', { hours: Math.round(seconds / 360) / 10 });
}
