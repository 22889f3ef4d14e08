/** One file into load_lines by fugo's own reading, and the same rows by other ways. */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readCpuMs } from '../../common/machine.ts';
import { say } from '../../common/say.ts';
import { getResidentsFile } from '../files.ts';
import type { LoadStack } from '../stack.ts';
import { copyRows, createUnnest, exportRows, insertRows, readColumns, readWithUnnest } from './other-ways.ts';
import { municipality, openReading } from './load-rows.ts';

export const readingShapes = ['fugo', 'withUnnest', 'unnest', 'copy'] as const;
export type ReadingShape = (typeof readingShapes)[number];

const Rate = z.object({
  perSecond: z.number(),
  /** Microseconds a row: of the process that reads, and of PostgreSQL. */
  ownCpu: z.number(),
  databaseCpu: z.number(),
});
type Rate = z.infer<typeof Rate>;

export const ReadingFigures = z.object({ rows: z.number(), fugo: Rate, withUnnest: Rate, unnest: Rate, copy: Rate });
export type ReadingFigures = z.infer<typeof ReadingFigures>;

const seed = 7;
const warmUpLines = 20_000;

type Timed = Rate & { rows: number };

export async function measureReading(stack: LoadStack, lines: number, round: number): Promise<ReadingFigures> {
  const reading = openReading(stack);
  const { $client: sql } = reading.db;
  const columns = await readColumns(stack.sql);
  const unnest = createUnnest(sql, columns);
  const path = await getResidentsFile({ count: lines, seed });

  say('warm-up');
  const warm = await getResidentsFile({ count: warmUpLines, seed: 1 });
  await readByFugo(warm);
  await readByUnnest(warm);

  const own = await readByFugo(path);
  const { rows, ...fugo } = own.rate;
  const found: Partial<Record<ReadingShape, Rate>> = { fugo };
  // What drifts during the rounds drifts for all of them alike; fugo comes first, because the others take its rows.
  const others = readingShapes.slice(1);
  for (const shape of round % 2 === 1 ? others : others.toReversed()) found[shape] = await measureOther(shape);
  const { withUnnest, unnest: bare, copy } = found;
  if (!withUnnest || !bare || !copy) throw new Error('A way was not measured.');
  return { rows, fugo, withUnnest, unnest: bare, copy };

  async function readByFugo(file: string): Promise<{ loadId: string; rate: Timed }> {
    const loadId = await reading.newLoad(file);
    const rate = await timed(loadId, async () => void (await reading.read(loadId)));
    return { loadId, rate };
  }

  async function readByUnnest(file: string): Promise<Timed> {
    const loadId = await reading.newLoad(file);
    const source = reading.openFile(loadId);
    return timed(loadId, () => readWithUnnest(source, { loadId, keys: stack.keys, columns }, unnest));
  }

  async function measureOther(shape: ReadingShape): Promise<Rate> {
    say(`round ${round}: ${shape}`);
    if (shape === 'withUnnest') return sameRows(await readByUnnest(path));
    const to = randomUUID();
    const text = join(stack.home, 'rows.txt');
    await exportRows(stack.databaseUrls.superuser, { columns, from: own.loadId, to, path: text });
    const rate = await timed(to, () => (shape === 'copy' ? copyRows(sql, columns, text) : insertRows(text, unnest)));
    rmSync(text);
    return sameRows(rate);
  }

  /** `work` may answer what of its time counts, in milliseconds. */
  async function timed(into: string, work: () => Promise<number | void>): Promise<Timed> {
    await stack.sql`checkpoint`;
    const database = stack.pids()['database'] ?? 0;
    const before = { cpu: process.cpuUsage(), database: readCpuMs([database]), at: performance.now() };
    const counted = await work();
    const ms = counted ?? performance.now() - before.at;
    const { user, system } = process.cpuUsage(before.cpu);
    const databaseMs = readCpuMs([database]) - before.database;
    const count = await countRows(into);
    return {
      rows: count,
      perSecond: (count / ms) * 1_000,
      ownCpu: (user + system) / count,
      databaseCpu: (databaseMs * 1_000) / count,
    };
  }

  function sameRows({ rows: count, ...rate }: Timed): Rate {
    if (count !== rows) throw new Error(`The result is void: ${count} rows in the place of ${rows}.`);
    return rate;
  }

  async function countRows(id: string): Promise<number> {
    const [row] = await stack.sql<{ count: number }[]>`
      select count(*)::int as count from load_lines where municipality = ${municipality} and load_id = ${id}`;
    return row?.count ?? 0;
  }
}
