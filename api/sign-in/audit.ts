import { staffWeb, writeAudit } from '../../storage/audit/log.ts';
import type { Database } from '../../storage/database/database.ts';
import { readRolesOfStaff } from '../../storage/staff/staff.ts';
import type { ApiContext } from '../context.ts';

interface SignInEntry {
  action: `staff.${string}`;
  outcome: 'allowed' | 'refused';
  reason?: string;
}

/** Writes into the log of every organisation the person works for, because each has its own auditors. */
export async function auditSignIn(
  { db }: Pick<ApiContext, 'db'>,
  staffId: string | null,
  entry: SignInEntry,
): Promise<void> {
  for (const municipality of await findLogs(db, staffId)) {
    await writeAudit(db, municipality, { ...entryOf(staffId, entry), outcome: entry.outcome });
  }
}

/** Audits a refusal that anybody can cause without limit: the log counts those of ten minutes. */
export async function countRefusedSignIn(
  { db, refusals }: Pick<ApiContext, 'db' | 'refusals'>,
  staffId: string | null,
  entry: Omit<SignInEntry, 'outcome'>,
): Promise<void> {
  for (const municipality of await findLogs(db, staffId)) await refusals.record(municipality, entryOf(staffId, entry));
}

async function findLogs(db: Database, staffId: string | null): Promise<(string | null)[]> {
  // Asked without a person too, so that the time of an answer does not tell whether an e-mail address is somebody's.
  const organisations = await readRolesOfStaff(db, staffId ?? '');
  return organisations.length === 0 ? [null] : organisations.map(({ organisation }) => organisation);
}

function entryOf(staffId: string | null, { action, reason }: Omit<SignInEntry, 'outcome'>) {
  return { clientId: staffWeb, staffId, subject: staffId, action, reason: reason ?? null };
}
