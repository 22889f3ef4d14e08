import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { urlWith, type DatabaseUrls } from './database-urls.ts';
import { migrationsFolder } from './migrations.ts';

export { urlWith, type DatabaseUrls } from './database-urls.ts';

export interface RolePasswords {
  databaseOwner: string;
  databaseApi: string;
  databaseWorker: string;
}

/** Any number will do as long as every fugo uses the same. */
const migrationLock = 8640_0001;

/** One connection that says nothing by itself. */
function connect(url: string): postgres.Sql {
  return postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
}

/** Makes role and database when they are missing; a role that exists keeps its name and gets this password. */
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

/** Brings the schema up to date. Two that start at once do it one after the other. */
export async function migrateDatabase(ownerUrl: string): Promise<void> {
  if (!existsSync(join(migrationsFolder, 'meta', '_journal.json'))) return;
  const sql = connect(ownerUrl);
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    // An index over a whole city takes its time. But what a migration waits for is waited for by all who come after it.
    await sql`select set_config('statement_timeout', '0', false), set_config('lock_timeout', '30s', false),
      set_config('idle_in_transaction_session_timeout', '5min', false)`;
    await migrate(drizzle(sql), { migrationsFolder });
  } finally {
    await sql.end(); // the lock goes with the session
  }
}

/** Migrates and lets the two roles of the migration log in. The three addresses by which fugo's processes connect. */
export async function prepareDatabase(
  ownerUrl: string,
  passwords: Omit<RolePasswords, 'databaseOwner'>,
): Promise<DatabaseUrls> {
  await migrateDatabase(ownerUrl);
  const urls = {
    owner: ownerUrl,
    api: urlWith(ownerUrl, { user: 'fugo_api', password: passwords.databaseApi }),
    worker: urlWith(ownerUrl, { user: 'fugo_worker', password: passwords.databaseWorker }),
  };
  const sql = connect(ownerUrl);
  try {
    for (const [role, password, url] of [
      ['fugo_api', passwords.databaseApi, urls.api],
      ['fugo_worker', passwords.databaseWorker, urls.worker],
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

/** The server keeps and sees only this, so no password can end in its log or in a list of running statements. */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16), iterations = 4096): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${hmac('Server Key').toString('base64')}`;
}
