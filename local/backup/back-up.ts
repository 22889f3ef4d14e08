import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { LocalError } from '../messages.ts';
import { getDataFolder, getServerOwner, getWalArchiveFolder, giveTo } from '../postgres-place.ts';
import { keepsWalFile } from './archive.ts';
import { countRows, listTables, readAuditHeads } from './content.ts';
import { copyFile, forEachOf, listDataFiles, listFiles, makeFolder, syncFolder, syncFolders } from './copy.ts';
import { holdBackups } from './hold.ts';
import { backupsFolder, namesIn, nextBackupId, writeManifest, type Content, type Manifest } from './manifest.ts';
import type { OnProgress } from './progress.ts';
import { checkWalFile, segmentAt, segmentName, walFolderOf } from './wal.ts';

export interface BackUpOptions {
  home: string;
  /** The database that is counted, as a superuser of the cluster. */
  superuserUrl: string;
  /** Names the cluster's data folder. */
  cluster?: string;
  onProgress?: OnProgress;
  /** Milliseconds for which a moment without writers is looked for, see {@link readContent}. */
  patienceMs?: number;
}

/** The ending of a backup that is being made. */
const partEnding = '.partial';

/**
 * Makes a base backup of a running cluster of this home: `pg_backup_start`, a copy of the data folder while it is being
 * written, `pg_backup_stop`. With the WAL since its start it can be restored to any later moment. It gets its name when
 * it is whole and on disk; one that was cut off is removed by the next. Throws LocalError.
 */
export async function backUp(options: BackUpOptions): Promise<Manifest> {
  const { home, superuserUrl, cluster = 'database' } = options;
  const release = await holdBackups(home);
  const sql = postgres(superuserUrl, { max: 3, onnotice: () => undefined, connect_timeout: 10 });
  const folder = backupsFolder(home);
  let draft: string | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of namesIn(folder)) {
      if (name.endsWith(partEnding)) rmSync(join(folder, name), { recursive: true, force: true });
    }
    const id = nextBackupId(home, new Date());
    draft = join(folder, `${id}${partEnding}`);
    mkdirSync(draft, { mode: 0o700 });
    const manifest = await copyCluster(sql, { ...options, cluster }, id, draft);
    writeManifest(draft, manifest);
    await syncFolders(draft);
    renameSync(draft, join(folder, id));
    await syncFolder(folder);
    return manifest;
  } catch (error) {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true });
    throw error;
  } finally {
    await sql.end({ timeout: 5 });
    release();
  }
}

async function copyCluster(
  sql: postgres.Sql,
  { home, cluster, onProgress, patienceMs = 15_000 }: BackUpOptions & { cluster: string },
  id: string,
  draft: string,
): Promise<Manifest> {
  const owner = await getServerOwner();
  const { data } = getDataFolder({ home, name: cluster }, owner);
  const server = await readServer(sql, data);
  const archive = walFolderOf(getWalArchiveFolder(home, owner), server.systemIdentifier);
  makeFolder(archive, owner);
  await keepWalFromNowOn(data, server.systemIdentifier, (path) => giveTo(path, owner));

  const startedAt = new Date().toISOString();
  // Both calls must be of one session: if it ends in between, PostgreSQL ends the backup.
  const session = await sql.reserve();
  const files: Manifest['files'] = [];
  let folders: string[];
  let wal: Manifest['wal'];
  try {
    const [begun] = await session<{ lsn: string; file: string }[]>`
      with begun as (select pg_backup_start(${`fugo ${id}`}, fast => true) as lsn)
      select lsn::text, pg_walfile_name(lsn) as file from begun`;
    if (!begun) throw new Error('pg_backup_start answered nothing.');
    const listed = await listDataFiles(data);
    folders = listed.folders.map((path) => `data/${path}`);
    const sources = [
      ...listed.files.map((path) => ({ from: join(data, path), path: `data/${path}` })),
      ...(await listFiles(join(home, 'load-files'))).map((path) => ({
        from: join(home, 'load-files', path),
        path: `load-files/${path}`,
      })),
    ];
    let bytes = 0;
    const copyOne = async ({ from, path }: { from: string; path: string }): Promise<void> => {
      const copied = await copyFile({ from, to: join(draft, path), sync: true }, (more) => {
        bytes += more;
        onProgress?.({ step: 'copying', done: bytes, total: undefined });
      });
      if (copied) files.push({ path, ...copied });
    };
    const control = sources.findIndex(({ path }) => path === 'data/global/pg_control');
    await forEachOf(sources.toSpliced(control, 1), copyOne);
    await forEachOf(sources.slice(control, control + 1), copyOne);
    const [stopped] = await session<{ lsn: string; label: string; map: string }[]>`
      select lsn::text, labelfile as label, spcmapfile as map from pg_backup_stop(wait_for_archive => false)`;
    if (!stopped) throw new Error('pg_backup_stop answered nothing.');
    if (stopped.map.trim() !== '') throw new LocalError({ key: 'backupTablespace', values: { path: data } });
    writeFileSync(join(draft, 'backup_label'), stopped.label, { mode: 0o600 });
    const label = await copyFile({
      from: join(draft, 'backup_label'),
      to: join(draft, 'data', 'backup_label'),
      sync: true,
    });
    rmSync(join(draft, 'backup_label'));
    if (label) files.push({ path: 'data/backup_label', ...label });
    wal = { timeline: Number.parseInt(begun.file.slice(0, 8), 16), start: begun.lsn, stop: stopped.lsn };
  } finally {
    session.release();
  }
  const content = await readContent(sql, id, { patienceMs, onProgress });
  const names = segmentNames(wal, content.lsn, server.segmentBytes);
  await waitUntilArchived(sql, archive, names, onProgress);
  const walFiles = [];
  for (const name of names) {
    const { sha256 } = await checkWalFile({ folder: archive }, name);
    walFiles.push({ name, sha256 });
  }
  return {
    format: 1,
    id,
    tool: 'fugo',
    startedAt,
    endedAt: content.at,
    postgres: server,
    wal,
    content,
    folders,
    files: files.toSorted((one, other) => (one.path < other.path ? -1 : 1)),
    walFiles,
  };
}

async function readServer(sql: postgres.Sql, data: string): Promise<Manifest['postgres']> {
  const [row] = await sql<
    {
      version: string;
      systemIdentifier: string;
      segmentBytes: number;
      database: string;
      folder: string;
      mode: string;
    }[]
  >`
    select current_setting('server_version') as version, system_identifier::text as "systemIdentifier",
      pg_size_bytes(current_setting('wal_segment_size'))::float8 as "segmentBytes", current_database() as database,
      current_setting('data_directory') as folder, current_setting('archive_mode') as mode
    from pg_control_system()`;
  if (!row) throw new Error('PostgreSQL answered nothing about itself.');
  const { folder, mode, ...server } = row;
  if (!existsSync(data) || realpathSync(folder) !== realpathSync(data)) {
    throw new LocalError({ key: 'backupOtherServer', values: { folder, data } });
  }
  if (mode !== 'on') throw new LocalError({ key: 'backupNoArchive' });
  return server;
}

/** From here on PostgreSQL's finished WAL files are kept. The file is part of the copy, so a restored cluster goes on. */
async function keepWalFromNowOn(data: string, systemIdentifier: string, give: (path: string) => void): Promise<void> {
  const path = join(data, keepsWalFile);
  if (existsSync(path)) return;
  const draft = join(data, `${keepsWalFile}.new`);
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(`${systemIdentifier}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  give(draft);
  renameSync(draft, path);
  await syncFolder(data);
}

/**
 * Reads what stands in the database at one place of the WAL, so that a restore to there can be compared. A snapshot
 * alone has no place in the WAL: so for some milliseconds nobody may write, by a lock that waits no longer than others
 * notice. While writers leave no such moment within `patienceMs`, the figures are of shortly before the place.
 */
async function readContent(
  sql: postgres.Sql,
  id: string,
  { patienceMs, onProgress }: { patienceMs: number; onProgress: OnProgress | undefined },
): Promise<Content> {
  const mark = `fugo ${id}`;
  const [locker, reader] = [await sql.reserve(), await sql.reserve()];
  try {
    const deadline = Date.now() + patienceMs;
    let exact = false;
    do {
      await locker`begin`;
      exact = await lockAllTables(locker);
      if (!exact) {
        await locker`rollback`;
        await sleep(50 + Math.random() * 200);
      }
    } while (!exact && Date.now() < deadline);
    // The first statement takes the snapshot.
    await reader`begin isolation level repeatable read read only`;
    await reader`select 1`;
    const [point] = await locker<{ lsn: string; at: Date }[]>`
      select pg_create_restore_point(${mark})::text as lsn, clock_timestamp() as at`;
    if (exact) await locker`rollback`;
    if (!point) throw new Error('pg_create_restore_point answered nothing.');
    await locker`select pg_switch_wal()`;
    onProgress?.({ step: 'counting', done: 0, total: undefined });
    const tables = await countRows(reader);
    const auditHeads = await readAuditHeads(reader);
    await reader`rollback`;
    // Moments are in milliseconds; one that is rounded up is surely after the mark.
    const at = new Date(point.at.getTime() + 1).toISOString();
    return { mark, lsn: point.lsn, at, exact, tables, auditHeads };
  } finally {
    locker.release();
    reader.release();
  }
}

async function lockAllTables(locker: postgres.ReservedSql): Promise<boolean> {
  const tables = await listTables(locker);
  if (tables.length === 0) return true;
  // A cleaner (autovacuum) that stands in the way gives way after deadlock_timeout.
  await locker`select set_config('lock_timeout', '200ms', true), set_config('deadlock_timeout', '20ms', true)`;
  const names = tables.map(({ schema, name }) => `"${schema}"."${name.replaceAll('"', '""')}"`).join(', ');
  try {
    await locker.unsafe(`lock table only ${names} in share mode`);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // lock_not_available, deadlock_detected
    if (code === '55P03' || code === '40P01') return false;
    throw error;
  }
}

function segmentNames({ timeline, start }: Manifest['wal'], endLsn: string, segmentBytes: number): string[] {
  const [first, last] = [segmentAt(start, segmentBytes), segmentAt(endLsn, segmentBytes)];
  return Array.from({ length: last - first + 1 }, (_, index) => segmentName(timeline, first + index, segmentBytes));
}

/** Waits as long as files arrive; when none has for a minute, the archive does not work, and neither does the backup. */
async function waitUntilArchived(
  sql: postgres.Sql,
  archive: string,
  names: readonly string[],
  onProgress: OnProgress | undefined,
): Promise<void> {
  const countThere = (): number => names.filter((name) => existsSync(join(archive, name))).length;
  let before = countThere();
  for (let since = Date.now(); ; await sleep(50)) {
    const there = countThere();
    onProgress?.({ step: 'archiving', done: there, total: names.length });
    if (there === names.length) return;
    if (there > before) since = Date.now();
    before = there;
    if (Date.now() - since < 60_000) continue;
    const [row] = await sql<{ name: string | null }[]>`select last_failed_wal as name from pg_stat_archiver`;
    const name = row?.name ?? names.find((each) => !existsSync(join(archive, each))) ?? '';
    throw new LocalError({ key: 'backupArchiveStuck', values: { name, folder: archive } });
  }
}
