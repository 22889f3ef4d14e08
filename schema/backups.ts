/** バックアップ: asked for here, made by the supervisor, and shown. The manifests in the backup folder are the truth. */
import { sql } from 'drizzle-orm';
import { bigint, check, date, index, jsonb, pgPolicy, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant, openToPrograms } from './columns.ts';

export const backups = pgTable(
  'backups',
  {
    backupId: uuid('backup_id').primaryKey().defaultRandom(),
    state: text('state').$type<'asked' | 'running' | 'done' | 'failed'>().notNull().default('asked'),
    /** The operating day whose daily processing asked for it; null for one that staff asked for. */
    day: date('day', { mode: 'string' }),
    askedBy: text('asked_by').notNull(),
    askedAt: instant('asked_at').notNull().defaultNow(),
    startedAt: instant('started_at'),
    endedAt: instant('ended_at'),
    /** The folder's name, once it is made. */
    folder: text('folder').unique(),
    bytes: bigint('bytes', { mode: 'number' }),
    verifiedAt: instant('verified_at'),
    /** What the restore check found. */
    verification: jsonb('verification'),
    error: text('error'),
  },
  (table) => [
    index('backups_by_time').on(table.askedAt),
    /** Several organisations may ask on the same day; the installation makes one. */
    uniqueIndex('one_backup_a_day').on(table.day),
    check('backup_state', sql`${table.state} in ('asked', 'running', 'done', 'failed')`),
    openToPrograms('backups_open'),
    pgPolicy('backups_seen', { for: 'select', to: ['fugo_operations'], using: sql`true` }),
  ],
).enableRLS();
