/**
 * The lines of a load on their way into the database: the good ones by COPY, the bad ones beside them. Batch by batch in
 * the order of the file, so that reading goes on after the last batch that is stored.
 */
import { sql } from 'drizzle-orm';
import type { Writable } from 'node:stream';
import type { LoadLineProblem } from '../../contracts/load-file.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { settingsOf } from '../database/time-limits.ts';
import { badLineContext, lineColumns, type LoadKey, type SealedLines } from './seal-lines.ts';

export type { LoadKey };

/**
 * Stores one batch, the lines after `readTo` of the batch before. One that is stored already (its answer was lost)
 * changes nothing.
 */
export async function storeLines(
  db: Database,
  { municipality, loadId }: LoadKey,
  batch: readonly SealedLines[],
): Promise<void> {
  const to = batch.at(-1)?.to;
  if (to === undefined) return;
  const good = batch.reduce((sum, lines) => sum + lines.good, 0);
  const bad = batch.flatMap((lines) => lines.bad);
  await db.$client.begin(async (tx) => {
    const limits = Object.entries(settingsOf('bulk'));
    // Sent together: postgres.js waits for no answer before it sends the next.
    const [, moved] = await Promise.all([
      tx`select set_config('fugo.municipality', ${municipality}, true)`,
      tx`
        update loads set read_to = ${to}, good_lines = good_lines + ${good}, bad_lines = bad_lines + ${bad.length}
        where municipality = ${municipality} and load_id = ${loadId} and read_to < ${to}`,
      ...limits.map(([setting, ms]) => tx`select set_config(${setting}, ${String(ms)}, true)`),
    ]);
    if (moved.count === 0) return;
    if (good > 0) {
      const copy = await tx`copy load_lines (${tx.unsafe(lineColumns.join(', '))}) from stdin`.writable();
      await written(copy, batch);
    }
    if (bad.length > 0) {
      await tx`
        insert into bad_lines (municipality, load_id, line, problems, raw)
        select ${municipality}, ${loadId}, t.line, t.problems, decode(t.raw, 'hex')
        from unnest(${bad.map(({ line }) => line)}::int[], ${bad.map(({ problems }) => JSON.stringify(problems))}::jsonb[],
          ${bad.map(({ raw }) => Buffer.from(raw).toString('hex'))}::text[]) as t(line, problems, raw)`;
    }
  });
}

/** A batch is written within a second; postgres.js says nothing of one that the server refuses at its end. */
const copyLimitMs = 60_000;

function written(copy: Writable, batch: readonly SealedLines[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('The lines were not taken by the database')), copyLimitMs);
    copy.once('close', () => clearTimeout(limit));
    copy.once('error', reject);
    copy.once('finish', () => {
      clearTimeout(limit);
      resolve();
    });
    for (const { rows } of batch) copy.write(rows);
    copy.end();
  });
}

/** What is wrong with a line, without a value of it. */
export interface BadLine {
  line: number;
  problems: LoadLineProblem[];
}

/** A page of the lines that could not be taken, in the order of the file. */
export async function badLinesAfter(
  db: Database,
  { municipality, loadId }: LoadKey,
  { after, limit }: { after: number; limit: number },
): Promise<BadLine[]> {
  return inMunicipality(db, municipality, async (tx) => [
    ...(await tx.execute<Record<string, unknown> & BadLine>(sql`
      select line, problems from bad_lines
      where municipality = ${municipality} and load_id = ${loadId}::uuid and line > ${after} order by line limit ${limit}`)),
  ]);
}

export interface BadRow {
  line: number;
  /** As it stands in the file; null for one that only the judge found to be impossible. */
  raw: Uint8Array | null;
}

/** The same with all that stands in them, names and personal numbers too. */
export async function badRowsAfter(
  { db, keys }: { db: Database; keys: KeyRing },
  { municipality, loadId }: LoadKey,
  { after, limit }: { after: number; limit: number },
): Promise<BadRow[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<Record<string, unknown> & BadRow>(sql`
      select line, raw from bad_lines
      where municipality = ${municipality} and load_id = ${loadId}::uuid and line > ${after} order by line limit ${limit}`);
    return rows.map(({ line, raw }) => ({
      line,
      raw: raw === null ? null : keys.decrypt('data', raw, badLineContext(municipality, loadId, line)),
    }));
  });
}
