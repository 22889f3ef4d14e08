/** Backups as the organisations ask for them and see them. The supervisor makes them. */
import { sql } from 'drizzle-orm';
import { inOrganisation, type Database, type Transaction } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';

export interface BackupRow {
  backupId: string;
  state: 'asked' | 'running' | 'done' | 'failed';
  day: string | null;
  askedBy: string;
  /** Null for a program. */
  askedByName: string | null;
  /** Moments are epoch milliseconds. */
  askedAt: number;
  startedAt: number | null;
  endedAt: number | null;
  bytes: number | null;
  verifiedAt: number | null;
  verification: Record<string, unknown> | null;
  error: string | null;
}

/** The latest first. A backup is of the whole installation, so every organisation sees the same ones. */
export function listBackups(
  db: Database,
  acting: string,
  limit: number,
): Promise<{ backups: BackupRow[]; lastVerifiedAt: number | null }> {
  return inOrganisation(db, acting, async (tx) => {
    const backups = await tx.execute<Record<string, unknown> & BackupRow>(sql`
      ${selected()} order by b.asked_at desc, b.backup_id limit ${limit}`);
    const [last] = await tx.execute<{ at: number | null }>(sql`
      select ${epochMs(sql`max(verified_at)`)} as at from backups`);
    return { backups: [...backups], lastVerifiedAt: last?.at ?? null };
  });
}

/**
 * Asks for a backup beside those of the operating days. While one that was asked for waits to be begun, that one is the
 * answer: what it will hold is not older than what another would.
 */
export function askForBackup(db: Database, acting: string, askedBy: string): Promise<BackupRow> {
  return inOrganisation(db, acting, async (tx) => {
    const [waiting] = await tx.execute<{ id: string }>(sql`
      select backup_id as id from backups where state = 'asked' and day is null order by asked_at limit 1`);
    const id = waiting?.id ?? (await insert(tx, askedBy));
    const [row] = await tx.execute<Record<string, unknown> & BackupRow>(sql`
      ${selected()} where b.backup_id = ${id}::uuid`);
    if (!row) throw new Error('a backup that was just asked for is not there');
    return row;
  });
}

/** Names one column: whoever asks has no right to write another. */
async function insert(tx: Transaction, askedBy: string): Promise<string> {
  const [made] = await tx.execute<{ id: string }>(sql`
    insert into backups (asked_by) values (${askedBy}) returning backup_id as id`);
  if (!made) throw new Error('a backup could not be asked for');
  return made.id;
}

const selected = () => sql`
  select b.backup_id as "backupId", b.state, b.day::text as day, b.asked_by as "askedBy", s.name as "askedByName",
    ${epochMs(sql`b.asked_at`)} as "askedAt", ${epochMs(sql`b.started_at`)} as "startedAt",
    ${epochMs(sql`b.ended_at`)} as "endedAt", b.bytes::float8 as bytes, ${epochMs(sql`b.verified_at`)} as "verifiedAt",
    b.verification, b.error
  from backups b left join staff s on s.staff_id = b.asked_by`;
