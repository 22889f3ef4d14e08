import { infiniteQueryOptions, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { AddressUpdated } from '../../contracts/api/address-update.ts';
import type {
  ApprovalSetting,
  ApprovalSettingInput,
  ProposalDecided,
  Proposal,
  Proposals,
} from '../../contracts/api/proposals.ts';
import type {
  ProposedUpdateCount,
  ProposedUpdateDetail,
  ProposedUpdates,
} from '../../contracts/api/proposed-updates.ts';
import { below, pageByPage, request } from '../components/client.ts';
import { usePushed } from '../components/live.ts';

export type ApprovalState = 'open' | 'decided';

const path = 'proposed-updates';
/** The key of the list, the entries and the count, because a decision changes all of them. */
export const approvalsKey = (municipality: string) => [municipality, path];

/** Each look is audited, so only a person's action reads the list again. */
export const approvalsQuery = (municipality: string, state: ApprovalState) =>
  infiniteQueryOptions({
    queryKey: [...approvalsKey(municipality), 'list', state],
    queryFn: ({ pageParam, signal }) =>
      request<ProposedUpdates>(below(municipality, path), { query: { state, after: pageParam, limit: 50 }, signal }),
    ...pageByPage,
    refetchOnWindowFocus: false,
  });

export const approvalQuery = (municipality: string, updateId: string) =>
  queryOptions({
    queryKey: [...approvalsKey(municipality), 'entry', updateId],
    queryFn: ({ signal }) =>
      request<ProposedUpdateDetail>(below(municipality, `${path}/${encodeURIComponent(updateId)}`), { signal }),
    staleTime: Infinity,
    // No cache keeps names after the page.
    gcTime: 0,
    refetchOnMount: 'always',
  });

/** The count in the navigation. It is not read by the clock, which would keep an abandoned session alive for ever. */
export const approvalCountQuery = (municipality: string) =>
  queryOptions({
    queryKey: [...approvalsKey(municipality), 'count'],
    queryFn: ({ signal }) => request<ProposedUpdateCount>(below(municipality, `${path}/count`), { signal }),
    staleTime: 30_000,
  });

export type Decision = 'approve' | 'reject' | 'withdraw';
export const decideUpdate = (
  municipality: string,
  updateId: string,
  decision: Decision,
  reason?: string,
): Promise<AddressUpdated | { state: string }> =>
  request(below(municipality, `${path}/${encodeURIComponent(updateId)}/${decision}`), {
    method: 'POST',
    json: reason === undefined ? {} : { reason },
  });

export const approvalSettingQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'approval-setting'],
    queryFn: ({ signal }) => request<ApprovalSetting>(below(municipality, 'approval-setting'), { signal }),
    refetchOnWindowFocus: false,
  });
/** Decisions that wait for a second person, or were made by one. Each look is audited. */
export const proposalsQuery = (municipality: string, state: ApprovalState) =>
  queryOptions({
    queryKey: [...approvalsKey(municipality), 'proposals', state],
    queryFn: ({ signal }) => request<Proposals>(below(municipality, 'proposals'), { query: { state }, signal }),
    refetchOnWindowFocus: false,
  });

/** Who decides here knows without being told. */
export const decisionKey = (municipality: string, proposalId: string) => [
  ...approvalsKey(municipality),
  'decide',
  proposalId,
];

/** Those that wait, pushed as they change. `onDecided`: some that were there have been decided elsewhere. */
export function useOpenProposals(
  municipality: string,
  { enabled = true, onDecided }: { enabled?: boolean; onDecided: (proposals: readonly Proposal[]) => void },
) {
  const client = useQueryClient();
  const query = proposalsQuery(municipality, 'open');
  const { data, error } = useQuery({ ...query, enabled });
  const { queryKey } = query;
  const isRead = enabled && data !== undefined;
  const live = usePushed(isRead ? { queryKey, path: below(municipality, 'proposals'), event: 'proposals' } : undefined);
  const seen = useRef<readonly Proposal[]>([]);
  useEffect(() => {
    if (!data) return;
    const isOpen = ({ proposalId }: Proposal): boolean =>
      data.proposals.some((proposal) => proposal.proposalId === proposalId);
    const isOurs = ({ proposalId }: Proposal): boolean =>
      client
        .getMutationCache()
        .findAll({ mutationKey: decisionKey(municipality, proposalId) })
        .some(({ state }) => state.status !== 'error');
    const decided = seen.current.filter((proposal) => !isOpen(proposal));
    seen.current = data.proposals;
    if (decided.length === 0) return;
    void client.invalidateQueries({ queryKey: approvalCountQuery(municipality).queryKey });
    const elsewhere = decided.filter((proposal) => !isOurs(proposal));
    if (elsewhere.length > 0) onDecided(elsewhere);
    // What is done with it may be another function at each look.
  }, [client, data, municipality]);
  return { proposals: data?.proposals ?? [], isRead, error, live };
}

export const decideProposal = (
  municipality: string,
  proposalId: string,
  decision: Decision,
  reason?: string,
): Promise<ProposalDecided> =>
  request(below(municipality, `proposals/${encodeURIComponent(proposalId)}/${decision}`), {
    method: 'POST',
    json: reason === undefined ? {} : { reason },
  });

export const putApprovalSetting = (municipality: string, json: ApprovalSettingInput): Promise<ApprovalSetting> =>
  request(below(municipality, 'approval-setting'), { method: 'PUT', json });
