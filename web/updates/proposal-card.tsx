import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Proposal } from '../../contracts/api/proposals.ts';
import { approvalSettingQuery, approvalsKey, decideProposal, decisionKey, type Decision } from './calls.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { ApiError } from '../components/client.ts';
import { Dialog } from '../components/dialog.tsx';
import { Facts } from '../components/facts.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { isReason } from '../components/reason.ts';
import { ReasonForm } from '../components/reason-form.tsx';
import { useHere } from '../shell/municipality.tsx';

/** A decision that waits for a second person, and what the reader may do about it. */
export function ProposalCard({ proposal, onDone }: { proposal: Proposal; onDone?: (() => void) | undefined }) {
  const t = useWords();
  const formats = useFormats();
  const { may } = useHere();
  const [deciding, setDeciding] = useState<Decision | null>(null);
  const { kind, proposedBy, proposedAt, reason, own, outdated } = proposal;
  const approves = may('residents:approve') && !own;
  return (
    <Card title={t(`proposal.${kind}`)}>
      <p>{t(`proposal.${kind}.text`)}</p>
      {outdated && <Notice look="warning">{t('proposal.outdated')}</Notice>}
      {own && <Notice look="information">{t('approval.own')}</Notice>}
      <Facts
        facts={[
          { key: 'by', title: t('approval.proposedBy'), value: proposedBy.name ?? proposedBy.staffId },
          { key: 'at', title: t('approval.proposedAt'), value: formats.moment(proposedAt) },
          { key: 'reason', title: t('approvals.reason'), value: reason },
        ]}
      />
      <div className="flex flex-wrap gap-3">
        {approves && !outdated && <Button onClick={() => setDeciding('approve')}>{t('approval.approve')}</Button>}
        {approves && (
          <Button look="secondary" onClick={() => setDeciding('reject')}>
            {t('approval.reject')}
          </Button>
        )}
        {own && may('residents:approve') && (
          <Button look="secondary" onClick={() => setDeciding('withdraw')}>
            {t('approval.withdraw')}
          </Button>
        )}
      </div>
      {deciding && (
        <DecideDialog
          proposal={proposal}
          decision={deciding}
          onClose={() => setDeciding(null)}
          onDone={() => {
            setDeciding(null);
            onDone?.();
          }}
        />
      )}
    </Card>
  );
}

function DecideDialog({
  proposal: { proposalId, kind },
  decision,
  onClose,
  onDone,
}: {
  proposal: Proposal;
  decision: Decision;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useWords();
  const { municipality } = useHere();
  const client = useQueryClient();
  const deciding = useMutation({
    mutationKey: decisionKey(municipality, proposalId),
    mutationFn: (reason: string) => decideProposal(municipality, proposalId, decision, reason),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: approvalsKey(municipality) });
      void client.invalidateQueries({ queryKey: approvalSettingQuery(municipality).queryKey });
      onDone();
    },
    onError: (error) => {
      if (!(error instanceof ApiError) || error.problem?.code !== 'UPDATE_DECIDED') return;
      // Whoever shows the proposals says that somebody else has decided it.
      void client.invalidateQueries({ queryKey: approvalsKey(municipality) });
      onClose();
    },
  });
  return (
    <Dialog title={`${t(`approval.${decision}`)}: ${t(`proposal.${kind}`)}`} onClose={onClose}>
      <p>{t(`proposal.${kind}.text`)}</p>
      {deciding.error && <ProblemNotice error={deciding.error} />}
      <ReasonForm
        submit={t(`approval.${decision}`)}
        look={decision === 'reject' ? 'danger' : 'primary'}
        busy={deciding.isPending}
        about={proposalId}
        hint={t('residents.reason.hint')}
        check={(reason) => (isReason(reason) ? undefined : t('residents.reason.short'))}
        onSubmit={(reason) => deciding.mutate(reason)}
        onClose={onClose}
      />
    </Dialog>
  );
}
