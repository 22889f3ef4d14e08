/**
 * The lock-out of passwords, shared by all processes and kept over restarts. An attempt is counted before the password
 * is checked, so that simultaneous attempts count fully.
 */
import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import {
  staffSecondFactors,
  staffSessions,
  staffSignInFailures,
  staffSignInSources,
  staffVerifications,
  type SignInFactor,
} from '../../schema/staff.ts';
import type { Database } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';

export interface LockOut {
  attempts: number;
  minutes: number;
}

/** What attempts are counted by, as a blind index: the e-mail address, or the network address that they come from. */
export type AttemptKey = { by: 'email' | 'source'; index: Uint8Array };

/** Whether the password may be checked; `newly` marks the attempt that caused the lock. */
export type Attempt = { kind: 'allowed' } | { kind: 'locked'; until: Date; newly: boolean };

/**
 * For an e-mail address, attempts count that follow closely on one another. Many people may share a network address, so
 * there the attempts of a fixed period count; a day's mistakes would add up.
 */
const counters = {
  email: { table: sql`staff_sign_in_failures`, index: sql`email_index`, since: sql`last_at`, onUse: sql`now()` },
  source: { table: sql`staff_sign_in_sources`, index: sql`source_index`, since: sql`since`, onUse: sql`t.since` },
};

export async function beginAttempt(db: Database, { by, index }: AttemptKey, lockOut: LockOut): Promise<Attempt> {
  const counter = counters[by];
  const minutes = sql`make_interval(mins => ${lockOut.minutes}::int)`;
  const isFresh = sql`(t.${counter.since} < now() - ${minutes} or t.locked_until <= now())`;
  const [row] = await db.execute<{ attempts: number; locked_until: number | null }>(sql`
    insert into ${counter.table} as t (${counter.index}, attempts) values (${index}, 1)
    on conflict (${counter.index}) do update set
      attempts = case when ${isFresh} then 1 else t.attempts + 1 end,
      locked_until = case when ${isFresh} then null
        when t.attempts + 1 > ${lockOut.attempts}::int then coalesce(t.locked_until, now() + ${minutes})
        else t.locked_until end,
      ${counter.since} = case when ${isFresh} then now() else ${counter.onUse} end
    returning attempts, ${epochMs(sql`locked_until`)} as locked_until`);
  if (!row) throw new Error('An attempt that was just counted is not there');
  if (row.locked_until === null) return { kind: 'allowed' };
  return { kind: 'locked', until: new Date(row.locked_until), newly: row.attempts === lockOut.attempts + 1 };
}

/** Forgets the failed attempts of the person. For the network address, only this attempt is taken back. */
export async function recordSuccess(db: Database, { by, index }: AttemptKey): Promise<void> {
  if (by === 'email') await db.delete(staffSignInFailures).where(eq(staffSignInFailures.emailIndex, index));
  else {
    await db
      .update(staffSignInSources)
      .set({ attempts: sql`greatest(0, ${staffSignInSources.attempts} - 1)` })
      .where(eq(staffSignInSources.sourceIndex, index));
  }
}

/** The sealed secret of a person's authenticator; null without one. */
export async function findSecret(db: Database, staffId: string): Promise<string | null> {
  const [row] = await db
    .select({ secret: staffSecondFactors.secret })
    .from(staffSecondFactors)
    .where(eq(staffSecondFactors.userId, staffId));
  return row?.secret ?? null;
}

/**
 * Uses up the code of a half minute. False when it, or a later one, was used before; of two at once only one gets true.
 */
export async function takeStep(db: Database, staffId: string, step: number): Promise<boolean> {
  const updatedRows = await db
    .update(staffSecondFactors)
    .set({ usedStep: step })
    .where(
      and(
        eq(staffSecondFactors.userId, staffId),
        or(isNull(staffSecondFactors.usedStep), lt(staffSecondFactors.usedStep, step)),
      ),
    )
    .returning({ step: staffSecondFactors.usedStep });
  return updatedRows.length > 0;
}

/** Until when the person's codes are refused; null when they are not. */
export async function findSecondFactorLock(db: Database, staffId: string): Promise<Date | null> {
  const [row] = await db
    .select({ until: staffSecondFactors.lockedUntil })
    .from(staffSecondFactors)
    .where(eq(staffSecondFactors.userId, staffId));
  return row?.until ?? null;
}

/** The person whose password was right and who must still give a second factor. */
export async function findStaffOfVerification(db: Database, identifier: string): Promise<string | null> {
  const [row] = await db
    .select({ value: staffVerifications.value })
    .from(staffVerifications)
    .where(eq(staffVerifications.identifier, identifier));
  return row?.value ?? null;
}

/** Ends the sessions opened before there was a second factor. */
export async function endPasswordSessions(db: Database, staffId: string): Promise<void> {
  await db.delete(staffSessions).where(and(eq(staffSessions.userId, staffId), eq(staffSessions.factor, 'password')));
}

/** Deletes expired sessions, verifications and counters. */
export async function forgetOverSignIns(db: Database): Promise<void> {
  const over = sql`now() - interval '1 day'`;
  await db.delete(staffSessions).where(lt(staffSessions.expiresAt, over));
  await db.delete(staffVerifications).where(lt(staffVerifications.expiresAt, over));
  await db
    .delete(staffSignInFailures)
    .where(or(lt(staffSignInFailures.lockedUntil, over), lt(staffSignInFailures.lastAt, over)));
  await db
    .delete(staffSignInSources)
    .where(or(lt(staffSignInSources.lockedUntil, over), lt(staffSignInSources.since, over)));
}

export type { SignInFactor };
