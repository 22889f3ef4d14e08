/** OAuth 2 clients of the API. Secrets are hashed before they come here. */
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { scopesOfKind, type ClientKind, type Scope } from '../../contracts/api/administration.ts';
import { clients } from '../../schema/municipalities.ts';
import type { Database } from '../database/database.ts';

export interface StoredClient {
  clientId: string;
  /** Null only for the installation's administrator. */
  municipality: string | null;
  kind: ClientKind;
  name: string;
  numberSystems: string[];
  scopes: Scope[];
  secretHash: string | null;
  jwks: { keys: Record<string, unknown>[] } | null;
  createdAt: Date;
  revokedAt: Date | null;
}

/** Also returns revoked clients; the caller decides what that means. */
export async function findClient(db: Database, clientId: string): Promise<StoredClient | undefined> {
  const [row] = await db.select().from(clients).where(eq(clients.clientId, clientId));
  return row && clientOf(row);
}

export async function listClients(db: Database, municipality: string): Promise<StoredClient[]> {
  const rows = await db
    .select()
    .from(clients)
    .where(eq(clients.municipality, municipality))
    .orderBy(asc(clients.createdAt), asc(clients.clientId));
  return rows.map(clientOf);
}

export async function addClient(
  db: Database,
  client: Omit<StoredClient, 'createdAt' | 'revokedAt' | 'scopes'>,
): Promise<StoredClient> {
  const [row] = await db
    .insert(clients)
    .values({ ...client, scopes: [...scopesOfKind[client.kind]] })
    .returning();
  if (!row) throw new Error('A client that was just stored is not there');
  return clientOf(row);
}

/** Stores the administrator's client of the installation's file; the file's secret replaces an older one. */
export async function putAdministrator(db: Database, clientId: string, secretHash: string): Promise<void> {
  const values = {
    kind: 'administrator' as const,
    secretHash,
    scopes: [...scopesOfKind.administrator],
    revokedAt: null,
  };
  await db
    .insert(clients)
    .values({ ...values, clientId, municipality: null, name: 'administrator', numberSystems: [] })
    .onConflictDoUpdate({ target: clients.clientId, set: values, setWhere: eq(clients.kind, 'administrator') });
}

/** Returns whether there was a client to revoke. */
export async function revokeClient(db: Database, municipality: string, clientId: string): Promise<boolean> {
  const rows = await db
    .update(clients)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(clients.municipality, municipality), eq(clients.clientId, clientId), isNull(clients.revokedAt)))
    .returning({ clientId: clients.clientId });
  return rows.length > 0;
}

function clientOf(row: typeof clients.$inferSelect): StoredClient {
  // Ignores scopes that no longer exist.
  const known: readonly string[] = scopesOfKind[row.kind];
  return { ...row, scopes: row.scopes.filter((scope): scope is Scope => known.includes(scope)) };
}
