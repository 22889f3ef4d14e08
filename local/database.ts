import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { urlWith, type DatabaseUrls } from './database-urls.ts';
import { LocalError } from './messages.ts';
import { migrationsFolder, readMigrationStateBy } from './migrations.ts';

export { urlWith, type DatabaseUrls } from './database-urls.ts';

export interface RolePasswords {
  databaseOwner: string;
  databaseApi: string;
  databaseWorker: string;
  databaseMonitor: string;
}

/** Any number, as long as every fugo uses the same. */
const migrationLock = 8640_0001;

/** One connection that prints no notices. */
function connect(url: string): postgres.Sql {
  return postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
}

/** Makes role and database if they are missing; an existing role that cannot log in with this password gets it. */
export async function ensureDatabase(
  superuserUrl: string,
  wanted: { role: string; password: string; database?: string; rights: string },
): Promise<void> {
  const sql = connect(superuserUrl);
  try {
    const [role] = await sql`select 1 from pg_roles where rolname = ${wanted.role}`;
    const verifier = sql.unsafe(`'${scramVerifier(wanted.password)}'`);
    if (!role) {
      await sql`create role ${sql(wanted.role)} login password ${verifier} ${sql.unsafe(wanted.rights)}`;
    } else if (!(await canLogIn(urlWith(superuserUrl, { user: wanted.role, password: wanted.password })))) {
      await sql`alter role ${sql(wanted.role)} login password ${verifier}`;
    }
    if (wanted.database === undefined) return;
    const [database] = await sql`select 1 from pg_database where datname = ${wanted.database}`;
    if (!database) await sql`create database ${sql(wanted.database)} owner ${sql(wanted.role)}`;
  } finally {
    await sql.end();
  }
}

/**
 * Brings the schema up to date. Two processes that start at once migrate one after the other. Throws LocalError for a
 * database of a version whose migrations were squashed since.
 */
export async function migrateDatabase(ownerUrl: string): Promise<void> {
  if (!existsSync(join(migrationsFolder, 'meta', '_journal.json'))) return;
  const sql = connect(ownerUrl);
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    // An index over a whole city takes long. A lock must not: everybody who comes later waits behind the migration.
    await sql`select set_config('statement_timeout', '0', false), set_config('lock_timeout', '30s', false),
      set_config('idle_in_transaction_session_timeout', '5min', false)`;
    const { former } = await readMigrationStateBy(sql);
    if (former > 0) throw new LocalError({ key: 'databaseOfEarlierVersion' });
    await migrate(drizzle(sql), { migrationsFolder });
  } finally {
    // The lock ends with the session.
    await sql.end();
  }
}

/** Migrates, and lets the roles that the migration made log in. Returns the addresses by which fugo connects. */
export async function prepareDatabase(
  ownerUrl: string,
  passwords: Omit<RolePasswords, 'databaseOwner'>,
): Promise<DatabaseUrls> {
  await migrateDatabase(ownerUrl);
  const urls = {
    owner: ownerUrl,
    api: urlWith(ownerUrl, { user: 'fugo_api', password: passwords.databaseApi }),
    worker: urlWith(ownerUrl, { user: 'fugo_worker', password: passwords.databaseWorker }),
    monitor: urlWith(ownerUrl, { user: 'fugo_monitor', password: passwords.databaseMonitor }),
  };
  const sql = connect(ownerUrl);
  try {
    for (const [role, password, url] of [
      ['fugo_api', passwords.databaseApi, urls.api],
      ['fugo_worker', passwords.databaseWorker, urls.worker],
      ['fugo_monitor', passwords.databaseMonitor, urls.monitor],
    ] as const) {
      const [exists] = await sql`select 1 from pg_roles where rolname = ${role}`;
      if (!exists || (await canLogIn(url))) continue;
      await sql`alter role ${sql(role)} login password ${sql.unsafe(`'${scramVerifier(password)}'`)}`;
    }
  } finally {
    await sql.end();
  }
  return urls;
}

/** Lets the monitor see standbys and the transactions of others, which only a superuser can allow. */
export async function letMonitorSee(superuserUrl: string): Promise<void> {
  const sql = connect(superuserUrl);
  try {
    await sql`grant pg_monitor to fugo_monitor`;
  } finally {
    await sql.end();
  }
}

async function canLogIn(url: string): Promise<boolean> {
  const sql = connect(url);
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end();
  }
}

/** A password as the server stores it: sent in this form, it can end in no log and no list of running statements. */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16), iterations = 4096): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${hmac('Server Key').toString('base64')}`;
}
