/** The longest that one of the worker's transactions is seen open while something is done. */
import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';

const lookEveryMs = 20;

export async function withLongestTransaction<Result>(
  sql: postgres.Sql,
  work: () => Promise<Result>,
): Promise<{ result: Result; longest: number }> {
  let longest = 0;
  const over = new AbortController();
  const look = async (): Promise<void> => {
    for (; !over.signal.aborted; await sleep(lookEveryMs)) {
      const [row] = await sql<{ seconds: number }[]>`
        select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8 as seconds
        from pg_stat_activity where datname = current_database() and usename = 'fugo_worker'`;
      longest = Math.max(longest, row?.seconds ?? 0);
    }
  };
  const looking = look();
  try {
    return { result: await work(), longest };
  } finally {
    over.abort();
    await looking;
  }
}
