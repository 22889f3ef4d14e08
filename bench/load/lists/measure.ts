/** Pages of lists, while the tables hold a large city. */
import { z } from 'zod';
import { say } from '../../common/say.ts';
import { latencyOf } from '../../common/statistics.ts';
import { municipality, type LoadStack } from '../stack.ts';
import { openStopwatch, type Stopwatch } from './database-time.ts';
import { fillMunicipality, type Filled } from './fill.ts';
import { pagesOf, type Page, type Places } from './pages.ts';

const PageTimes = z.object({
  name: z.string(),
  whole: z.boolean(),
  count: z.number(),
  p50: z.number(),
  p99: z.number(),
  most: z.number(),
});

export const ListsFigures = z.object({
  residents: z.number(),
  failures: z.number(),
  /** Milliseconds in the database. */
  pages: z.array(PageTimes),
});
export type ListsFigures = z.infer<typeof ListsFigures>;

const pagesEach = 1_000;
/** One that counts everything takes long. */
const wholeEach = 10;
/** A page that is far too slow need not be waited for a thousand times. */
const patienceMs = 90_000;
const leastPages = 100;
/** Until PostgreSQL has chosen between a general plan and one for the values. */
const warmUpCalls = 10;

export async function measureLists(stack: LoadStack, residents: number): Promise<ListsFigures> {
  const { sql, keys, databaseUrls, onClose } = stack;
  say('filling the tables');
  const filled = await fillMunicipality(sql, keys, residents);
  await sql`checkpoint`;
  const stopwatch = openStopwatch(databaseUrls.worker);
  onClose(stopwatch.close);
  const pages: ListsFigures['pages'] = [];
  for (const page of pagesOf(await placesOf(stack, filled, residents), keys)) {
    pages.push(await timesOf(page, stopwatch));
    const { p50, p99 } = pages.at(-1) ?? {};
    say(`${page.name}: p50 ${p50?.toFixed(2)} ms, p99 ${p99?.toFixed(2)} ms`);
  }
  return { residents, failures: filled.failures, pages };
}

async function timesOf(page: Page, stopwatch: Stopwatch): Promise<ListsFigures['pages'][number]> {
  const times: number[] = [];
  const calls = page.whole ? wholeEach : pagesEach;
  const beganAt = Date.now();
  for (let nth = -warmUpCalls; nth < calls; nth += 1) {
    if (times.length >= leastPages && Date.now() - beganAt > patienceMs) break;
    const ms = await stopwatch.time((db) => page.read(db, nth + warmUpCalls));
    if (nth >= 0) times.push(ms);
  }
  const { count, p50, p99, most } = latencyOf(times);
  return { name: page.name, whole: page.whole ?? false, count, p50, p99, most };
}

/** Where pages begin: at any entry, and at any person. */
async function placesOf({ sql }: LoadStack, filled: Filled, residents: number): Promise<Places> {
  const cursors = await sql<Places['cursors'][number][]>`
    select (extract(epoch from first_seen_at) * 1000)::float8 as "firstSeenAt", failure_id as "failureId" from failures
    where municipality = ${municipality} order by md5(failure_id::text) limit ${pagesEach}`;
  const persons = await sql<{ person_id: string }[]>`
    select person_id from persons tablesample system (5)
    where municipality = ${municipality} order by md5(person_id::text) limit ${pagesEach}`;
  return { ...filled, residents, cursors, personIds: persons.map((row) => row.person_id) };
}
