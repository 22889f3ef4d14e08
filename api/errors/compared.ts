import { listAudit } from '../../storage/audit/log.ts';
import type { ApiContext, Caller } from '../context.ts';
import { ProblemError } from '../http/problem.ts';

/**
 * Whoever decides that a held transfer is of the same person has looked at both sides: the audit log has it. A program
 * sees no residents, and answers for what its people have seen.
 *
 * @throws ProblemError NOT_COMPARED
 */
export async function requireCompared(
  { db }: Pick<ApiContext, 'db'>,
  caller: Caller,
  municipality: string,
  failureId: string,
): Promise<void> {
  if (caller.kind !== 'staff') return;
  const { staffId } = caller;
  for (const action of ['errors.compare', 'errors.compare.protected']) {
    const [seen] = await listAudit(db, municipality, {
      staffId,
      action,
      subjects: [failureId],
      outcome: 'allowed',
      limit: 1,
    });
    if (seen) return;
  }
  throw new ProblemError('NOT_COMPARED');
}
