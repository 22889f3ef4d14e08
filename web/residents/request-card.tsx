import type { ResidentDetail } from '../../contracts/api/resident-detail.ts';
import { Card } from '../components/card.tsx';
import { StatusLabel } from '../components/status-label.tsx';
import { DataTable } from '../components/table.tsx';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { WorkflowLink } from '../shell/workflow-link.tsx';
import { participantOf, stepOf } from '../components/code-names.ts';
import { Facts } from '../components/facts.tsx';

/** Where the code request stands, what was sent to whom, and a link to its workflow. */
export function RequestCard({ resident }: { resident: ResidentDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { language } = usePreferences();
  const { stage, attempt, since, opensAt, acquiredAt, heldTransfers } = resident;
  return (
    <Card title={t('resident.request')} aside={<WorkflowLink workflow={resident.workflow} />}>
      <Facts
        facts={[
          { key: 'number', title: t('resident.number'), value: resident.integratedAddressNumber },
          { key: 'status', title: t('resident.status'), value: t(`status.${resident.codeRequestStatus}`) },
          { key: 'stage', title: t('errors.stage'), value: stage && <StatusLabel stage={stage} /> },
          { key: 'attempt', title: t('resident.attempt'), value: t('errors.attempt', { attempt }) },
          { key: 'since', title: t('resident.since'), value: formats.moment(since) },
          { key: 'opensAt', title: t('resident.opensAt'), value: opensAt && formats.moment(opensAt) },
          { key: 'acquiredAt', title: t('resident.acquiredAt'), value: acquiredAt && formats.moment(acquiredAt) },
          {
            key: 'held',
            title: t('resident.heldTransfers'),
            value: heldTransfers > 0 && formats.count(heldTransfers),
          },
        ]}
      />
      <h3 className="font-bold">{t('resident.attempts')}</h3>
      <DataTable
        caption={t('resident.attempts')}
        rows={resident.attempts}
        rowKey={({ requestId }) => requestId}
        empty={t('resident.attempts.none')}
        columns={[
          {
            key: 'step',
            title: t('resident.step'),
            cell: ({ step, grain }) => (
              <>
                {stepOf(step, t)}
                {grain === 'chunk' && <span className="block text-sm">{t('resident.attempts.chunk')}</span>}
              </>
            ),
          },
          { key: 'to', title: t('resident.to'), cell: ({ participant }) => participantOf(participant, language) },
          {
            key: 'attempt',
            title: t('resident.attempt'),
            numeric: true,
            cell: ({ attempt: nth }) => t('errors.attempt', { attempt: nth }),
          },
          {
            key: 'sends',
            title: t('resident.sends'),
            numeric: true,
            cell: ({ sends }) => t('resident.sends.count', { count: formats.count(sends) }),
          },
          { key: 'created', title: t('resident.sentAt'), cell: ({ createdAt }) => formats.moment(createdAt) },
          {
            key: 'answered',
            title: t('resident.answer'),
            cell: ({ answeredAt }) =>
              answeredAt === null
                ? t('resident.unanswered')
                : t('resident.answered', { time: formats.moment(answeredAt) }),
          },
        ]}
      />
    </Card>
  );
}
