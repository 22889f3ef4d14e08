import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { loadFromTab } from '../components/kept.ts';
import { useHere } from '../shell/municipality.tsx';
import { useSession } from '../shell/session.tsx';
import { beginSearch, keyOf, nameOf, setSearch, type Owner } from './begin-search.ts';
import { keptMs, type Criteria, type MadeSearch, type Sorting } from './calls.ts';

/**
 * Keeps the last search for the way back from a resident and for a page that is loaded again: in the cache of the
 * queries, and for its own reader in the tab's storage, which ends with the tab and with the sign-out. Names belong
 * neither in an address nor in a browser's history, and a personal number in none of these.
 */
export function useLastSearch(): {
  last: MadeSearch | undefined;
  search: (criteria: Criteria) => void;
  sortBy: (sorting: Sorting) => void;
} {
  const client = useQueryClient();
  const { municipality } = useHere();
  const { staffId } = useSession();
  const owner = { municipality, staffId };
  const { data: last } = useQuery<MadeSearch>({
    queryKey: keyOf(municipality),
    queryFn: skipToken,
    initialData: () => read(loadFromTab(nameOf(municipality)), staffId),
    gcTime: keptMs,
  });
  return {
    last,
    search: (criteria) => beginSearch(client, owner, criteria),
    sortBy: (sorting) => {
      if (last) setSearch(client, owner, { ...last, ...sorting });
    },
  };
}

/** What this program kept for this reader; of anybody else's, or of another version's, nothing is taken. */
function read(kept: string | null, staffId: string): MadeSearch | undefined {
  if (kept === null) return undefined;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every member is looked at
    const { staffId: owner, criteria, sort, order } = JSON.parse(kept) as Partial<MadeSearch & Owner>;
    if (owner !== staffId || typeof criteria !== 'object' || sort === undefined || order === undefined)
      return undefined;
    return { criteria, sort, order, at: 0 };
  } catch {
    return undefined;
  }
}
