import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { readDiskRoom } from '../disk-watch.ts';
import { LocalError } from '../messages.ts';
import { clearPreviousServer, startCluster, type Cluster } from '../postgres.ts';
import {
  getDataFolder,
  getServerOwner,
  getWalArchiveFolder,
  giveTo,
  isReachable,
  type Owner,
} from '../postgres-place.ts';
import { changedFileWords, prepareReplay } from './archive.ts';
import { copyFile, forEachOf, makeFolder } from './copy.ts';
import type { RestorePlan, Target } from './plan.ts';
import type { OnProgress } from './progress.ts';
import { parseHistory } from './wal.ts';

/** A replay that stops at a base's own mark and waits there, so that it can be looked at. */
export type ScratchTarget = Target | { kind: 'mark' };

export interface ScratchOptions {
  home: string;
  /** Names the folder beside those of the running clusters; one that an earlier run left is removed. */
  name: string;
  plan: RestorePlan;
  /** Whether the data are to be kept: written so that they outlast a power cut, and their WAL archived. */
  lasting?: boolean;
  onProgress?: OnProgress;
}

export interface Recovered {
  /** Sessions of the superuser, in the database that was backed up. */
  sql: postgres.Sql;
  /** The last commit that was replayed, epoch milliseconds; null where the WAL held none. */
  lastCommitAt: number | null;
  /** Where the replay ended. */
  lsn: string;
}

/**
 * A cluster beside the real one, made of a base backup. It listens on a socket in a folder of its own and on no port, so
 * nobody else reaches it, and it needs no password.
 */
export interface Scratch {
  data: string;
  /** Replays to the target. One that was stopped at its mark goes on from there. Throws LocalError. */
  recover: (target: ScratchTarget) => Promise<Recovered>;
  /** Ends the server; the data stay. */
  stop: () => Promise<void>;
  /** Ends the server and leaves the data to the caller. */
  forget: () => Promise<void>;
  /** Ends the server and removes the data. */
  remove: () => Promise<void>;
}

const laidOut = new Set<Scratch>();

let areRemoved = false;
/** Whether this process is ending, so that what a scratch cluster says means nothing. */
export const wereScratchesRemoved = (): boolean => areRemoved;

/** Removes every scratch cluster of this process; for one that is asked to end. */
export async function removeScratches(): Promise<void> {
  areRemoved = true;
  await Promise.all([...laidOut].map((scratch) => scratch.remove()));
}

/** Lays out a base backup, comparing each file with the manifest. Throws LocalError that names a changed one. */
export async function layOut(options: ScratchOptions): Promise<Scratch> {
  const { home, name, plan, onProgress } = options;
  const { manifest, folder } = plan.backup;
  const owner = await getServerOwner();
  const { data } = getDataFolder({ home, name }, owner);
  // One that was killed may have left its server.
  await clearPreviousServer(data);
  rmSync(data, { recursive: true, force: true });
  const sockets = makeSocketFolder(owner);
  const running: { cluster: Cluster | undefined; sql: postgres.Sql | undefined } = {
    cluster: undefined,
    sql: undefined,
  };
  const stop = async (): Promise<void> => {
    await running.sql?.end({ timeout: 5 });
    await running.cluster?.stop();
    running.sql = running.cluster = undefined;
  };
  const forget = async (): Promise<void> => {
    laidOut.delete(scratch);
    await stop();
    rmSync(sockets, { recursive: true, force: true });
  };
  const remove = async (): Promise<void> => {
    await forget();
    rmSync(data, { recursive: true, force: true });
  };
  const archiveFolder = getWalArchiveFolder(home, owner);
  const logPath = join(home, 'logs', `postgres-${name}.log`);
  const scratch: Scratch = {
    data,
    async recover(target) {
      await stop();
      onProgress?.({ step: 'replaying', done: 0, total: undefined });
      running.cluster = await startReplay(
        {
          ...options,
          settings: [
            prepareReplay(archiveFolder, manifest.postgres.systemIdentifier),
            ...targetSettings(plan, target),
            `hba_file=${join(sockets, 'pg_hba.conf')}`,
            'log_timezone=UTC',
            'autovacuum=off',
            ...(options.lasting === true ? [] : ['fsync=off']),
          ],
          sockets,
        },
        logPath,
      );
      running.sql = postgres({
        host: sockets,
        port: 5432,
        user: 'postgres',
        database: manifest.postgres.database,
        max: 2,
        onnotice: () => undefined,
      });
      return readRecovered(running.sql, data, target).catch((error: unknown) => {
        throw explain(readLog(logPath)) ?? error;
      });
    },
    stop,
    forget,
    remove,
  };
  laidOut.add(scratch);
  try {
    await copyBase(plan, { data, folder, owner, onProgress });
  } catch (error) {
    await remove();
    throw error;
  }
  return scratch;
}

const mib = (bytes: number): number => Math.ceil(bytes / 1_048_576);

async function copyBase(
  { backup: { manifest }, archive }: RestorePlan,
  {
    data,
    folder,
    owner,
    onProgress,
  }: { data: string; folder: string; owner: Owner; onProgress: OnProgress | undefined },
): Promise<void> {
  const files = manifest.files.filter(({ path }) => path.startsWith('data/'));
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  makeFolder(data, owner);
  const { freeBytes } = readDiskRoom(data);
  if (freeBytes < total) {
    throw new LocalError({ key: 'restoreNoRoom', values: { needed: mib(total), free: mib(freeBytes), folder: data } });
  }
  const inner = (path: string): string => join(data, path.slice('data/'.length));
  // Each folder on the way is the server's own.
  const folders = new Set(['pg_wal', ...manifest.folders.map((path) => path.slice('data/'.length))]);
  for (const { path } of files) {
    const parts = path.split('/').slice(1, -1);
    parts.forEach((_, index) => folders.add(parts.slice(0, index + 1).join('/')));
  }
  for (const path of [...folders].toSorted()) if (path !== '') makeFolder(join(data, path), owner);
  let done = 0;
  await forEachOf(files, async ({ path, bytes, sha256 }) => {
    const from = join(folder, path);
    const copied = await copyFile({ from, to: inner(path), owner, sync: false }, (more) => {
      done += more;
      onProgress?.({ step: 'laying-out', done, total });
    });
    if (!copied) throw new LocalError({ key: 'backupFileMissing', values: { path: from } });
    if (copied.bytes !== bytes || copied.sha256 !== sha256) {
      throw new LocalError({ key: 'backupFileChanged', values: { path: from } });
    }
  });
  for (const [name, path] of archive.elsewhere) {
    const to = join(data, 'pg_wal', name);
    copyFileSync(path, to);
    giveTo(to, owner);
  }
  const signal = join(data, 'recovery.signal');
  writeFileSync(signal, '', { mode: 0o600 });
  giveTo(signal, owner);
}

function targetSettings({ backup: { manifest }, line }: RestorePlan, target: ScratchTarget): string[] {
  const timeline = line.at(-1)?.timeline ?? manifest.wal.timeline;
  switch (target.kind) {
    case 'mark':
      // On the base's own timeline: a newer one need not reach so far.
      return [
        `recovery_target_timeline=${manifest.wal.timeline}`,
        `recovery_target_name=${manifest.content?.mark ?? ''}`,
        'recovery_target_action=pause',
        'hot_standby=on',
      ];
    case 'moment':
      return [
        `recovery_target_timeline=${timeline}`,
        // With a number for the offset: abbreviations are not known yet when settings are read.
        `recovery_target_time=${new Date(target.at).toISOString().replace('Z', '+00')}`,
        'recovery_target_action=promote',
        'hot_standby=off',
      ];
    case 'latest':
      return [`recovery_target_timeline=${timeline}`, 'hot_standby=off'];
  }
}

/** A day: a replay of much WAL takes as long as it takes, and one that fails ends by itself. */
const longestReplayMs = 86_400_000;

async function startReplay(
  options: ScratchOptions & { settings: string[]; sockets: string },
  logPath: string,
): Promise<Cluster> {
  const { home, name, settings, sockets, lasting = false } = options;
  try {
    return await startCluster({
      name,
      home,
      // Names the socket's file.
      port: 5432,
      superuserPassword: '',
      sharedBuffers: '128MB',
      archivesWal: lasting,
      socketFolder: sockets,
      settings,
      startLimitMs: longestReplayMs,
    });
  } catch (error) {
    throw explain(readLog(logPath)) ?? error;
  }
}

/** What the server's log says of a replay that failed; undefined where it is nothing known. */
function explain(log: string): LocalError | undefined {
  const changed = new RegExp(`${changedFileWords} (.+)`, 'u').exec(log)?.[1];
  if (changed !== undefined) return new LocalError({ key: 'backupFileChanged', values: { path: changed } });
  if (!log.includes('recovery ended before configured recovery target was reached')) return undefined;
  const last = [...log.matchAll(/last completed transaction was at log time (\S+ \S+)/gu)].at(-1)?.[1];
  const until = last === undefined ? '–' : tokyoTimeOf(`${last.replace(' ', 'T').slice(0, 23)}Z`);
  return new LocalError({ key: 'restoreWalEnds', values: { until } });
}

async function readRecovered(sql: postgres.Sql, data: string, target: ScratchTarget): Promise<Recovered> {
  if (target.kind === 'mark') await waitUntilPaused(sql);
  const [row] = await sql<{ at: Date | null; paused: string | null; file: string | null }[]>`
    select pg_last_xact_replay_timestamp() as at,
      case when pg_is_in_recovery() then pg_last_wal_replay_lsn()::text end as paused,
      case when not pg_is_in_recovery() then pg_walfile_name(pg_current_wal_lsn()) end as file`;
  const timeline = Number.parseInt(row?.file?.slice(0, 8) ?? '0', 16);
  const lsn = row?.paused ?? readFork(data, timeline) ?? '0/0';
  return { sql, lastCommitAt: row?.at?.getTime() ?? null, lsn };
}

/** Where a promoted cluster left the timeline before its own. */
function readFork(data: string, timeline: number): string | undefined {
  const name = `${timeline.toString(16).toUpperCase().padStart(8, '0')}.history`;
  const line = parseHistory(timeline, readLog(join(data, 'pg_wal', name)));
  return line.at(-2)?.until ?? undefined;
}

async function waitUntilPaused(sql: postgres.Sql): Promise<void> {
  for (;;) {
    const [row] = await sql<{ state: string }[]>`select pg_get_wal_replay_pause_state() as state`;
    if (row?.state === 'paused') return;
    await sql`select pg_sleep(0.02)`;
  }
}

/** A folder that only the server's user (and root) may enter. Paths of sockets must be short. */
function makeSocketFolder(owner: Owner): string {
  const parent = isReachable(tmpdir(), owner) && tmpdir().length < 60 ? tmpdir() : '/tmp';
  const folder = mkdtempSync(join(parent, 'fugo-pg-'));
  const hba = join(folder, 'pg_hba.conf');
  writeFileSync(hba, 'local all postgres trust\n', { mode: 0o600 });
  for (const path of [folder, hba]) giveTo(path, owner);
  return folder;
}

function readLog(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
