import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  DeliveryBoard,
  DeliveryKeys,
  Release,
  Releases,
  Rollout,
  Rollouts,
  RolloutWithDeliveries,
  SwitchBackResult,
} from '../../contracts/api/deliveries.ts';
import type { KeyRole, ReleaseKind, WavePlan } from '../../domain/deliveries/names.ts';
import { ofOrganisation, request } from '../components/client.ts';
import { thenTell } from '../components/then-tell.ts';

export type RolloutDetail = z.infer<typeof RolloutWithDeliveries>;

const idleMs = 15_000;
const busyMs = 2_000;

/** Who has what. While something is on its way it is read every other second. */
export const boardQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'deliveries', 'board'],
    queryFn: ({ signal }) => request<DeliveryBoard>(ofOrganisation(organisation, 'deliveries'), { signal }),
    refetchInterval: ({ state }) =>
      state.data?.targets.some(({ open }) => open.length > 0) === true ? busyMs : idleMs,
  });

export const releasesQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'deliveries', 'releases'],
    queryFn: ({ signal }) => request<z.infer<typeof Releases>>(ofOrganisation(organisation, 'releases'), { signal }),
    refetchInterval: idleMs,
  });

export const rolloutsQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'deliveries', 'rollouts'],
    queryFn: ({ signal }) => request<z.infer<typeof Rollouts>>(ofOrganisation(organisation, 'rollouts'), { signal }),
    refetchInterval: ({ state }) =>
      state.data?.rollouts.some(({ state: each }) => each === 'running') === true ? busyMs : idleMs,
  });

export const rolloutQuery = (organisation: string, rollout: string) =>
  queryOptions({
    queryKey: [organisation, 'deliveries', 'rollout', rollout],
    queryFn: ({ signal }) => request<RolloutDetail>(ofOrganisation(organisation, `rollouts/${rollout}`), { signal }),
    refetchInterval: ({ state }) =>
      state.data === undefined || state.data.state === 'running' || state.data.order !== null ? busyMs : idleMs,
  });

export const keysQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'deliveries', 'keys'],
    queryFn: ({ signal }) => request<DeliveryKeys>(ofOrganisation(organisation, 'deliveries/keys'), { signal }),
    refetchInterval: idleMs,
  });

/** Whatever was changed, all that is shown of deliveries is read again. */
function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === 'deliveries' });
}

export interface Proposal {
  file: File;
  name: string;
  kind: ReleaseKind;
  reason: string;
}

export function useProposal(organisation: string, onDone: () => void) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ file, name, kind, reason }: Proposal) =>
      request<Release>(ofOrganisation(organisation, 'releases'), {
        method: 'POST',
        query: { name, kind, reason },
        body: new Blob([file], { type: 'application/octet-stream' }),
      }),
    ...thenTell(refresh, onDone),
  });
}

export type Decision = 'approve' | 'refuse' | 'withdraw';

export function useDecision(organisation: string, onDone: () => void) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ release, what, reason }: { release: string; what: Decision; reason: string }) =>
      request<Release>(ofOrganisation(organisation, `releases/${release}/${what}`), {
        method: 'POST',
        json: { reason },
      }),
    ...thenTell(refresh, onDone),
  });
}

export interface NewRollout {
  release: string;
  applyAfter: string;
  waves: WavePlan[];
  organisations?: string[];
  group?: string;
  canary?: string[];
}

export function useStart(organisation: string, onDone: (rollout: Rollout) => void) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (json: NewRollout) =>
      request<Rollout>(ofOrganisation(organisation, 'rollouts'), { method: 'POST', json }),
    ...thenTell(refresh, onDone),
  });
}

export type Order = 'hold' | 'go-on' | 'abandon';

export function useOrder(organisation: string, rollout: string, onDone: () => void) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ order, reason }: { order: Order; reason: string }) =>
      request<Rollout>(ofOrganisation(organisation, `rollouts/${rollout}/${order}`), {
        method: 'POST',
        json: { reason },
      }),
    ...thenTell(refresh, onDone),
  });
}

export function useSwitchBack(organisation: string, onDone: (result: z.infer<typeof SwitchBackResult>) => void) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (json: { name: string; reason: string }) =>
      request<z.infer<typeof SwitchBackResult>>(ofOrganisation(organisation, 'deliveries/back'), {
        method: 'POST',
        json,
      }),
    ...thenTell(refresh, onDone),
  });
}

/** Signs everything anew, or replaces the key of a role first. */
export function useSigning(organisation: string, onDone: () => void) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ role, reason }: { role: KeyRole | null; reason: string }) =>
      request<DeliveryKeys>(ofOrganisation(organisation, `deliveries/keys/${role === null ? 'resign' : 'rotate'}`), {
        method: 'POST',
        json: role === null ? { reason } : { role, reason },
      }),
    ...thenTell(refresh, onDone),
  });
}
