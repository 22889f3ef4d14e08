import { useQuery } from '@tanstack/react-query';
import { confirmationsQuery } from '../../api/municipality.ts';
import { Card } from '../../components/card.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { DataTable } from '../../components/table.tsx';
import { Skeleton } from '../../components/waiting.tsx';
import { useFormats, useWords } from '../../preferences.tsx';
import { useHere } from '../../shell/municipality.tsx';

const runsShown = 5;

export function ConfirmationsCard() {
  const t = useWords();
  const formats = useFormats();
  const { municipality } = useHere();
  const { data, error } = useQuery(confirmationsQuery(municipality));
  return (
    <Card title={t('home.confirmations')}>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton />}
      {data && (
        <DataTable
          caption={t('home.confirmations')}
          rows={data.runs.slice(0, runsShown)}
          rowKey={({ runId, startedAt }) => `${runId} ${startedAt}`}
          empty={t('home.noConfirmations')}
          columns={[
            {
              key: 'started',
              title: t('home.started'),
              cell: ({ startedAt, finishedAt }) => (
                <>
                  {formats.moment(startedAt)}
                  {finishedAt === null && <span className="block text-sm">{t('home.running')}</span>}
                </>
              ),
            },
            { key: 'asked', title: t('home.asked'), numeric: true, cell: ({ asked }) => formats.count(asked) },
            {
              key: 'acquired',
              title: t('home.acquired'),
              numeric: true,
              cell: ({ acquired }) => formats.count(acquired),
            },
            { key: 'errors', title: t('home.failed'), numeric: true, cell: ({ errors }) => formats.count(errors) },
            { key: 'unknown', title: t('home.unknown'), numeric: true, cell: ({ unknown }) => formats.count(unknown) },
          ]}
        />
      )}
    </Card>
  );
}
