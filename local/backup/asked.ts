import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { textOf } from '../messages.ts';
import { writeLogLine } from '../supervisor-log.ts';
import { noteOf } from '../system-errors.ts';
import { backUp } from './back-up.ts';
import { pruneBackups, type Retention } from './retention.ts';
import { bytesOf, commandAsker, settleCommandRows, writeVerification } from './rows.ts';
import { verifyBackup } from './verify.ts';

export interface AskedBackups {
  home: string;
  /** The database as the role fugo_monitor, which keeps the table of backups. */
  monitorUrl: string;
  superuserUrl: string;
  retention: Retention;
  signal: AbortSignal;
  /** Milliseconds between two looks. */
  everyMs?: number;
}

/**
 * Makes the backups that staff and daily processing ask for in the table `backups`, one after the other: takes the
 * oldest, makes it, proves it by a restore, and removes what the retention does not keep. The row says how it ended; the
 * manifest in the folder is the truth. Runs until the signal comes, whatever fails.
 */
export async function makeAskedBackups({ signal, everyMs = 5_000, ...options }: AskedBackups): Promise<void> {
  const sql = postgres(options.monitorUrl, {
    max: 1,
    onnotice: () => undefined,
    connect_timeout: 10,
    idle_timeout: 20,
  });
  try {
    let isFirst = true;
    while (!signal.aborted) {
      try {
        if (isFirst) await giveBackUnfinished(sql);
        isFirst = false;
        await settleCommandRows(sql, options.home);
        if (await makeNext(sql, { ...options, signal })) continue;
      } catch (error) {
        // The database may be away; the row is still there when it is back.
        writeLogLine(textOf(noteOf(error), 'en'));
      }
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** A supervisor that was killed leaves rows as running, and there is one supervisor for a home. */
async function giveBackUnfinished(sql: postgres.Sql): Promise<void> {
  await sql`
    update backups set state = 'asked', started_at = null, folder = null, bytes = null
    where state = 'running' and asked_by <> ${commandAsker}`;
}

/** Whether there was one. */
async function makeNext(sql: postgres.Sql, options: Omit<AskedBackups, 'everyMs'>): Promise<boolean> {
  const { home, superuserUrl, retention, signal } = options;
  const [row] = await sql<{ id: string }[]>`
    update backups set state = 'running', started_at = now()
    where backup_id = (select backup_id from backups where state = 'asked' order by asked_at limit 1)
    returning backup_id as id`;
  if (!row) return false;
  try {
    const manifest = await backUp({ home, superuserUrl });
    const { id } = manifest;
    await sql`update backups set folder = ${id}, bytes = ${bytesOf(manifest)} where backup_id = ${row.id}`;
    const verified = await verifyBackup({ home, id });
    await writeVerification(sql, id, verified);
    if (verified.ok) await pruneBackups({ home, ...retention });
  } catch (error) {
    // What was cut off is given back by the next start.
    if (signal.aborted) return true;
    const problem = noteOf(error);
    writeLogLine(textOf(problem, 'en'));
    await sql`
      update backups set state = case when verified_at is null then 'failed' else state end,
        ended_at = coalesce(ended_at, now()), error = ${textOf(problem, 'ja')}
      where backup_id = ${row.id}`;
  }
  return true;
}
