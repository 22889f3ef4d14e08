import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { foundKey, keptMs, type Criteria, type MadeSearch } from './calls.ts';
import { useHere } from '../shell/municipality.tsx';

/**
 * Keeps the last search for the way back from a resident. It is in the cache of the queries, which is in memory and
 * cleared at sign-out, because names belong neither in an address nor in a browser's history.
 */
export function useLastSearch(): [last: MadeSearch | undefined, search: (criteria: Criteria) => void] {
  const client = useQueryClient();
  const { municipality } = useHere();
  const queryKey = [municipality, 'last-resident-search'];
  const { data } = useQuery<MadeSearch>({ queryKey, queryFn: skipToken, gcTime: keptMs });
  const search = (criteria: Criteria): void => {
    client.removeQueries({ queryKey: foundKey(municipality), type: 'inactive' });
    client.setQueryData<MadeSearch>(queryKey, { criteria, at: Date.now() });
  };
  return [data, search];
}
