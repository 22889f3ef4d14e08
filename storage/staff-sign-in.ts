/**
 * The lock-out of passwords, which holds in every process and over restarts. An attempt is counted before it is looked
 * at, so that many at once are not more than one after the other.
 */
import { and, eq, lt, or, sql } from 'drizzle-orm';
import { staffSessions, staffSignInFailures, staffVerifications, type SignInFactor } from '../schema/staff.ts';
import type { Database } from './database.ts';

export interface LockOut {
  attempts: number;
  minutes: number;
}

/** Whether the password may be looked at; `newly`: this is the attempt that locked it. */
export type Attempt = { kind: 'allowed' } | { kind: 'locked'; until: Date; newly: boolean };

export async function beginAttempt(db: Database, emailIndex: Uint8Array, lockOut: LockOut): Promise<Attempt> {
  const { attempts, lastAt, lockedUntil } = staffSignInFailures;
  const minutes = sql`make_interval(mins => ${lockOut.minutes}::int)`;
  const isFresh = sql`${lastAt} < now() - ${minutes} or ${lockedUntil} <= now()`;
  const [row] = await db
    .insert(staffSignInFailures)
    .values({ emailIndex, attempts: 1 })
    .onConflictDoUpdate({
      target: staffSignInFailures.emailIndex,
      set: {
        attempts: sql`case when ${isFresh} then 1 else ${attempts} + 1 end`,
        lockedUntil: sql`case when ${isFresh} then null
          when ${attempts} + 1 > ${lockOut.attempts}::int then coalesce(${lockedUntil}, now() + ${minutes})
          else ${lockedUntil} end`,
        lastAt: sql`now()`,
      },
    })
    .returning();
  if (!row) throw new Error('An attempt that was just counted is not there');
  if (row.lockedUntil === null) return { kind: 'allowed' };
  return { kind: 'locked', until: row.lockedUntil, newly: row.attempts === lockOut.attempts + 1 };
}

export async function attemptSucceeded(db: Database, emailIndex: Uint8Array): Promise<void> {
  await db.delete(staffSignInFailures).where(eq(staffSignInFailures.emailIndex, emailIndex));
}

/** Whose password waits for a second factor. */
export async function staffOfVerification(db: Database, identifier: string): Promise<string | null> {
  const [row] = await db
    .select({ value: staffVerifications.value })
    .from(staffVerifications)
    .where(eq(staffVerifications.identifier, identifier));
  return row?.value ?? null;
}

/** Those that were opened before there was a second factor. */
export async function endPasswordSessions(db: Database, staffId: string): Promise<void> {
  await db.delete(staffSessions).where(and(eq(staffSessions.userId, staffId), eq(staffSessions.factor, 'password')));
}

/** What is over and of no use to anybody. */
export async function forgetOverSignIns(db: Database): Promise<void> {
  const over = sql`now() - interval '1 day'`;
  await db.delete(staffSessions).where(lt(staffSessions.expiresAt, over));
  await db.delete(staffVerifications).where(lt(staffVerifications.expiresAt, over));
  await db
    .delete(staffSignInFailures)
    .where(or(lt(staffSignInFailures.lockedUntil, over), lt(staffSignInFailures.lastAt, over)));
}

export type { SignInFactor };
