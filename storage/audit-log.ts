/** Who changed or read what. Every parameter is explicit; no body, token or personal data is ever passed here. */
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
  /** An id: failure, integrated address number, client. */
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
