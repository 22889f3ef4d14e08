import type postgres from 'postgres';

export interface TableSize {
  /** With what is stored out of line. */
  table: number;
  indexes: number;
}

export async function readTableSizes(sql: postgres.Sql): Promise<Record<string, TableSize>> {
  const rows = await sql<{ name: string; table_bytes: number; index_bytes: number }[]>`
    select relname as name, pg_table_size(oid)::float8 as table_bytes, pg_indexes_size(oid)::float8 as index_bytes
    from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`;
  return Object.fromEntries(rows.map((row) => [row.name, { table: row.table_bytes, indexes: row.index_bytes }]));
}

/** What each table has grown by, a resident; without those that have not. */
export function growthOf(
  before: Readonly<Record<string, TableSize>>,
  after: Readonly<Record<string, TableSize>>,
  residents: number,
): Record<string, TableSize> {
  const grown = Object.entries(after).map(([name, size]) => {
    const table = (size.table - (before[name]?.table ?? 0)) / residents;
    const indexes = (size.indexes - (before[name]?.indexes ?? 0)) / residents;
    return [name, { table, indexes }] as const;
  });
  return Object.fromEntries(grown.filter(([, { table, indexes }]) => table + indexes >= 1));
}
