/** Decisions beside updates that wait for a second person, or were made by one. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Proposal } from '../../contracts/api/proposals.ts';
import { proposalsQuery, useOpenProposals, type ApprovalState } from './calls.ts';
import { buttonClass } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { useFormats, useWords } from '../components/preferences.tsx';
import { DataTable } from '../components/table.tsx';
import { useHere } from '../shell/municipality.tsx';
import { ResidentLink } from '../shell/resident-link.tsx';
import { ProposalCard } from './proposal-card.tsx';
import { StateLabel } from './state-label.tsx';

export function ProposalsTable({ state }: { state: ApprovalState }) {
  return state === 'open' ? <OpenProposals /> : <DecidedProposals />;
}

function OpenProposals() {
  const t = useWords();
  const { municipality } = useHere();
  const [meanwhile, setMeanwhile] = useState(false);
  const { proposals, error } = useOpenProposals(municipality, { onDecided: () => setMeanwhile(true) });
  const waiting = proposals.filter(({ kind }) => kind === 'four-eyes-off');
  return (
    <>
      {error && <ProblemNotice error={error} />}
      {meanwhile && <Notice look="information">{t('approval.meanwhile')}</Notice>}
      {proposals.length > 0 && <Rows proposals={proposals} />}
      {waiting.map((proposal) => (
        <ProposalCard key={proposal.proposalId} proposal={proposal} />
      ))}
    </>
  );
}

function DecidedProposals() {
  const { municipality } = useHere();
  const { data, error } = useQuery(proposalsQuery(municipality, 'decided'));
  if (error) return <ProblemNotice error={error} />;
  return data && data.proposals.length > 0 && <Rows proposals={data.proposals} />;
}

function Rows({ proposals }: { proposals: readonly Proposal[] }) {
  const t = useWords();
  const formats = useFormats();
  const { municipality } = useHere();
  return (
    <DataTable
      caption={t('proposals.list')}
      rows={proposals}
      rowKey={({ proposalId }) => proposalId}
      columns={[
        {
          key: 'what',
          title: t('proposals.what'),
          heading: true,
          cell: ({ kind, integratedAddressNumber }: Proposal) => (
            <div className="grid min-w-40 gap-1">
              {t(`proposal.${kind}`)}
              {integratedAddressNumber !== null && <ResidentLink number={integratedAddressNumber} />}
            </div>
          ),
        },
        {
          key: 'open',
          title: t('errors.actions'),
          cell: ({ failureId, integratedAddressNumber: number }) =>
            failureId !== null && (
              <Link
                to="/$municipality/errors/$failureId/comparison"
                params={{ municipality, failureId }}
                aria-label={t('approvals.openOf', { number: number ?? failureId })}
                className={buttonClass('secondary', 'small')}
              >
                {t('approvals.open')}
              </Link>
            ),
        },
        {
          key: 'proposed',
          title: t('approvals.proposed'),
          cell: ({ proposedAt, proposedBy, own }) => (
            <div className="grid min-w-40">
              <span>
                {proposedBy.name ?? proposedBy.staffId} {own && <span className="text-sm">{t('approvals.own')}</span>}
              </span>
              <span className="text-sm">{formats.moment(proposedAt)}</span>
            </div>
          ),
        },
        {
          key: 'reason',
          title: t('approvals.reason'),
          cell: ({ reason }) => <span className="block min-w-40 break-words">{reason}</span>,
        },
        {
          key: 'state',
          title: t('approval.state'),
          cell: ({ state: decided, decidedBy, decidedAt }) => (
            <div className="grid min-w-32 justify-items-start gap-1">
              <StateLabel state={decided} />
              {decidedBy && (
                <span className="text-sm">
                  {decidedBy.name ?? decidedBy.staffId} {decidedAt !== null && formats.moment(decidedAt)}
                </span>
              )}
            </div>
          ),
        },
      ]}
    />
  );
}
