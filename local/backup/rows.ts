/** The table `backups`, in which people see what becomes of a backup. The manifests in the folder are the truth. */
import postgres from 'postgres';
import { text, textOf } from '../messages.ts';
import { noteOf } from '../system-errors.ts';
import { listBackups, type Manifest, type Verified } from './manifest.ts';

/** Who asked for a backup that `fugo backup now` made: whoever runs it has a home and need not be of the staff. */
export const commandAsker = 'fugo backup now';

export interface OwnRow {
  made: (manifest: Manifest) => Promise<void>;
  failed: (error: unknown) => Promise<void>;
  end: () => Promise<void>;
}

export function connectToRows(monitorUrl: string): postgres.Sql {
  return postgres(monitorUrl, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
}

/**
 * A row for a backup that this process makes by itself. Its connection holds a lock of the row, by which the supervisor
 * sees that somebody still makes it, see {@link settleCommandRows}.
 */
export async function beginOwnRow(monitorUrl: string): Promise<OwnRow> {
  const sql = connectToRows(monitorUrl);
  try {
    const id = await sql.begin(async (tx) => {
      const [row] = await tx<{ id: string }[]>`
        insert into backups (state, asked_by, started_at) values ('running', ${commandAsker}, now())
        returning backup_id as id`;
      if (!row) throw new Error('a backup has no row');
      await tx`select pg_advisory_lock(hashtextextended(${row.id}, 0))`;
      return row.id;
    });
    return {
      async made(manifest) {
        await sql`
          update backups set state = 'done', folder = ${manifest.id}, bytes = ${bytesOf(manifest)}, ended_at = now()
          where backup_id = ${id}`;
      },
      async failed(error) {
        await sql`
          update backups set state = 'failed', ended_at = now(), error = ${textOf(noteOf(error), 'ja')}
          where backup_id = ${id}`;
      },
      end: () => sql.end({ timeout: 5 }),
    };
  } catch (error) {
    await sql.end({ timeout: 1 });
    throw error;
  }
}

/** What a restore check found goes to the row of its backup, where there is one. */
export async function writeVerification(sql: postgres.Sql, id: string, verified: Verified): Promise<void> {
  const { ok, at, checked, problem } = verified;
  await sql`
    update backups set state = ${ok ? 'done' : 'failed'}, verified_at = ${ok ? at : null},
      ended_at = coalesce(ended_at, now()), error = ${problem?.ja ?? null},
      verification = ${checked === undefined ? null : sql.json(checked)}
    where folder = ${id}`;
}

/**
 * Ends the rows whose command was cut off: its connection is gone, and with it the lock. The row of a backup that is in
 * the folder after all, as after a restore to a moment at which it was being made, becomes that backup's.
 */
export async function settleCommandRows(sql: postgres.Sql, home: string): Promise<void> {
  const rows = await sql<{ id: string; startedAt: Date }[]>`
    select backup_id as id, started_at as "startedAt" from backups
    where state = 'running' and asked_by = ${commandAsker} order by started_at`;
  for (const { id, startedAt } of rows) {
    await sql.begin(async (tx) => {
      const [row] = await tx<{ free: boolean }[]>`
        select pg_try_advisory_xact_lock(hashtextextended(${id}, 0)) as free from backups
        where backup_id = ${id} and state = 'running'`;
      if (row?.free !== true) return;
      const found = await findMadeSince(tx, home, startedAt);
      if (found) {
        await tx`
          update backups set state = 'done', folder = ${found.id}, bytes = ${bytesOf(found)}, ended_at = ${found.endedAt}
          where backup_id = ${id}`;
      } else {
        await tx`
          update backups set state = 'failed', ended_at = now(), error = ${text('backupCutOff', 'ja')}
          where backup_id = ${id}`;
      }
    });
  }
}

/** Minutes for which a backup that has its row may wait for another one to end, before it begins. */
const waitsAtMost = 11;

async function findMadeSince(tx: postgres.TransactionSql, home: string, since: Date): Promise<Manifest | undefined> {
  const known = await tx<{ folder: string }[]>`select folder from backups where folder is not null`;
  const folders = new Set(known.map(({ folder }) => folder));
  return listBackups(home)
    .map(({ manifest }) => manifest)
    .find((manifest) => {
      if (!manifest || folders.has(manifest.id)) return false;
      const after = Date.parse(manifest.startedAt) - since.getTime();
      return after >= 0 && after < waitsAtMost * 60_000;
    });
}

export const bytesOf = ({ files }: Manifest): number => files.reduce((sum, file) => sum + file.bytes, 0);
