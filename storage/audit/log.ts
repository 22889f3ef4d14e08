/** Who changed or read what. Every parameter is explicit; no body, token or personal data is ever passed here. */
import { and, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { auditLog } from '../../schema/municipalities.ts';
import { staff } from '../../schema/staff.ts';
import { inMunicipality, type Database } from '../database/database.ts';

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
  /** As it is now. Null for a program, and for a staff id that only a program has named. */
  staffName: string | null;
  /** SHA-256, which the chain is made of. */
  hash: Uint8Array;
}

export interface AuditFilter {
  clientId?: string | undefined;
  staffId?: string | undefined;
  action?: string | undefined;
  /** Any of them; {@link subjectsOf} one that was asked for. */
  subjects?: readonly string[] | undefined;
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
  const { clientId, staffId, action, subjects, outcome, from, to, before, limit } = filter;
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
        staffName: staff.name,
        hash: auditLog.hash,
      })
      .from(auditLog)
      .leftJoin(staff, eq(staff.id, auditLog.staffId))
      .where(
        and(
          eq(auditLog.municipality, municipality),
          clientId === undefined ? undefined : eq(auditLog.clientId, clientId),
          staffId === undefined ? undefined : eq(auditLog.staffId, staffId),
          action === undefined ? undefined : eq(auditLog.action, action),
          subjects && inArray(auditLog.subject, [...subjects]),
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

/**
 * What was asked for, and of a resident all ids under which somebody may have been looking at that one: the person's, the
 * number, the errors with their held transfers, the proposed updates. By the API's own role: auditors see no residents.
 */
export function subjectsOf(db: Database, municipality: string, subject: string): Promise<string[]> {
  const personId = uuid.test(subject) ? subject : null;
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{ id: string }>(sql`
      with person as (
        select person_id, integrated_address_number from persons where municipality = ${municipality}
          and (integrated_address_number = ${subject} or person_id = ${personId}::uuid)
      )
      select person_id::text as id from person
      union select integrated_address_number from person where integrated_address_number is not null
      union select f.failure_id::text from failures f join person using (person_id)
        where f.municipality = ${municipality}
      union select u.update_id::text from proposed_updates u join person using (person_id)
        where u.municipality = ${municipality}`);
    return [...new Set([subject, ...rows.map(({ id }) => id)])];
  });
}
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

export interface AuditedStaff {
  staffId: string;
  name: string | null;
}

/**
 * Everybody who stands in the log, with or without a role by now, and whoever has a role, by name. Jumps from one staff id
 * to the next in the index, so that a long log costs no more than its people.
 */
export function listAuditedStaff(db: Database, municipality: string): Promise<AuditedStaff[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{ staff_id: string; name: string | null }>(sql`
      with recursive seen as (
        (select staff_id from audit_log where municipality = ${municipality} and staff_id is not null
          order by staff_id limit 1)
        union all
        select (select a.staff_id from audit_log a where a.municipality = ${municipality} and a.staff_id > seen.staff_id
          order by a.staff_id limit 1)
        from seen where seen.staff_id is not null
      )
      select ids.staff_id, s.name
      from (select staff_id from seen where staff_id is not null
        union select staff_id from staff_roles where municipality = ${municipality}) as ids
      left join staff s on s.staff_id = ids.staff_id
      order by s.name nulls last, ids.staff_id`);
    return rows.map((row) => ({ staffId: row.staff_id, name: row.name }));
  });
}
