import { useQuery } from '@tanstack/react-query';
import { Card } from '../components/card.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';
import { Skeleton } from '../components/waiting.tsx';
import { usePlace } from '../shell/place.tsx';
import { changesQuery } from './calls.ts';

/** The history of the own part: who changed it when and why, and who decided. */
export function ChangesCard() {
  const t = useWords();
  const formats = useFormats();
  const { organisation } = usePlace();
  const { data, error } = useQuery(changesQuery(organisation));
  return (
    <Card title={t('hours.changes')}>
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Skeleton lines={4} />}
      {data && (
        <DataTable
          caption={t('hours.changes')}
          rows={data.changes}
          rowKey={({ changeId }) => changeId}
          empty={t('hours.changes.none')}
          columns={[
            {
              key: 'at',
              title: t('hours.changes.at'),
              heading: true,
              cell: ({ proposedAt }) => formats.moment(proposedAt),
            },
            { key: 'by', title: t('hours.changes.by'), cell: ({ proposedBy }) => proposedBy.name ?? proposedBy.id },
            { key: 'reason', title: t('hours.reason'), cell: ({ reason }) => reason },
            {
              key: 'decision',
              title: t('hours.changes.decision'),
              cell: ({ decision, decidedBy, decisionReason }) =>
                [t(`hours.decision.${decision ?? 'waiting'}`), decidedBy?.name ?? '', decisionReason ?? '']
                  .filter((text) => text !== '')
                  .join(' / '),
            },
          ]}
        />
      )}
    </Card>
  );
}
