/**
 * What the database needs for a call of a storage function: the call is made, what it sent is noted, and PostgreSQL
 * measures the same statements with the same values once more. They are prepared, as the product's connections have
 * them, so that PostgreSQL's choice between a general plan and one for these values is the product's.
 */
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { z } from 'zod';
import type { Database } from '../../../storage/database/database.ts';
import { municipality } from '../stack.ts';

export interface Stopwatch {
  /** Milliseconds of planning, executing and turning the rows into text. */
  time: (call: (db: Database) => Promise<unknown>) => Promise<number>;
  close: () => Promise<void>;
}

interface Statement {
  text: string;
  values: readonly unknown[];
}

export function openStopwatch(url: string): Stopwatch {
  const sent: Statement[] = [];
  const product = postgres(url, {
    max: 1,
    onnotice: () => undefined,
    debug: (_connection, text, values: unknown[]) => void sent.push({ text, values }),
  });
  const db: Database = drizzle(product);
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const names = new Map<string, string>();

  async function measure({ text, values }: Statement): Promise<number> {
    return sql.begin(async (tx) => {
      await tx`select set_config('fugo.municipality', ${municipality}, true)`;
      let name = names.get(text);
      if (name === undefined) {
        name = `page_${names.size}`;
        await tx.unsafe(`prepare ${name} as ${text}`);
        names.set(text, name);
      }
      const list = values.length === 0 ? '' : `(${values.map(literalOf).join(', ')})`;
      const [row] = await tx.unsafe(
        `explain (analyze, timing off, serialize text, format json) execute ${name}${list}`,
      );
      const [plan] = Explained.parse(row)['QUERY PLAN'];
      return plan['Planning Time'] + plan['Execution Time'];
    });
  }

  return {
    async time(call) {
      sent.length = 0;
      await call(db);
      let ms = 0;
      // A copy, because measuring must not be taken for sending.
      for (const statement of sent.filter(({ text }) => isOfThePage(text))) ms += await measure(statement);
      return ms;
    },
    async close() {
      await product.end({ timeout: 5 });
      await sql.end({ timeout: 5 });
    },
  };
}

const Explained = z.object({
  'QUERY PLAN': z.tuple([z.object({ 'Planning Time': z.number(), 'Execution Time': z.number() })]),
});

/** The others begin, end and name the municipality; and postgres.js asks once for the types of the database. */
const isOfThePage = (text: string): boolean =>
  /^\s*(select|with)\b/iu.test(text) && !/set_config\(|pg_catalog\.pg_type/u.test(text);

/** As a value of a prepared statement; PostgreSQL knows its type. */
export function literalOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Uint8Array) return `'\\x${Buffer.from(value).toString('hex')}'`;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return `'${String(value).replaceAll("'", "''")}'`;
  }
  throw new Error(`A page was asked for with a value of type ${typeof value}.`);
}
