import { join, resolve } from 'node:path';
import { findPath } from '../../config/environment.ts';
import { readLocalConfig } from '../../config/local.ts';
import { exportBackup, importBackup } from '../../local/backup/transfer.ts';
import { print, printJson, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { pathError } from '../terminal/input.ts';
import { grouped } from '../terminal/table.ts';
import { withProgress } from './work.ts';

export interface ExportCommandOptions {
  to: string;
  json?: boolean;
}

export async function runBackupExport(
  context: Context,
  id: string | undefined,
  { to, json = false }: ExportCommandOptions,
): Promise<ExitCode> {
  const { home } = readLocalConfig(context.env);
  const keysFile = keysFileOf(context, home);
  const exported = await withProgress(context, (onProgress) =>
    exportBackup({ home, to: resolve(to), keysFile, onProgress, ...(id === undefined ? {} : { id }) }),
  ).catch((error: unknown) => {
    throw pathError(context, error, to, '--to');
  });
  if (json) printJson(context, exported);
  else print(context, say(context, 'export.done', { ...exported, size: `${grouped(exported.bytes / 1_048_576)} MiB` }));
  return exitCodes.ok;
}

export interface ImportCommandOptions {
  json?: boolean;
}

export async function runBackupImport(
  context: Context,
  file: string,
  { json = false }: ImportCommandOptions,
): Promise<ExitCode> {
  const { home } = readLocalConfig(context.env);
  const keysFile = keysFileOf(context, home);
  const imported = await withProgress(context, (onProgress) =>
    importBackup({ home, file: resolve(file), keysFile, onProgress }),
  ).catch((error: unknown) => {
    throw pathError(context, error, file, 'FILE');
  });
  if (json) printJson(context, imported);
  else print(context, say(context, 'import.done', { ...imported }));
  return exitCodes.ok;
}

function keysFileOf({ env }: Context, home: string): string {
  return findPath(env, 'FUGO_KEYS_FILE') ?? join(home, 'keys.json');
}
