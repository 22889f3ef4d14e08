import type { LocalConfig } from '../../config/local.ts';
import { connectToRows, writeVerification } from '../../local/backup/rows.ts';
import type { Verified } from '../../local/backup/manifest.ts';
import { getCredentials } from '../../local/credentials.ts';
import { urlWith } from '../../local/database-urls.ts';
import { textOf } from '../../local/messages.ts';
import { getDatabaseUrls } from '../../local/stack.ts';
import { readStatus } from '../../local/status.ts';
import { noteOf } from '../../local/system-errors.ts';
import { note, say, type Context } from '../terminal/context.ts';

export async function doesDatabaseRun(home: string): Promise<boolean> {
  const { parts } = await readStatus(home);
  return parts.some(({ name, running }) => name === 'database' && running);
}

/** The database as the role that keeps the table of backups. */
export function monitorUrlOf({ home, databaseUrl }: LocalConfig): string {
  if (databaseUrl === undefined) return getDatabaseUrls(home).monitor;
  return urlWith(databaseUrl, { user: 'fugo_monitor', password: getCredentials(home).databaseMonitor });
}

export function noteNoRow(context: Context, error: unknown): void {
  note(context, say(context, 'backup.noRow', { reason: textOf(noteOf(error), context.language) }));
}

/** A check needs no running database; where there is one, the page shows what the check found. */
export async function tellVerification(
  context: Context,
  config: LocalConfig,
  { id, ...verified }: Verified & { id: string },
): Promise<void> {
  if (config.databaseUrl === undefined && !(await doesDatabaseRun(config.home))) return;
  const sql = connectToRows(monitorUrlOf(config));
  try {
    await writeVerification(sql, id, verified);
  } catch (error) {
    noteNoRow(context, error);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
