/** A cluster that was backed up while it was written to, with what it held after each write. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type postgres from 'postgres';
import { createRandom, type Random } from '../../fictitious/random.ts';
import { backUp } from '../../local/backup/back-up.ts';
import type { Manifest } from '../../local/backup/manifest.ts';
import { openDatabaseHome, type DatabaseHome } from './home.ts';
import type { Surroundings } from './part.ts';
import { until } from './waiting.ts';

/** Content after a write; the moment lies after that write and before the next. */
export interface Written {
  /** Epoch milliseconds, by the clock of the server. */
  at: number;
  notes: ReadonlyMap<number, string>;
  auditEntries: number;
}

export interface WrittenHome {
  database: DatabaseHome;
  manifest: Manifest;
  backupSeconds: number;
  /** Those that can be restored: after the base, and before the last. */
  moments: Written[];
  random: Random;
  archive: string;
}

const seed = 14;
/** Of the base, and after it; of the latter a third lies in each file of the WAL. */
const writesBefore = 5;
const writesAfter = 120;
const writesAFile = 40;
const noiseRows = 500;

export async function openWrittenHome(surroundings: Surroundings): Promise<WrittenHome> {
  const random = createRandom(seed);
  const database = await openDatabaseHome(surroundings, { archivesWal: true });
  const { sql, home, urls } = database;
  const written: Written[] = [];
  const write = async (): Promise<void> => void written.push(await writeOnce(sql, random, written.at(-1)));
  await sql`create table notes (id int primary key, words text not null)`;
  await sql`create index on notes (words)`;
  for (let times = 0; times < writesBefore; times += 1) await write();

  // Two clerks: one writes what is compared later, one makes it a busy cluster.
  const copied = new AbortController();
  const busy = (async () => {
    await sql`create table noise (words text)`;
    while (!copied.signal.aborted)
      await sql`insert into noise select md5(random()::text) from generate_series(1, ${noiseRows})`;
  })();
  const writing = (async () => {
    while (!copied.signal.aborted) await write();
  })();
  const began = Date.now();
  const manifest = await backUp({ home, superuserUrl: urls.superuser });
  const backupSeconds = (Date.now() - began) / 1_000;
  copied.abort();
  await Promise.all([busy, writing]);
  const archive = join(home, 'wal-archive', manifest.postgres.systemIdentifier);
  for (let times = 1; times <= writesAfter; times += 1) {
    await write();
    if (times % writesAFile === 0) await handOverWal(sql, archive);
  }
  const baseAt = Date.parse(manifest.endedAt);
  const moments = written.filter(({ at }) => at > baseAt).slice(0, -1);
  return { database, manifest, backupSeconds, moments, random, archive };
}

async function writeOnce(sql: postgres.Sql, random: Random, before: Written | undefined): Promise<Written> {
  const notes = new Map(before?.notes);
  const id = (before?.auditEntries ?? 0) + 1;
  const other = [...notes.keys()][random.below(Math.max(1, notes.size))];
  await sql.begin(async (tx) => {
    const words = `${id} ${random.next()}`;
    notes.set(id, words);
    await tx`insert into notes (id, words) values (${id}, ${words})`;
    if (other !== undefined && random.chance(0.3)) {
      notes.delete(other);
      await tx`delete from notes where id = ${other}`;
    } else if (other !== undefined && random.chance(0.5)) {
      const changed = `${other} ${random.next()}`;
      notes.set(other, changed);
      await tx`update notes set words = ${changed} where id = ${other}`;
    }
    await tx`
      insert into audit_log (municipality, client_id, action, outcome) values ('990019', 'bench', 'write', 'allowed')`;
  });
  const clock = async (): Promise<number> => {
    const [row] = await sql<{ at: number }[]>`
      select ceil(extract(epoch from clock_timestamp()) * 1000)::float8 as at`;
    return row?.at ?? 0;
  };
  const at = (await clock()) + 1;
  await until('the clock was to go on', async () => (await clock()) > at + 2, { everyMs: 1 });
  return { at, notes, auditEntries: id };
}

async function handOverWal(sql: postgres.Sql, archive: string): Promise<void> {
  const [row] = await sql<{ name: string }[]>`select pg_walfile_name(pg_switch_wal()) as name`;
  const path = join(archive, row?.name ?? '');
  await until('the WAL was to be archived', () => existsSync(path), { everyMs: 20 });
}

/** Whether this database holds exactly what was written up to then. */
export async function holds(sql: postgres.Sql, { notes, auditEntries }: Written): Promise<boolean> {
  const rows = await sql<{ id: number; words: string }[]>`select id, words from notes`;
  const [log] = await sql<{ entries: number }[]>`select count(*)::int as entries from audit_log`;
  return (
    log?.entries === auditEntries &&
    rows.length === notes.size &&
    rows.every(({ id, words }) => notes.get(id) === words)
  );
}

export const bytesOf = ({ files }: Manifest): number => files.reduce((sum, { bytes }) => sum + bytes, 0);
