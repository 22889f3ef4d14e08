import postgres from 'postgres';
import { errorCodeOf } from './error-code.ts';

export type Sql = postgres.Sql;

export type Database = {
  /** What is answered to a caller: on disk before the answer leaves. */
  sql: Sql;
  /**
   * What the forwarders note. Without waiting for the disk: a note lost with the whole cluster makes them send again,
   * and the receiver answers `repeated`.
   */
  background: Sql;
  close: () => Promise<void>;
};

/**
 * Each program has a database of its own in the simulators' cluster, made when it is missing: `sim_intermediate_server`.
 * A URL that names a database other than `postgres` is another installation in the same cluster; its name leads then.
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
      // Every look into a big table goes by an index. A plan made while the table was still empty would read all of
      // it, and is kept with the prepared statement. For the same reason the statements leave no choice between two
      // indexes: `offset 0` and `limit 1` keep a condition or an order that another index could serve outside.
      enable_seqscan: 'off',
    },
  } as const;
  const sql = postgres(url.href, { ...quiet, max: 4 });
  const background = postgres(url.href, {
    ...quiet,
    max: 1,
    connection: { ...quiet.connection, synchronous_commit: 'off' },
  });
  // One program a participant, but a second one started by mistake must wait instead of failing half-way.
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
    // Somebody else made it between the look and the statement.
    if (code !== '42P04' && code !== '23505') throw error;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
