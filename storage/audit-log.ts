/** Who changed or read what. Every parameter is explicit; no body, token or personal data is ever passed here. */
import { and, desc, eq, gte, lt } from 'drizzle-orm';
import { auditLog } from '../schema/municipalities.ts';
import { inMunicipality, type Database } from './database.ts';

/** Stands where a municipality does in entries about the installation as a whole. */
export const installation = 'installation';

/** Stands where a client does in entries about members of staff, who sign in themselves. */
export const staffWeb = 'staff-web';

export interface AuditEntry {
  clientId: string;
  staffId: string | null;
  /** A word of the API's own, such as `errors.retry`. */
  action: string;
  /** An id: failure, integrated address number, client; of a search the names of its fields. */
  subject: string | null;
  outcome: 'allowed' | 'refused';
  reason: string | null;
}

export async function writeAudit(db: Database, municipality: string | null, entry: AuditEntry): Promise<void> {
  const scope = municipality ?? installation;
  await inMunicipality(db, scope, async (tx) => {
    await tx.insert(auditLog).values({ municipality: scope, ...entry });
  });
}

export interface AuditView extends AuditEntry {
  seq: number;
  at: Date;
}

export interface AuditFilter {
  clientId?: string | undefined;
  staffId?: string | undefined;
  action?: string | undefined;
  subject?: string | undefined;
  outcome?: AuditEntry['outcome'] | undefined;
  /** Epoch milliseconds; up to, not including, `to`. */
  from?: number | undefined;
  to?: number | undefined;
  /** Only older entries than this one. */
  before?: number | undefined;
  limit: number;
}

/** The latest first. */
export function listAudit(db: Database, municipality: string, filter: AuditFilter): Promise<AuditView[]> {
  const { clientId, staffId, action, subject, outcome, from, to, before, limit } = filter;
  return inMunicipality(db, municipality, async (tx) =>
    tx
      .select({
        seq: auditLog.seq,
        at: auditLog.at,
        clientId: auditLog.clientId,
        staffId: auditLog.staffId,
        action: auditLog.action,
        subject: auditLog.subject,
        outcome: auditLog.outcome,
        reason: auditLog.reason,
      })
      .from(auditLog)
      .where(
        and(
          eq(auditLog.municipality, municipality),
          clientId === undefined ? undefined : eq(auditLog.clientId, clientId),
          staffId === undefined ? undefined : eq(auditLog.staffId, staffId),
          action === undefined ? undefined : eq(auditLog.action, action),
          subject === undefined ? undefined : eq(auditLog.subject, subject),
          outcome === undefined ? undefined : eq(auditLog.outcome, outcome),
          from === undefined ? undefined : gte(auditLog.at, new Date(from)),
          to === undefined ? undefined : lt(auditLog.at, new Date(to)),
          before === undefined ? undefined : lt(auditLog.seq, before),
        ),
      )
      .orderBy(desc(auditLog.seq))
      .limit(limit),
  );
}
