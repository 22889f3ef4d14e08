/** Rows into load_lines by `INSERT … SELECT FROM unnest(…)`: a list of texts a column. */
import type postgres from 'postgres';
import type { Column } from './columns.ts';

export type Cells = readonly (string | null)[];

/** Rows a statement: more made it no faster in the lab. */
export const rowsAStatement = 10_000;

export function createUnnest(sql: postgres.Sql, columns: readonly Column[], municipality: string) {
  const names = columns.map(({ name }) => name).join(', ');
  const text = `
    insert into load_lines (${names})
    select ${columns.map(({ name, type }) => `t.${name}::${type}`).join(', ')}
    from unnest(${columns.map((_, at) => `$${at + 1}::text[]`).join(', ')}) as t(${names})`;
  return async (rows: readonly Cells[]): Promise<void> => {
    if (rows.length === 0) return;
    const lists = columns.map((_, at) => rows.map((cells) => cells[at] ?? null));
    await sql.begin(async (tx) => {
      await tx`select set_config('fugo.municipality', ${municipality}, true)`;
      await tx.unsafe(text, lists, { prepare: true });
    });
  };
}
