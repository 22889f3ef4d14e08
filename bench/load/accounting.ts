/** Correct or void: everybody is accounted for, and exactly one serial was asked for each of those who need one. */
import { ledgersSince, readLedgers, type LedgerCounts } from '../common/ledgers.ts';
import type { BenchStack } from '../common/stack.ts';

export interface Accounts {
  persons: number;
  acquired: number;
  /** Waiting for their personal number, or in the error list with an open entry. */
  otherwise: number;
  serials: number;
  duplicates: number;
}

/** Throws with what does not add up. `before`: the ledgers before the first of these residents was sent. */
export async function accountFor(
  stack: BenchStack,
  { municipality, before, residents }: { municipality: string; before: LedgerCounts; residents: number },
): Promise<Accounts> {
  const [row] = await stack.sql<{ persons: number; acquired: number; otherwise: number; asked: number }[]>`
    select count(*)::int as persons, count(*) filter (where stage = 'ACQUIRED')::int as acquired,
      count(*) filter (where stage in ('AWAITING_PN', 'HELD') or stage = 'NEEDS_ATTENTION' and exists (
        select from failures f where f.municipality = p.municipality and f.person_id = p.person_id
          and f.resolved_at is null))::int as otherwise,
      count(*) filter (where code_request_status <> 'NOT_REQUESTED')::int as asked
    from persons p where municipality = ${municipality}`;
  const { serialRequests, serials, codes, duplicates } = ledgersSince(before, await readLedgers(stack.run));
  const { persons = 0, acquired = 0, otherwise = 0, asked = 0 } = row ?? {};
  const wrong = [
    persons === residents ? '' : `${persons} persons for ${residents} residents`,
    acquired + otherwise === persons ? '' : `${persons - acquired - otherwise} persons are nowhere`,
    serialRequests === asked ? '' : `${serialRequests} serial requests for ${asked} persons`,
    serials === asked ? '' : `${serials} serials for ${asked} persons`,
    codes === acquired ? '' : `${codes} codes for ${acquired} persons who have one`,
    duplicates === 0 ? '' : `${duplicates} effects were had twice`,
  ].filter((sentence) => sentence !== '');
  if (wrong.length > 0) throw new Error(`The result is void: ${wrong.join('; ')}.`);
  return { persons, acquired, otherwise, serials, duplicates };
}
