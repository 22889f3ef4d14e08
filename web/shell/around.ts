import { useQuery } from '@tanstack/react-query';
import type { Organisation } from '../../contracts/api/organisations.ts';
import { ofOrganisation, request } from '../components/client.ts';

/** The organisations around one as far as the reader sees them; none until they are there, or where they may not be asked for. */
export function useAround(organisation: string, enabled = true): readonly Organisation[] {
  const { data } = useQuery({
    queryKey: ['around', organisation],
    queryFn: ({ signal }) =>
      request<{ organisations: Organisation[] }>(ofOrganisation(organisation, 'around'), { signal }),
    enabled,
    staleTime: Infinity,
  });
  return data?.organisations ?? [];
}
