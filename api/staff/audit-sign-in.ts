import { staffWeb, writeAudit } from '../../storage/audit-log.ts';
import { rolesOfStaff } from '../../storage/staff.ts';
import type { ApiContext } from '../context.ts';

/** In the log of every municipality the person works for: each has auditors of its own. */
export async function auditSignIn(
  { db }: Pick<ApiContext, 'db'>,
  staffId: string | null,
  entry: { action: `staff.${string}`; outcome: 'allowed' | 'refused'; reason?: string },
): Promise<void> {
  // Asked of nobody as well: how long an answer takes must not say whether an e-mail address is somebody's.
  const municipalities = await rolesOfStaff(db, staffId ?? '');
  const logs = municipalities.length === 0 ? [null] : municipalities.map(({ municipality }) => municipality);
  for (const municipality of logs) {
    await writeAudit(db, municipality, {
      clientId: staffWeb,
      staffId,
      subject: staffId,
      action: entry.action,
      outcome: entry.outcome,
      reason: entry.reason ?? null,
    });
  }
}
