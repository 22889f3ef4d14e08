import type { ProposedUpdateDetail } from '../../contracts/api/proposed-updates.ts';
import { Card } from '../components/card.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { Facts } from '../components/facts.tsx';
import { StateLabel } from './state-label.tsx';
import { ProtectedLabel } from '../components/protected-label.tsx';

/** Who proposed the update and why, and what became of it. */
export function AboutCard({ update }: { update: ProposedUpdateDetail }) {
  const t = useWords();
  const formats = useFormats();
  const { state, proposedBy, proposedAt, own, decidedBy, decidedAt, decisionReason, historySeq } = update;
  return (
    <Card title={t('approval.about')} aside={update.protected && <ProtectedLabel />}>
      <Facts
        facts={[
          { key: 'state', title: t('approval.state'), value: <StateLabel state={state} /> },
          {
            key: 'by',
            title: t('approval.proposedBy'),
            value: own ? `${proposedBy.name} ${t('approvals.own')}` : proposedBy.name,
          },
          { key: 'at', title: t('approval.proposedAt'), value: formats.moment(proposedAt) },
          { key: 'from', title: t('approval.from'), value: formats.count(update.currentHistorySeq) },
          { key: 'reason', title: t('approvals.reason'), value: update.reason },
          { key: 'decidedBy', title: t('approval.decidedBy'), value: decidedBy?.name ?? null },
          {
            key: 'decidedAt',
            title: t('approval.decidedAt'),
            value: decidedAt !== null && formats.moment(decidedAt),
          },
          { key: 'decisionReason', title: t('approval.decisionReason'), value: decisionReason },
          { key: 'became', title: t('approval.became'), value: historySeq !== null && formats.count(historySeq) },
        ]}
      />
    </Card>
  );
}
