import { StandingQuestion, type CodeRequestStanding } from '../contracts/participants/code-route.ts';
import { municipalityOf, parseBody } from './base/http.ts';
import type { Base } from './base/program.ts';

/** By which a line of table 246 is found by its resident. */
export const fingerprintOfNumber = ({ sealed }: Base, municipality: string, personalNumber: string): string =>
  sealed.fingerprint(`${municipality}/${personalNumber}`);

/** What this program has of the newest code request of a resident. */
export async function findStanding(
  base: Base,
  municipality: string,
  personalNumber: string,
): Promise<CodeRequestStanding> {
  const [row] = await base.database.sql<{ refused: string | null; waiting: boolean; taken_at: Date }[]>`
    select line.refused, batch.waiting, batch.taken_at from code_requests line
    cross join lateral (
      select waiting, taken_at from batches where first_line <= line.id order by first_line desc limit 1
    ) batch
    where line.number_fingerprint = ${fingerprintOfNumber(base, municipality, personalNumber)}
    order by line.id desc limit 1`;
  if (!row) return { state: 'none', takenAt: null };
  const state = row.refused !== null ? 'refused' : row.waiting ? 'stored' : 'forwarded';
  return { state, takenAt: row.taken_at.toISOString() };
}

/** What the Juki system asks the gateway (seed P:333). */
export function addCodeStanding(base: Base): void {
  base.app.post('/v1/municipalities/:municipality/code-request-standing', async (c) => {
    const { personalNumber } = await parseBody(c, StandingQuestion);
    return c.json(await findStanding(base, municipalityOf(c), personalNumber));
  });
}
