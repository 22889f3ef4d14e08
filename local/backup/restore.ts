import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { getCredentials } from '../credentials.ts';
import { scramVerifier } from '../database.ts';
import { findJson, writePrivateJson } from '../files.ts';
import { takeLock } from '../locks.ts';
import { LocalError } from '../messages.ts';
import { getDataFolder, getServerOwner, getWalArchiveFolder } from '../postgres-place.ts';
import { isRunning } from '../processes.ts';
import { readRun, supervisorLockPath } from '../run-file.ts';
import { copyFile, syncFolder } from './copy.ts';
import { holdBackups } from './hold.ts';
import { planRestore, requireWholeReplay, type PlanOptions, type RestorePlan, type Target } from './plan.ts';
import type { OnProgress } from './progress.ts';
import { layOut, type Recovered, type Scratch } from './scratch.ts';

export interface RestoreOptions {
  home: string;
  to: Target;
  /** Names the cluster's data folder. */
  cluster?: string;
  /** A base to begin with; otherwise the newest that is old enough. */
  id?: string;
  /** A line of history that an earlier restore left; otherwise the newest. */
  timeline?: number;
  onProgress?: OnProgress;
}

export interface Restored {
  /** The base that it was made of. */
  id: string;
  /** The last commit that the database has, epoch milliseconds; null where there is none since the base. */
  lastCommitAt: number | null;
  /** What was there before, moved and not deleted. */
  aside: string[];
  seconds: number;
}

/** Whether the target can be reached, before anything is stopped. Throws LocalError with the reason when it cannot. */
export async function planRestoreOf(options: RestoreOptions): Promise<RestorePlan> {
  const { home, to, cluster = 'database', id, timeline } = options;
  const owner = await getServerOwner();
  const wanted: PlanOptions = {
    home,
    archiveFolder: getWalArchiveFolder(home, owner),
    target: to,
    data: getDataFolder({ home, name: cluster }, owner).data,
    ...(id === undefined ? {} : { id }),
    ...(timeline === undefined ? {} : { timeline }),
  };
  return planRestore(wanted);
}

/**
 * Puts this home's database back to a moment. The stack must be stopped. The new data are made whole beside the old ones;
 * only then the old ones and Temporal's file are moved aside, so that Temporal starts empty: the database decides, and
 * the sweep brings every open request to its end. Throws LocalError, and then nothing was moved.
 */
export async function restoreTo(options: RestoreOptions): Promise<Restored> {
  const { home, cluster = 'database', onProgress } = options;
  const startedAt = Date.now();
  const releaseBackups = await holdBackups(home);
  // Nobody starts the stack meanwhile.
  const releaseStack = takeLock(supervisorLockPath(home));
  try {
    const works = readRun(home)?.parts.some(({ identity }) => identity !== undefined && isRunning(identity)) ?? false;
    if (!releaseStack || works) throw new LocalError({ key: 'restoreRunning' });
    finishRestore(home);
    const plan = await planRestoreOf(options);
    const scratch = await layOut({ home, name: 'restored', plan, lasting: true, ...(onProgress && { onProgress }) });
    let recovered: Recovered;
    try {
      recovered = await recoverTo(scratch, plan);
      // A backup of another home has that one's password.
      const password = scramVerifier(getCredentials(home).databaseSuperuser);
      await recovered.sql.unsafe(`alter role postgres password '${password}'`);
      await markPerhapsRouted(recovered.sql);
      await scratch.stop();
    } catch (error) {
      await scratch.remove();
      throw error;
    }
    const owner = await getServerOwner();
    const { data } = getDataFolder({ home, name: cluster }, owner);
    const stamp = `before-restore-${new Date(startedAt + 9 * 3_600_000).toISOString().replaceAll(/\D/gu, '').slice(0, 14)}`;
    const moves: Move[] = [
      { from: data, to: `${data}-${stamp}` },
      { from: join(home, 'temporal'), to: join(home, `temporal-${stamp}`) },
      { from: scratch.data, to: data },
    ].filter(({ from }) => existsSync(from));
    writePrivateJson(pendingPath(home), { moves });
    finishRestore(home);
    await scratch.forget();
    await syncFolder(join(data, '..'));
    await putBackLoadFiles(home, plan);
    return {
      id: plan.backup.id,
      lastCommitAt: recovered.lastCommitAt,
      aside: moves.slice(0, -1).map(({ to }) => to),
      seconds: (Date.now() - startedAt) / 1_000,
    };
  } finally {
    releaseStack?.();
    releaseBackups();
  }
}

/**
 * After the moment the own runs of open requests may have sent the route, of which these rows know nothing. Marked as
 * sent once, it is asked about under its id before it is sent, and no chunk takes such a request (storage/requests/due).
 */
async function markPerhapsRouted(sql: Recovered['sql']): Promise<void> {
  const [there] = await sql<{ found: boolean }[]>`select to_regclass('public.request_attempts') is not null as found`;
  if (there?.found !== true) return;
  await sql`
    insert into request_attempts (municipality, request_id, person_id, attempt, step, participant, line_count, state, sends)
    select p.municipality, concat_ws('/', p.municipality, p.person_id, p.attempt, 'route'), p.person_id, p.attempt,
      'route', case m.route when 'JUKI_SYSTEM' then 'juki-system' else 'juki-gateway' end, 0, 'SENDING', 1
    from persons p join municipalities m using (municipality)
    where not p.in_chunk
      and p.stage in ('NUMBERED', 'SERIAL_REQUESTED', 'FILE_REQUESTED', 'FILE_RECEIVED', 'WAITING_FOR_HOURS')
    on conflict do nothing`;
}

/**
 * PostgreSQL says that a moment was reached only when it reads a later commit. Where the present cluster's own WAL was
 * replayed to its end, there was none, so the end of the WAL is that moment.
 */
async function recoverTo(scratch: Scratch, plan: RestorePlan): Promise<Recovered> {
  if (plan.target.kind === 'moment') {
    try {
      return await scratch.recover(plan.target);
    } catch (error) {
      const isAtEnd = error instanceof LocalError && error.note.key === 'restoreWalEnds';
      if (!isAtEnd || !plan.isComplete) throw error;
    }
  }
  const recovered = await scratch.recover({ kind: 'latest' });
  requireWholeReplay(plan, recovered.lsn);
  return recovered;
}

const Move = z.object({ from: z.string(), to: z.string() });
type Move = z.infer<typeof Move>;
const Pending = z.object({ moves: z.array(Move) });

function pendingPath(home: string): string {
  return join(home, 'restore.json');
}

/**
 * Ends a restore that was cut off while it moved folders; without this the next start would find no database and make
 * an empty one. Does nothing where there is none.
 */
export function finishRestore(home: string): void {
  const { success, data } = Pending.safeParse(findJson(pendingPath(home)));
  if (success) {
    for (const { from, to } of data.moves) {
      // The same folder is moved away first and then filled again, so the target tells whether a move was made.
      if (existsSync(to) || !existsSync(from)) continue;
      mkdirSync(join(to, '..'), { recursive: true });
      renameSync(from, to);
    }
  }
  rmSync(pendingPath(home), { force: true });
}

/** Files of loads that were waiting then; those that are there are the same, because a load's file never changes. */
async function putBackLoadFiles(home: string, { backup }: RestorePlan): Promise<void> {
  for (const { path } of backup.manifest.files.filter((file) => file.path.startsWith('load-files/'))) {
    const to = join(home, path);
    if (!existsSync(to)) await copyFile({ from: join(backup.folder, path), to, sync: true });
  }
}
