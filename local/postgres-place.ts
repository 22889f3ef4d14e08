import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { LocalError, type Note } from './messages.ts';

/** Whose PostgreSQL is here, and where its data are: it may not run as root, nor under a folder that it may not enter. */
const run = promisify(execFile);

/** The system user that runs the server; undefined where it is the user of this process. */
export interface Owner {
  uid: number | undefined;
  gid: number | undefined;
}

// ---- whose server it is -------------------------------------------------------------------------------------------

/**
 * The user that runs the server. PostgreSQL refuses to run as root; then it is the system user `postgres`, made if
 * missing.
 */
export async function getServerOwner(): Promise<Owner> {
  if (process.getuid?.() !== 0) return { uid: undefined, gid: undefined };
  const known = await findPostgresUser();
  if (known) return known;
  try {
    // The group may exist without the user.
    await run('groupadd', ['--system', 'postgres']).catch(() => undefined);
    await run('useradd', ['--system', '--gid', 'postgres', '--no-create-home', '--shell', '/bin/false', 'postgres']);
  } catch {
    // Alpine and BusyBox have these commands instead.
    await run('addgroup', ['-S', 'postgres']).catch(() => undefined);
    await run('adduser', ['-S', '-D', '-H', '-G', 'postgres', 'postgres']).catch(() => undefined);
  }
  const created = await findPostgresUser();
  if (!created) throw new LocalError({ key: 'postgresUserMissing' });
  return created;
}

async function findPostgresUser(): Promise<Owner | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

export function definedOwner({ uid, gid }: Owner): { uid?: number; gid?: number } {
  return uid === undefined || gid === undefined ? {} : { uid, gid };
}

export function giveTo(path: string, { uid, gid }: Owner): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** Whether a user may enter a folder with this mode. */
export function mayEnter(folder: { mode: number; uid: number; gid: number }, uid: number, gid: number): boolean {
  if (folder.uid === uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}

export function isReachable(path: string, { uid, gid }: Owner): boolean {
  if (uid === undefined || gid === undefined) return true;
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && !mayEnter(statSync(folder), uid, gid)) return false;
    if (folder === dirname(folder)) return true;
  }
}

// ---- where the data are -------------------------------------------------------------------------------------------

/**
 * `$FUGO_HOME/postgres/<name>`. If the postgres user may not enter there, as in a home under /root, it is
 * `/var/lib/fugo-<hash>/<name>`, and `$FUGO_HOME/postgres` becomes a link to it.
 */
export function getDataFolder({ home, name }: { home: string; name: string }, owner: Owner): DataFolder {
  const { folder, moved } = getPostgresFolder(home, owner);
  return { data: join(folder, name), moved };
}

export interface DataFolder {
  data: string;
  /** What a person should know about the place. */
  moved: Note[];
}

/**
 * `$FUGO_HOME/wal-archive`, into which PostgreSQL copies its finished WAL; where the data had to lie elsewhere, a link to
 * a folder beside them. A person may have made it a link to another disk.
 */
export function getWalArchiveFolder(home: string, owner: Owner): string {
  const { folder } = getPostgresFolder(home, owner);
  const path = join(home, 'wal-archive');
  if (isLink(join(home, 'postgres')) && !isLink(path) && !existsSync(path)) {
    mkdirSync(join(folder, 'wal-archive'), { recursive: true, mode: 0o700 });
    symlinkSync(join(folder, 'wal-archive'), path);
  }
  const archive = isLink(path) ? resolve(home, readlinkSync(path)) : path;
  mkdirSync(archive, { recursive: true, mode: 0o700 });
  giveTo(archive, owner);
  return archive;
}

function getPostgresFolder(home: string, owner: Owner): { folder: string; moved: Note[] } {
  mkdirSync(home, { recursive: true });
  const link = join(home, 'postgres');
  if (isLink(link)) {
    const folder = readlinkSync(link);
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    return { folder, moved: [] };
  }
  if (isReachable(home, owner)) {
    mkdirSync(link, { recursive: true, mode: 0o711 });
    chmodSync(link, 0o711);
    return { folder: link, moved: [] };
  }
  const folder = `/var/lib/fugo-${createHash('sha256').update(resolve(home)).digest('hex').slice(0, 12)}`;
  const moved: Note[] = [{ key: 'postgresDataElsewhere', values: { folder } }];
  if (existsSync(folder)) {
    // The home of these data was deleted, with its passwords and keys. The data are kept: they are not fugo's to
    // delete.
    const aside = `${folder}-old-${new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)}`;
    renameSync(folder, aside);
    moved.push({ key: 'postgresDataSetAside', values: { folder: aside } });
  }
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  chmodSync(folder, 0o711);
  rmSync(link, { recursive: true, force: true });
  symlinkSync(folder, link);
  return { folder, moved };
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
