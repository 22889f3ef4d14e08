/** The overview: pushed by the server as it changes, and asked for every few seconds where that fails. */
import { queryOptions } from '@tanstack/react-query';
import type { Counts } from '../../contracts/api/operations.ts';
import type { Overview } from '../../contracts/api/overview.ts';
import { below, request } from '../components/client.ts';
import { useLive } from '../components/live.ts';

/** Counts by stage and by error. The server counts every resident for it, so it is asked for only on demand. */
export const countsQuery = (municipality: string) =>
  queryOptions({
    queryKey: [municipality, 'counts'],
    queryFn: ({ signal }) => request<Counts>(below(municipality, 'counts'), { signal }),
    refetchOnWindowFocus: false,
  });

export function useOverview(municipality: string): {
  overview: Overview | undefined;
  error: Error | null;
  live: boolean;
} {
  const path = below(municipality, 'overview');
  const { data, ...rest } = useLive({
    queryKey: [municipality, 'overview'],
    ask: (signal) => request<Overview>(path, { signal }),
    path,
    event: 'overview',
  });
  return { overview: data, ...rest };
}
