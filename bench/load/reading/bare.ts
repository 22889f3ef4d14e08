/** The same rows without reading, judging and sealing: what the database alone takes. */
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import postgres from 'postgres';
import { municipality } from './load-rows.ts';
import type { Column } from './columns.ts';
import { rowsAStatement, type Cells } from './unnest.ts';

/**
 * Rows of one load as the text of COPY, under the id of another. On a connection of its own, because postgres.js may
 * leave one deaf after a COPY to here.
 */
export async function exportRows(
  url: string,
  { columns, from, to, path }: { columns: readonly Column[]; from: string; to: string; path: string },
): Promise<void> {
  const cells = columns.map(({ name }) => (name === 'load_id' ? `'${to}'::uuid` : name)).join(', ');
  const query = `copy (select ${cells} from load_lines where load_id = '${from}' order by line) to stdout`;
  const sql = postgres(url, { max: 1 });
  await pipeline(await sql.unsafe(query).readable(), createWriteStream(path));
  await sql.end({ timeout: 0 });
}

export async function copyRows(sql: postgres.Sql, columns: readonly Column[], path: string): Promise<void> {
  const names = columns.map(({ name }) => name).join(', ');
  await sql.begin(async (tx) => {
    await tx`select set_config('fugo.municipality', ${municipality}, true)`;
    const copy = await tx.unsafe(`copy load_lines (${names}) from stdin`).writable();
    await pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), copy);
  });
}

/** Answers the milliseconds of the statements alone: the rows are made ready between them. */
export async function insertRows(path: string, insert: (rows: readonly Cells[]) => Promise<void>): Promise<number> {
  let ms = 0;
  let rows: Cells[] = [];
  const flush = async (): Promise<void> => {
    const began = performance.now();
    await insert(rows);
    ms += performance.now() - began;
    rows = [];
  };
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: 0 })) {
    rows.push(line.split('\t').map(cellOf));
    if (rows.length === rowsAStatement) await flush();
  }
  await flush();
  return ms;
}

function cellOf(text: string): string | null {
  if (text === '\\N') return null;
  return text.includes('\\') ? text.replaceAll('\\\\', '\\') : text;
}
