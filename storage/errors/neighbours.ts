/** The entries before and after one, in the list that a filter gives. */
import type { Database } from '../database/database.ts';
import type { ErrorFilter } from './filter.ts';
import { listErrors, type ErrorListOptions, type ErrorRow } from './list.ts';

/** A filter that no index answers may need several looks; after so many, the end of the list is taken for granted. */
const mostLooks = 20;

export async function findNeighbours(
  db: Database,
  municipality: string,
  { firstSeenAt, failureId }: Pick<ErrorRow, 'firstSeenAt' | 'failureId'>,
  { order = 'oldest', ...filter }: ErrorFilter & Pick<ErrorListOptions, 'order'>,
): Promise<{ previous: string | null; next: string | null }> {
  const place = { firstSeenAt: firstSeenAt.getTime(), failureId };
  const find = async (direction: 'oldest' | 'newest'): Promise<string | null> => {
    let after = place;
    for (let looks = 0; looks < mostLooks; looks += 1) {
      const page = await listErrors(db, municipality, { ...filter, order: direction, after, limit: 1 });
      const [found] = page.entries;
      if (found) return found.failureId;
      if (page.next === null) return null;
      after = page.next;
    }
    return null;
  };
  const [later, earlier] = await Promise.all([find('oldest'), find('newest')]);
  return order === 'oldest' ? { previous: earlier, next: later } : { previous: later, next: earlier };
}
