/**
 * Writes the lines of a load into the database: good ones by COPY, bad ones beside them. Batches follow the order of
 * the file, so that reading continues after the last stored batch.
 */
import { sql } from 'drizzle-orm';
import type { Writable } from 'node:stream';
import type { LoadLineProblem } from '../../contracts/load-file.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import { inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { settingsOf } from '../database/time-limits.ts';
import { badLineContext, lineColumns, type LoadKey, type SealedLines } from './seal-lines.ts';

export type { LoadKey };

/**
 * Stores the batch that follows `readTo`. A batch that is stored already, because its answer was lost, changes nothing.
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
    // postgres.js sends these together without waiting for the answers.
    const [, updatedLoad] = await Promise.all([
      tx`select set_config('fugo.municipality', ${municipality}, true)`,
      tx`
        update loads set read_to = ${to}, good_lines = good_lines + ${good}, bad_lines = bad_lines + ${bad.length}
        where municipality = ${municipality} and load_id = ${loadId} and read_to < ${to}`,
      ...limits.map(([setting, ms]) => tx`select set_config(${setting}, ${String(ms)}, true)`),
    ]);
    if (updatedLoad.count === 0) return;
    if (good > 0) {
      const copy = await tx`copy load_lines (${tx.unsafe(lineColumns.join(', '))}) from stdin`.writable();
      await writeCopy(copy, batch);
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

/**
 * A batch takes less than a second; postgres.js does not report one that the server refuses at its end. Milliseconds.
 */
const copyLimitMs = 60_000;

function writeCopy(copy: Writable, batch: readonly SealedLines[]): Promise<void> {
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

/** What is wrong with a line, without any of its values. */
export interface BadLine {
  line: number;
  problems: LoadLineProblem[];
}

/** A page of the bad lines, in the order of the file. */
export async function readBadLines(
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
  /** The line as it stands in the file; null for a line that only the judge refused. */
  raw: Uint8Array | null;
}

/** A page of the bad lines with their content, names and personal numbers included. */
export async function readBadRows(
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

/** The bad lines after one up to another, whole, within the caller's transaction. */
export async function readBadRowsUpTo(
  { tx, keys }: { tx: Transaction; keys: KeyRing },
  { municipality, loadId }: LoadKey,
  { after, to }: { after: number; to: number },
): Promise<(BadLine & BadRow)[]> {
  const rows = await tx.execute<Record<string, unknown> & BadLine & BadRow>(sql`
    select line, problems, raw from bad_lines
    where municipality = ${municipality} and load_id = ${loadId}::uuid and line > ${after} and line <= ${to}
    order by line`);
  return rows.map(({ line, problems, raw }) => ({
    line,
    problems,
    raw: raw === null ? null : keys.decrypt('data', raw, badLineContext(municipality, loadId, line)),
  }));
}
