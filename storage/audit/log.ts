/**
 * The audit log: who changed or read what. Every parameter is explicit; no body, token or personal data is passed here.
 */
import { and, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { auditLog } from '../../schema/municipalities.ts';
import { staff } from '../../schema/staff.ts';
import { inMunicipality, type Database } from '../database/database.ts';

/** The municipality of entries about the installation as a whole. */
export const installation = 'installation';

/** The client id of entries about members of staff, who sign in themselves. */
export const staffWeb = 'staff-web';

export interface AuditEntry {
  clientId: string;
  staffId: string | null;
  /** The API's name for the action, such as `errors.retry`. */
  action: string;
  /** An id of a failure, resident or client; for a search, the names of its fields. */
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
  /** The current name. Null for a program, and for a staff id that only a program has named. */
  staffName: string | null;
  /** Of the members of staff whose ids subject and reason are. */
  subjectName: string | null;
  reasonName: string | null;
  /** The SHA-256 hash that makes the chain. */
  hash: Uint8Array;
}

export interface AuditFilter {
  clientId?: string | undefined;
  staffId?: string | undefined;
  action?: string | undefined;
  /** Matches any of them; {@link readSubjects} finds those of a resident. */
  subjects?: readonly string[] | undefined;
  outcome?: AuditEntry['outcome'] | undefined;
  /** Epoch milliseconds; `to` is excluded. */
  from?: number | undefined;
  to?: number | undefined;
  /** Only older entries than this one. */
  before?: number | undefined;
  limit: number;
}

/** Whose roles were changed; who was to look after an error. */
const subjectStaff = alias(staff, 'subject_staff');
const reasonStaff = alias(staff, 'reason_staff');

/** Lists the latest entries first. */
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
        subjectName: subjectStaff.name,
        reasonName: reasonStaff.name,
        hash: auditLog.hash,
      })
      .from(auditLog)
      .leftJoin(staff, eq(staff.id, auditLog.staffId))
      .leftJoin(subjectStaff, eq(subjectStaff.id, auditLog.subject))
      .leftJoin(reasonStaff, eq(reasonStaff.id, auditLog.reason))
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
 * The given subject and, for a resident, all ids under which somebody may have looked at that person: person id,
 * integrated number, errors with their held transfers, proposed updates. It reads with the API's own role, because
 * auditors see no residents.
 */
export function readSubjects(db: Database, municipality: string, subject: string): Promise<string[]> {
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
 * Everybody who stands in the log or has a role, by name. The query jumps from one staff id to the next in the index,
 * so a long log costs no more than its people.
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
        union select staff_id from staff_roles where organisation = ${municipality}) as ids
      left join staff s on s.staff_id = ids.staff_id
      order by s.name nulls last, ids.staff_id`);
    return rows.map((row) => ({ staffId: row.staff_id, name: row.name }));
  });
}
