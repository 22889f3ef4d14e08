import { writeAudit } from '../storage/audit-log.ts';
import type { ApiContext, Caller } from './context.ts';

/** Written before the thing is done or shown: nothing is seen or changed by operators without a trace. */
export function auditAllowed(
  { db }: ApiContext,
  caller: Caller,
  municipality: string | null,
  entry: { action: string; subject: string | null; staffId?: string; reason?: string },
): Promise<void> {
  const { action, subject, staffId, reason } = entry;
  return writeAudit(db, municipality, {
    clientId: caller.clientId,
    staffId: staffId ?? null,
    action,
    subject,
    outcome: 'allowed',
    reason: reason ?? null,
  });
}
