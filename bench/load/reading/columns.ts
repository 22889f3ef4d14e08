/** The columns of load_lines, as they are in the database; the municipality is the transaction's. */
import type postgres from 'postgres';

export interface Column {
  name: string;
  type: string;
}

export async function readColumns(sql: postgres.Sql): Promise<Column[]> {
  return sql<Column[]>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = 'load_lines'::regclass and attnum > 0 and not attisdropped and attname <> 'municipality'
    order by attnum`;
}
