/** Daily processing asks for the backup; the supervisor makes it. */
import { sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import type { DayKey } from './rows.ts';

/** One for the installation and day, whoever of its organisations asks first. */
export async function askForBackup(db: Database, { day }: Pick<DayKey, 'day'>): Promise<void> {
  await db.execute(sql`
    insert into backups (state, day, asked_by) values ('asked', ${day}::date, 'operating-day')
    on conflict (day) do nothing`);
}
