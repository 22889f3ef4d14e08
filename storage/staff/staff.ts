/** Members of staff and their roles. better-auth does the sign-in itself, with the same tables. */
import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Tier } from '../../domain/organisations.ts';
import { operationRoles, roles, type AnyRole } from '../../domain/rights.ts';
import { organisations } from '../../schema/organisations.ts';
import { staff, staffAccounts, staffRoles, staffSecondFactors, staffSessions } from '../../schema/staff.ts';
import { inOrganisation, type Database, type Transaction } from '../database/database.ts';

/** better-auth's name for accounts with a password, whose subject is the person. */
const credential = 'credential';

export interface StoredStaff {
  staffId: string;
  name: string;
  email: string;
  secondFactor: 'set-up' | 'missing';
  initialPassword: boolean;
  createdAt: Date;
  revokedAt: Date | null;
}

/** The roles of a person in one organisation. */
export interface OrganisationRoles {
  organisation: string;
  tier: Tier;
  name: string;
  nameEn: string;
  roles: AnyRole[];
}

/** Also returns revoked members; the caller decides what that means. */
export async function findStaff(
  db: Database,
  key: { staffId: string } | { email: string },
): Promise<StoredStaff | null> {
  const [row] = await db
    .select()
    .from(staff)
    .where('staffId' in key ? eq(staff.id, key.staffId) : eq(staff.email, key.email));
  return row ? staffOf(row) : null;
}

/** The roles in all organisations, ordered by code: those of municipalities and prefectures, then of the nation. */
export async function readRolesOfStaff(db: Database, staffId: string): Promise<OrganisationRoles[]> {
  const rows = await db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('fugo.staff_id', ${staffId}, true)`);
    return tx
      .select({
        organisation: staffRoles.organisation,
        tier: organisations.tier,
        name: organisations.name,
        nameEn: organisations.nameEn,
        role: staffRoles.role,
      })
      .from(staffRoles)
      .innerJoin(organisations, eq(organisations.organisation, staffRoles.organisation))
      .where(eq(staffRoles.staffId, staffId))
      .orderBy(asc(staffRoles.organisation));
  });
  const found = new Map<string, OrganisationRoles>();
  for (const { role, ...organisation } of rows) {
    const entry = found.get(organisation.organisation) ?? { ...organisation, roles: [] };
    entry.roles.push(role);
    found.set(organisation.organisation, entry);
  }
  return [...found.values()].map((entry) => ({ ...entry, roles: sortRoles(entry.roles) }));
}

export async function listStaff(db: Database, organisation: string): Promise<(StoredStaff & { roles: AnyRole[] })[]> {
  const rows = await inOrganisation(db, organisation, (tx) =>
    tx
      .select({ staff, role: staffRoles.role })
      .from(staffRoles)
      .innerJoin(staff, eq(staff.id, staffRoles.staffId))
      .where(eq(staffRoles.organisation, organisation))
      .orderBy(asc(staff.createdAt), asc(staff.id)),
  );
  const found = new Map<string, StoredStaff & { roles: AnyRole[] }>();
  for (const { staff: row, role } of rows) {
    const entry = found.get(row.id) ?? { ...staffOf(row), roles: [] };
    entry.roles.push(role);
    found.set(row.id, entry);
  }
  return [...found.values()].map((entry) => ({ ...entry, roles: sortRoles(entry.roles) }));
}

/**
 * Replaces the roles of a person. Without any role the person can no longer sign in, and open sessions end. With
 * `keepsAdministrator`, whoever is the only administrator stays one, as nobody there could give the role again. Changes
 * of an organisation come one after the other, so that of two administrators who take the role from each other at once
 * the second is refused.
 */
export function putRoles(
  db: Database,
  { organisation, staffId, keepsAdministrator }: { organisation: string; staffId: string; keepsAdministrator: boolean },
  assignedRoles: readonly AnyRole[],
): Promise<'done' | 'last-administrator'> {
  return inOrganisation(db, organisation, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('fugo.staff-roles/' || ${organisation}, 0))`);
    const staysOne = !keepsAdministrator || assignedRoles.includes('administrator');
    if (!staysOne && (await isLastAdministrator(tx, organisation, staffId))) return 'last-administrator';
    await tx.delete(staffRoles).where(and(eq(staffRoles.organisation, organisation), eq(staffRoles.staffId, staffId)));
    if (assignedRoles.length > 0) {
      await tx.insert(staffRoles).values(assignedRoles.map((role) => ({ organisation, staffId, role })));
    }
    await endSessionsWithoutRole(tx, staffId);
    return 'done';
  });
}

async function isLastAdministrator(tx: Transaction, organisation: string, staffId: string): Promise<boolean> {
  const administrators = await tx
    .select({ staffId: staffRoles.staffId })
    .from(staffRoles)
    .where(and(eq(staffRoles.organisation, organisation), eq(staffRoles.role, 'administrator')));
  return administrators.length === 1 && administrators[0]?.staffId === staffId;
}

async function endSessionsWithoutRole(tx: Transaction, staffId: string): Promise<void> {
  await tx.execute(sql`select set_config('fugo.staff_id', ${staffId}, true)`);
  const [role] = await tx.select().from(staffRoles).where(eq(staffRoles.staffId, staffId)).limit(1);
  if (!role) await tx.delete(staffSessions).where(eq(staffSessions.userId, staffId));
  await tx
    .update(staff)
    .set({ revokedAt: role ? null : sql`coalesce(${staff.revokedAt}, now())` })
    .where(eq(staff.id, staffId));
}

export async function addStaff(db: Database, { name, email }: { name: string; email: string }): Promise<StoredStaff> {
  const [row] = await db.insert(staff).values({ id: randomUUID(), name, email }).returning();
  if (!row) throw new Error('A member of staff who was just stored is not there');
  return staffOf(row);
}

/** Sets how the person signs in; earlier ways stop working. */
export async function setSignIn(
  db: Database,
  staffId: string,
  way: { password: string } | { providerId: string; accountId: string } | null,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(staffSessions).where(eq(staffSessions.userId, staffId));
    await tx.delete(staffAccounts).where(eq(staffAccounts.userId, staffId));
    await tx.delete(staffSecondFactors).where(eq(staffSecondFactors.userId, staffId));
    await tx
      .update(staff)
      .set({ twoFactorEnabled: false, initialPassword: way !== null && 'password' in way })
      .where(eq(staff.id, staffId));
    if (way === null) return;
    await tx.insert(staffAccounts).values({
      id: randomUUID(),
      userId: staffId,
      ...('password' in way ? { providerId: credential, accountId: staffId, password: way.password } : way),
    });
  });
}

/** Whether the person has a password here, and not only an account at the provider. */
export async function hasPassword(db: Database, staffId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: staffAccounts.id })
    .from(staffAccounts)
    .where(and(eq(staffAccounts.userId, staffId), eq(staffAccounts.providerId, credential)));
  return row !== undefined;
}

/** Whether an initial password is too old: whoever found it could be anybody. */
export async function isInitialPasswordOver(db: Database, staffId: string, days: number): Promise<boolean> {
  const [row] = await db
    .select({ over: sql<boolean>`${staffAccounts.createdAt} < now() - make_interval(days => ${days}::int)` })
    .from(staffAccounts)
    .innerJoin(staff, eq(staff.id, staffAccounts.userId))
    .where(and(eq(staff.id, staffId), eq(staff.initialPassword, true), eq(staffAccounts.providerId, credential)));
  return row?.over ?? false;
}

export async function recordPasswordChange(db: Database, staffId: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.update(staff).set({ initialPassword: false }).where(eq(staff.id, staffId));
    await tx
      .update(staffAccounts)
      .set({ updatedAt: sql`now()` })
      .where(and(eq(staffAccounts.userId, staffId), eq(staffAccounts.providerId, credential)));
  });
}

/** Since when each person's password holds; nothing of who has none here. */
export async function readPasswordTimes(db: Database, staffIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const rows = await db
    .select({ staffId: staffAccounts.userId, since: staffAccounts.updatedAt })
    .from(staffAccounts)
    .where(and(inArray(staffAccounts.userId, [...staffIds]), eq(staffAccounts.providerId, credential)));
  return new Map(rows.map(({ staffId, since }) => [staffId, since]));
}

function sortRoles(assignedRoles: readonly AnyRole[]): AnyRole[] {
  return [...new Set<AnyRole>([...roles, ...operationRoles])].filter((role) => assignedRoles.includes(role));
}

function staffOf(row: typeof staff.$inferSelect): StoredStaff {
  return {
    staffId: row.id,
    name: row.name,
    email: row.email,
    secondFactor: row.twoFactorEnabled ? 'set-up' : 'missing',
    initialPassword: row.initialPassword,
    createdAt: row.createdAt,
    revokedAt: row.revokedAt,
  };
}
