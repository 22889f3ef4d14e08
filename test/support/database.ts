import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { urlWith } from '../../local/database.ts';

export interface TestDatabase {
  /** Owns the tables and may migrate; row-level security applies to it as to the others. */
  ownerUrl: string;
  apiUrl: string;
  workerUrl: string;
  monitorUrl: string;
  superuserUrl: string;
  /** Removes the database with its open connections. Optional: the test server is removed with all of its databases. */
  drop: () => Promise<void>;
}

/** Makes a migrated database for a test, copied from a template within milliseconds. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('postgresSuperuserUrl');
  const passwords = inject('postgresPasswords');
  const database = `test_${randomBytes(6).toString('hex')}`;
  await asSuperuser(server, async (sql) => {
    await sql`create database ${sql(database)} template fugo_template owner fugo_owner`;
  });
  return {
    superuserUrl: urlWith(server, { database }),
    ownerUrl: urlWith(server, { database, user: 'fugo_owner', password: passwords.owner }),
    apiUrl: urlWith(server, { database, user: 'fugo_api', password: passwords.api }),
    workerUrl: urlWith(server, { database, user: 'fugo_worker', password: passwords.worker }),
    monitorUrl: urlWith(server, { database, user: 'fugo_monitor', password: passwords.monitor }),
    drop: () => asSuperuser(server, async (sql) => void (await sql`drop database ${sql(database)} with (force)`)),
  };
}

async function asSuperuser(url: string, work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}
