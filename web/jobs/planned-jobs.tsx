import { orderJobs } from '../../domain/jobs/check.ts';
import { Card } from '../components/card.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';
import { commandText, useAnd, type Net } from './words.ts';

/** The jobs of a net as defined, each with what it follows. */
export function PlannedJobs({ net: { jobs } }: { net: Net }) {
  const t = useWords();
  const formats = useFormats();
  const and = useAnd();
  return (
    <Card title={t('jobs.jobs')}>
      <DataTable
        caption={t('jobs.jobs')}
        rows={orderJobs(jobs)}
        rowKey={({ job }) => job}
        columns={[
          { key: 'job', title: t('jobs.job'), heading: true, cell: ({ job }) => job },
          { key: 'command', title: t('jobs.command'), cell: ({ command }) => commandText(command, t) },
          {
            key: 'after',
            title: t('jobs.after'),
            cell: ({ after, when }) =>
              after.length === 0 ? t('jobs.after.start') : t(`jobs.when.${when}`, { jobs: after.join(and) }),
          },
          {
            key: 'retry',
            title: t('jobs.retry'),
            cell: ({ retry: { attempts, pauseSeconds } }) =>
              attempts <= 1
                ? t('jobs.retry.once')
                : t('jobs.retry.times', { attempts: formats.count(attempts), seconds: formats.count(pauseSeconds) }),
          },
          {
            key: 'limit',
            title: t('jobs.fact.limit'),
            numeric: true,
            cell: ({ limitMinutes }) => t('jobs.minutes', { minutes: formats.count(limitMinutes) }),
          },
        ]}
      />
    </Card>
  );
}
