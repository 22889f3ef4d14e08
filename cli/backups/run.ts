import { readLocalConfig, type LocalConfig } from '../../config/local.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { backUp } from '../../local/backup/back-up.ts';
import type { Manifest } from '../../local/backup/manifest.ts';
import { backUpOutside } from '../../local/backup/outside.ts';
import type { OnProgress } from '../../local/backup/progress.ts';
import { pruneBackups, type RetentionPlan } from '../../local/backup/retention.ts';
import { beginOwnRow, bytesOf, type OwnRow } from '../../local/backup/rows.ts';
import { summariseBackups, type BackupSummary } from '../../local/backup/summary.ts';
import { getDatabaseUrls } from '../../local/stack.ts';
import { print, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { CommandError, exitCodes, type ExitCode } from '../terminal/exit.ts';
import { elapsedText, grouped, tableLines } from '../terminal/table.ts';
import { doesDatabaseRun, monitorUrlOf, noteNoRow } from './rows.ts';
import { withProgress } from './work.ts';

/** `fugo backup now` makes a base backup of the running database, and removes what the retention no longer keeps. */
export async function runBackupNow(
  context: Context,
  { keepAll = false, json = false }: { keepAll?: boolean; json?: boolean },
): Promise<ExitCode> {
  const config = readLocalConfig(context.env);
  const startedAt = Date.now();
  if (config.databaseUrl === undefined && !(await doesDatabaseRun(config.home))) {
    throw new CommandError(exitCodes.notRunning, say(context, 'backup.notRunning'));
  }
  const manifest = await withProgress(context, (onProgress) =>
    withRow(context, config, () => backUpHere(context, config, onProgress)),
  );
  const pruned = keepAll
    ? undefined
    : await withProgress(context, () => pruneBackups({ home: config.home, ...config.backups }));
  const bytes = bytesOf(manifest);
  if (json) {
    const { id, tool, endedAt, content } = manifest;
    printJson(context, {
      id,
      tool,
      startedAt: manifest.startedAt,
      endedAt,
      bytes,
      files: manifest.files.length,
      exact: content?.exact ?? false,
      removed: pruned?.remove ?? [],
    });
  } else {
    const values = { id: manifest.id, size: mib(bytes), elapsed: elapsedText(Date.now() - startedAt) };
    print(context, say(context, 'backup.made', values));
    if (manifest.content?.exact === false) print(context, say(context, 'backup.inexact'));
    if (pruned) printLines(context, pruneLines(context, pruned, false));
    print(context, say(context, 'backup.verifyNext'));
  }
  return exitCodes.ok;
}

async function backUpHere(
  context: Context,
  { home, databaseUrl }: LocalConfig,
  onProgress: OnProgress,
): Promise<Manifest> {
  if (databaseUrl !== undefined) return backUpOutside({ home, url: databaseUrl, env: context.env, onProgress });
  return backUp({ home, superuserUrl: getDatabaseUrls(home).superuser, onProgress });
}

/** The page shows the backup while it is made and afterwards. That the page cannot be told keeps no backup from being made. */
async function withRow(context: Context, config: LocalConfig, make: () => Promise<Manifest>): Promise<Manifest> {
  const tell = async (work: () => Promise<unknown>): Promise<void> => {
    await work().catch((error: unknown) => noteNoRow(context, error));
  };
  let row: OwnRow | undefined;
  await tell(async () => {
    row = await beginOwnRow(monitorUrlOf(config));
  });
  try {
    const manifest = await make();
    await tell(async () => row?.made(manifest));
    return manifest;
  } catch (error) {
    await tell(async () => row?.failed(error));
    throw error;
  } finally {
    await row?.end();
  }
}

/** `fugo backup list` ends with 1 when a backup cannot be read, was found wrong, or its WAL has a gap. */
export async function runBackupList(context: Context, { json = false }: { json?: boolean }): Promise<ExitCode> {
  const { home } = readLocalConfig(context.env);
  const backups = await summariseBackups(home);
  const isWrong = backups.some(
    ({ manifest, verified, missingWal }) => !manifest || verified?.ok === false || missingWal !== null,
  );
  if (json) printJson(context, { backups: backups.map(jsonOf) });
  else printLines(context, listLines(context, backups));
  return isWrong ? exitCodes.refused : exitCodes.ok;
}

function jsonOf({ id, manifest, bytes, walTo, missingWal, verified }: BackupSummary): object {
  return {
    id,
    readable: manifest !== null,
    tool: manifest?.tool ?? null,
    startedAt: manifest?.startedAt ?? null,
    endedAt: manifest?.endedAt ?? null,
    bytes,
    walTo: walTo === null ? null : new Date(walTo).toISOString(),
    missingWal,
    verified,
  };
}

function listLines(context: Context, backups: readonly BackupSummary[]): string[] {
  if (backups.length === 0) return [say(context, 'backup.none')];
  const head = (['id', 'from', 'size', 'walTo', 'verified'] as const).map((name) =>
    say(context, `backup.column.${name}`),
  );
  const rows = backups.map(({ id, manifest, bytes, walTo, missingWal, verified }) => [
    id,
    manifest ? tokyoTimeOf(manifest.endedAt) : say(context, 'backup.unreadable'),
    mib(bytes),
    `${walTo === null ? '–' : tokyoTimeOf(walTo)}${missingWal === null ? '' : ` (${say(context, 'backup.gap')})`}`,
    verified
      ? say(context, verified.ok ? 'backup.verifiedAt' : 'backup.failedAt', { time: tokyoTimeOf(verified.at) })
      : say(context, 'backup.unverified'),
  ]);
  return tableLines(head, rows, new Set([2]));
}

export interface PruneCommandOptions {
  keep?: number;
  days?: number;
  check?: boolean;
  json?: boolean;
}

export async function runBackupPrune(
  context: Context,
  { keep, days, check = false, json = false }: PruneCommandOptions,
): Promise<ExitCode> {
  const { home, backups } = readLocalConfig(context.env);
  const retention = { keep: keep ?? backups.keep, days: days ?? backups.days };
  const plan = await withProgress(context, () => pruneBackups({ home, ...retention, check }));
  if (json)
    printJson(context, { ...retention, kept: plan.keep, removed: plan.remove, removedWal: countWal(plan), check });
  else printLines(context, pruneLines(context, plan, check));
  return exitCodes.ok;
}

function pruneLines(context: Context, plan: RetentionPlan, check: boolean): string[] {
  const wal = countWal(plan);
  if (plan.remove.length === 0 && wal === 0) return [say(context, 'prune.nothing', { kept: plan.keep.length })];
  const values = { bases: plan.remove.length, wal, kept: plan.keep.length };
  return [say(context, check ? 'prune.would' : 'prune.done', values), ...plan.remove.map((id) => `  ${id}`)];
}

const countWal = ({ removeWal }: RetentionPlan): number =>
  Object.values(removeWal).reduce((sum, names) => sum + names.length, 0);

const mib = (bytes: number): string => `${grouped(bytes / 1_048_576)} MiB`;
