import postgres from 'postgres';
import { errorCodeOf } from './error-code.ts';

export type Sql = postgres.Sql;

export type Database = {
  /** For what a caller is told: on disk before the answer leaves. */
  sql: Sql;
  /**
   * For what the forwarders note, without waiting for the disk. If a crash of the cluster loses a note, they send again
   * and the receiver answers `repeated`.
   */
  background: Sql;
  close: () => Promise<void>;
};

/**
 * Opens the program's own database in the simulators' cluster, and makes it if missing: `sim_intermediate_server`. A
 * URL that names a database other than `postgres` stands for another installation in the cluster; that name replaces
 * `sim`.
 */
export async function openDatabase(anyUrl: string, participant: string, tables: readonly string[]): Promise<Database> {
  const url = new URL(anyUrl);
  const given = decodeURIComponent(url.pathname.slice(1));
  const lead = given === '' || given === 'postgres' ? 'sim' : given;
  const name = `${lead}_${participant.replaceAll('-', '_')}`;
  await ensureDatabase(anyUrl, name);
  url.pathname = `/${name}`;
  const quiet = {
    onnotice: () => undefined,
    fetch_types: false,
    connection: {
      application_name: name,
      client_min_messages: 'warning',
      // Every query into a big table must use an index: a plan made while the table was empty would scan it, and stays
      // with the prepared statement. For the same reason `offset 0` and `limit 1` in the statements keep conditions and
      // orders away from indexes that another part of the query should not use.
      enable_seqscan: 'off',
    },
  } as const;
  const sql = postgres(url.href, { ...quiet, max: 4 });
  const background = postgres(url.href, {
    ...quiet,
    max: 1,
    connection: { ...quiet.connection, synchronous_commit: 'off' },
  });
  // There is one program for each participant, but a second one started by mistake must wait, not fail half-way.
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(7320)`;
    for (const text of tables) await tx.unsafe(text);
  });
  return {
    sql,
    background,
    async close() {
      await Promise.all([sql.end({ timeout: 5 }), background.end({ timeout: 5 })]);
    },
  };
}

async function ensureDatabase(anyUrl: string, name: string): Promise<void> {
  const sql = postgres(anyUrl, { max: 1, fetch_types: false, onnotice: () => undefined });
  try {
    const [found] = await sql`select 1 from pg_database where datname = ${name}`;
    if (!found) await sql`create database ${sql(name)}`;
  } catch (error) {
    const code = errorCodeOf(error);
    // Somebody else has made it since the query.
    if (code !== '42P04' && code !== '23505') throw error;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
