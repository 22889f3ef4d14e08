import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { ensureDatabase, migrateDatabase, urlWith } from '../../local/database.ts';
import type { MigrationState } from '../../local/migrations.ts';
import { runHere, type Ended } from '../cli/here.ts';

const database = 'fugo_migrate';
const superuser = inject('postgresSuperuserUrl');
const { owner } = inject('postgresPasswords');
const url = urlWith(superuser, { user: 'fugo_owner', password: owner, database });

beforeAll(() => ensureDatabase(superuser, { role: 'fugo_owner', password: owner, database, rights: 'createrole' }));
afterAll(async () => {
  const sql = postgres(superuser, { max: 1 });
  await sql.unsafe(`drop database if exists ${database} with (force)`);
  await sql.end();
});

const migrate = (...args: string[]): Promise<Ended> =>
  runHere(['migrate', ...args], { input: '', env: { FUGO_LANG: 'en', DATABASE_URL: url } });
const stateOf = ({ stdout }: Ended) => JSON.parse(stdout) as MigrationState & { made: string[] };

test('a database is looked at, brought to this version, and found to be so', async () => {
  const empty = await migrate('--check', '--json');
  expect(empty.code).toBe(1);
  const { pending } = stateOf(empty);
  expect(pending[0]).toBe('0000_roles');
  expect(stateOf(empty)).toMatchObject({ applied: [], changed: [], made: [], unknown: 0, former: 0 });

  const done = await migrate('--json');
  expect(done.code).toBe(0);
  expect(stateOf(done)).toMatchObject({ applied: pending, pending: [], made: pending });

  expect(await migrate('--check')).toMatchObject({
    code: 0,
    stdout: `The database is of this version (${pending.length} migrations).\n`,
  });
});

test('a database of a newer version, or made from another text, is left as it is', async () => {
  const sql = postgres(url, { max: 1 });
  await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 9999999999999)`;
  const newer = await migrate();
  expect(newer.code).toBe(1);
  expect(newer.stdout).toContain('1 migrations of a newer version. Nothing was changed.');
  await sql`delete from drizzle.__drizzle_migrations where hash = 'x'`;
  await sql`update drizzle.__drizzle_migrations set hash = 'y' where id = 1`;
  const changed = await migrate('--json');
  expect(changed.code).toBe(1);
  expect(stateOf(changed)).toMatchObject({ changed: ['0000_roles'], made: [] });
  await sql.end();
});

test('a database of a version whose migrations were squashed since is told so, and left as it is', async () => {
  const sql = postgres(url, { max: 1 });
  await sql`delete from drizzle.__drizzle_migrations`;
  await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 1795495299325)`;
  for (const args of [['--check'], []]) {
    const { code, stdout } = await migrate(...args);
    expect(code).toBe(1);
    expect(stdout).toBe(
      'This database was made by an earlier version of fugo, and data of versions before 1.0 are not carried over. Please use a new, empty database, or another home (FUGO_HOME).\n',
    );
  }
  expect(stateOf(await migrate('--json'))).toMatchObject({ applied: [], made: [], unknown: 0, former: 1 });
  await expect(migrateDatabase(url)).rejects.toMatchObject({ note: { key: 'databaseOfEarlierVersion' } });
  await sql.end();
});

test('without an address, and with nothing that runs here, it says which one it needs', async () => {
  const env = { FUGO_LANG: 'en', FUGO_HOME: '/nowhere/at/all' };
  const { code, stderr } = await runHere(['migrate'], { input: '', env });
  expect(code).toBe(2);
  expect(stderr).toContain('DATABASE_URL: Set the address of the database, as its owner');
});
