/** How much fugo's PostgreSQL has written to its log. */
import type postgres from 'postgres';

export async function readWal(sql: postgres.Sql): Promise<string> {
  const [row] = await sql<{ lsn: string }[]>`select pg_current_wal_insert_lsn()::text as lsn`;
  return row?.lsn ?? '0/0';
}

export async function readWalSince(sql: postgres.Sql, lsn: string): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`
    select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), ${lsn}::pg_lsn)::float8 as bytes`;
  return row?.bytes ?? Number.NaN;
}
