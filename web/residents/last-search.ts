import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { foundKey, keptMs, type Asked, type Criteria } from './calls.ts';
import { useHere } from '../shell/municipality.tsx';

/**
 * What was searched for last, for the way back from a resident. In the cache of the queries, which is in memory and is
 * cleared when somebody signs out: names belong neither in an address nor in what a browser keeps of its history.
 */
export function useLastSearch(): [last: Asked | undefined, search: (criteria: Criteria) => void] {
  const client = useQueryClient();
  const { municipality } = useHere();
  const queryKey = [municipality, 'last-resident-search'];
  const { data } = useQuery<Asked>({ queryKey, queryFn: skipToken, gcTime: keptMs });
  const search = (criteria: Criteria): void => {
    client.removeQueries({ queryKey: foundKey(municipality), type: 'inactive' });
    client.setQueryData<Asked>(queryKey, { criteria, at: Date.now() });
  };
  return [data, search];
}
