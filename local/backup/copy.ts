import { createHash } from 'node:crypto';
import { chownSync, mkdirSync } from 'node:fs';
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isMissing } from '../files.ts';
import { LocalError } from '../messages.ts';
import type { Owner } from '../postgres-place.ts';
import type { BackedUpFile } from './manifest.ts';

/** Copies files whole, counts and hashes what passes, and puts it on disk. */

const bytesAtOnce = 1024 * 1024;
/** Files copied at the same time: reading, hashing and the wait for the disk overlap. */
const atOnce = 4;

/** Contents that PostgreSQL makes anew at each start, so their folders are kept empty. */
const emptied = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const leftOut =
  /^(?:postmaster\.(?:pid|opts)|backup_label(?:\.old)?|tablespace_map(?:\.old)?|recovery\.signal|standby\.signal|backup_manifest|current_logfiles|pg_internal\.init.*|pgsql_tmp.*)$/u;

export interface Listed {
  files: string[];
  /** Folders without files of their own. */
  folders: string[];
}

/**
 * The files of a data folder that belong into a base backup, as the manual of PostgreSQL names them ("Base Backup",
 * 25.3). pg_control comes last. A file may vanish or grow while it is copied; the WAL mends that.
 */
export async function listDataFiles(data: string): Promise<Listed> {
  const listed: Listed = { files: [], folders: [] };
  const walk = async (folder: string): Promise<void> => {
    const entries = await readdir(join(data, folder), { withFileTypes: true }).catch(ignoreMissing);
    let count = 0;
    for (const entry of entries ?? []) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (leftOut.test(entry.name)) continue;
      count += 1;
      // Also where it is a link: the WAL may lie on another disk.
      if (emptied.has(path)) listed.folders.push(path);
      else if (entry.isFile()) listed.files.push(path);
      else if (entry.isDirectory()) await walk(path);
      else if (entry.isSymbolicLink())
        throw new LocalError({ key: 'backupTablespace', values: { path: join(data, path) } });
    }
    if (count === 0 && folder !== '') listed.folders.push(folder);
  };
  await walk('');
  const control = 'global/pg_control';
  listed.files = [...listed.files.filter((path) => path !== control), control];
  return listed;
}

/** The files below a folder, as paths from it; none when there is no such folder. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(ignoreMissing);
  return (entries ?? [])
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

export interface CopyOptions {
  from: string;
  to: string;
  /** Whose the copies are to be; this process's user where it is absent. */
  owner?: Owner;
  /** Whether the copies must outlast a power cut. */
  sync: boolean;
}

/** Copies one file. Undefined when it has vanished. */
export async function copyFile(
  { from, to, owner, sync }: CopyOptions,
  heard?: (bytes: number) => void,
): Promise<Omit<BackedUpFile, 'path'> | undefined> {
  const source = await open(from, 'r').catch(ignoreMissing);
  if (!source) return undefined;
  try {
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    const target = await open(to, 'w', 0o600);
    try {
      const result = await pump(source, target, heard);
      if (sync) await target.datasync();
      if (owner?.uid !== undefined && owner.gid !== undefined) await target.chown(owner.uid, owner.gid);
      return result;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function pump(
  source: FileHandle,
  target: FileHandle,
  heard: ((bytes: number) => void) | undefined,
): Promise<Omit<BackedUpFile, 'path'>> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(bytesAtOnce);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await source.read(piece, 0, piece.length, bytes);
    if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') };
    const read = piece.subarray(0, bytesRead);
    hash.update(read);
    for (let done = 0; done < bytesRead;) {
      done += (await target.write(read, done, bytesRead - done, bytes + done)).bytesWritten;
    }
    bytes += bytesRead;
    heard?.(bytesRead);
  }
}

/** Calls `work` with each item, several at a time, and stops at the first that throws. */
export async function forEachOf<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Promise<void> {
  const iterator = items[Symbol.iterator]();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (let next = iterator.next(); next.done !== true && !failed; next = iterator.next()) {
      try {
        await work(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  const rejected = outcomes.find((outcome) => outcome.status === 'rejected');
  if (rejected) throw rejected.reason;
}

/** Makes a folder and those above it, as the owner's. */
export function makeFolder(path: string, { uid, gid }: Owner): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** A new name is on disk only once its folder is. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Puts every folder below this one on disk, the deepest first. */
export async function syncFolders(root: string): Promise<void> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  for (const folder of [...folders.toSorted().toReversed(), root]) await syncFolder(folder);
}

function ignoreMissing(error: unknown): undefined {
  if (isMissing(error)) return undefined;
  throw error;
}
