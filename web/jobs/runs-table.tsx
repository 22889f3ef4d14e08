import type { JobDayWithRuns } from '../../contracts/api/jobs.ts';
import { useFormats, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';
import { JobLabel } from './labels.tsx';
import { commandText, useAnd } from './words.ts';

type Job = JobDayWithRuns['jobs'][number];

/** Each job with all its tries. What has failed says why, and what waits says for which. */
export function RunsTable({ day: { jobs, runs } }: { day: JobDayWithRuns }) {
  const t = useWords();
  const formats = useFormats();
  const and = useAnd();
  const runsOf = ({ job }: Job) => runs.filter((run) => run.job === job);
  const moment = (at: string | null | undefined) => (
    <span className="whitespace-nowrap">{at == null ? '–' : formats.exactMoment(at)}</span>
  );
  return (
    <DataTable
      caption={t('jobs.jobs')}
      rows={jobs}
      rowKey={({ job }) => job}
      columns={[
        {
          key: 'job',
          title: t('jobs.job'),
          heading: true,
          cell: ({ job, command }) => (
            <>
              {job}
              <span className="block text-sm font-normal text-solid-gray-800">{commandText(command, t)}</span>
            </>
          ),
        },
        {
          key: 'after',
          title: t('jobs.after'),
          cell: ({ after, when }) =>
            after.length === 0 ? t('jobs.after.start') : t(`jobs.when.${when}`, { jobs: after.join(and) }),
        },
        {
          key: 'state',
          title: t('jobs.stateTitle'),
          cell: (job) => {
            const tries = runsOf(job);
            const last = tries.at(-1);
            return (
              <>
                <JobLabel state={job.state} />
                {tries.length > 1 && (
                  <span className="ml-2 text-sm">{t('jobs.tries', { count: formats.count(tries.length) })}</span>
                )}
                {tries.map(
                  ({ attempt, error, message }) =>
                    error !== null && (
                      <span key={attempt} className="block text-sm">
                        {t('jobs.try', { attempt: formats.count(attempt), error: t(`jobs.error.${error}`) })}
                        {message !== null && ` (${message})`}
                      </span>
                    ),
                )}
                {Object.entries(last?.counts ?? {}).map(([name, count]) => (
                  <span key={name} className="block text-sm">
                    {t('jobs.count', { name, count: formats.count(count) })}
                  </span>
                ))}
              </>
            );
          },
        },
        { key: 'startedAt', title: t('jobs.startedAt'), cell: (job) => moment(runsOf(job)[0]?.startedAt) },
        { key: 'endedAt', title: t('jobs.endedAt'), cell: (job) => moment(runsOf(job).at(-1)?.endedAt) },
      ]}
    />
  );
}
