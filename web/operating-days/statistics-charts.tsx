import { Picture } from '../components/bar-picture.tsx';
import { Card } from '../components/card.tsx';
import { useFormats, useWords, type Words } from '../components/preferences.tsx';
import { counts, type Count, type DayFigures } from './figures.ts';

const fills: Record<Count, string> = {
  newRequests: 'fill-key-400',
  requested: 'fill-key-600',
  confirmed: 'fill-key-900',
  errors: 'fill-error-2',
};
const times = { mean: 'secondsToCodeMean', p95: 'secondsToCodeP95' } as const;

/** Each figure has its own scale, so that a few errors can be seen beside thousands. The table has the exact numbers. */
export function StatisticsCharts({ days }: { days: readonly DayFigures[] }) {
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
        {(['mean', 'p95'] as const).map((time) => {
          const values = days.map((day) => day[times[time]] ?? 0);
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
    </Card>
  );
}

/** Seconds to read: to the minute from two minutes on, to a tenth of an hour from two hours on. */
export function durationText(seconds: number, t: Words): string {
  if (seconds < 120) return t('statistics.seconds', { seconds: Math.round(seconds) });
  if (seconds < 7_200) return t('statistics.minutes', { minutes: Math.round(seconds / 60) });
  return t('statistics.hours', { hours: Math.round(seconds / 360) / 10 });
}
