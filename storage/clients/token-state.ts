/** State of the token endpoint, kept across restarts and shared by processes. */
import { and, desc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import { oauthState } from '../../schema/municipalities.ts';
import type { Database } from '../database/database.ts';

export type OAuthStateKind = 'assertion' | 'signing-key';

/**
 * Stores `id` and returns whether it was new. It is one statement, so of two processes with the same assertion only one
 * gets true.
 */
export async function keepOnce(
  db: Database,
  kind: OAuthStateKind,
  id: string,
  value: unknown,
  expiresAt: Date | null,
): Promise<boolean> {
  const rows = await db
    .insert(oauthState)
    .values({ kind, id, value, expiresAt })
    .onConflictDoNothing()
    .returning({ id: oauthState.id });
  return rows.length > 0;
}

/** Lists what has not expired, the longest-lived first. */
export async function listState(db: Database, kind: OAuthStateKind): Promise<{ id: string; value: unknown }[]> {
  return db
    .select({ id: oauthState.id, value: oauthState.value })
    .from(oauthState)
    .where(and(eq(oauthState.kind, kind), or(isNull(oauthState.expiresAt), gt(oauthState.expiresAt, sql`now()`))))
    .orderBy(desc(oauthState.expiresAt), desc(oauthState.id));
}

export async function forgetExpired(db: Database): Promise<void> {
  await db.delete(oauthState).where(lt(oauthState.expiresAt, sql`now()`));
}
