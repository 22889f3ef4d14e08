import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AddressUpdated } from '../../contracts/api/address-update.ts';
import type {
  ApprovalSetting,
  ApprovalSettingInput,
  ProposalDecided,
  Proposals,
} from '../../contracts/api/proposals.ts';
import type {
  ProposedUpdateCount,
  ProposedUpdateDetail,
  ProposedUpdates,
} from '../../contracts/api/proposed-updates.ts';
import { below, pageByPage, request } from '../components/client.ts';

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
/** Decisions that wait for a second person. Each look is audited, so only a person's action reads them again. */
export const proposalsQuery = (municipality: string, state: ApprovalState) =>
  queryOptions({
    queryKey: [...approvalsKey(municipality), 'proposals', state],
    queryFn: ({ signal }) => request<Proposals>(below(municipality, 'proposals'), { query: { state }, signal }),
    refetchOnWindowFocus: false,
  });

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
