import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import postgres from 'postgres';
import { z } from 'zod';

export const migrationsFolder = fileURLToPath(new URL('../schema/migrations', import.meta.url));

/** How a database compares with the migrations of this version; names are those of the migrations' files. */
export interface MigrationState {
  applied: string[];
  /** Migrations of this version that were not applied yet. */
  pending: string[];
  /** Applied migrations whose text differs from this version's. */
  changed: string[];
  /** Number of migrations applied by a newer version. */
  unknown: number;
  /** Made by a version whose migrations were squashed since: a database with any of these cannot be brought here. */
  former: number;
}

interface OwnMigration {
  name: string;
  hash: string;
  /** When it was written, in epoch milliseconds; drizzle identifies migrations by it. */
  at: number;
}

const Journal = z.object({ entries: z.array(z.object({ tag: z.string(), when: z.number() })) });
const AppliedRows = z.array(z.object({ hash: z.string(), at: z.coerce.number() }));

/** Reads the state; the role must be able to read drizzle's own table, as the owner and a superuser are. */
export async function readMigrationState(url: string): Promise<MigrationState> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    return await readMigrationStateBy(sql);
  } finally {
    await sql.end();
  }
}

export async function readMigrationStateBy(sql: postgres.Sql): Promise<MigrationState> {
  const [{ known } = { known: false }] = await sql<{ known: boolean }[]>`
    select to_regclass('drizzle.__drizzle_migrations') is not null as known`;
  const appliedRows = known
    ? AppliedRows.parse(await sql`select hash, created_at as at from drizzle.__drizzle_migrations`)
    : [];
  return compareMigrations(readOwnMigrations(), appliedRows);
}

export function compareMigrations(
  own: readonly OwnMigration[],
  made: readonly { hash: string; at: number }[],
): MigrationState {
  const hashes = new Map(made.map(({ at, hash }) => [at, hash]));
  const known = new Set(own.map(({ at }) => at));
  const first = Math.min(...known);
  const namesWhere = (which: (migration: OwnMigration) => boolean): string[] =>
    own.filter(which).map(({ name }) => name);
  return {
    applied: namesWhere(({ at }) => hashes.has(at)),
    pending: namesWhere(({ at }) => !hashes.has(at)),
    changed: namesWhere(({ at, hash }) => hashes.has(at) && hashes.get(at) !== hash),
    unknown: made.filter(({ at }) => !known.has(at) && at > first).length,
    former: made.filter(({ at }) => at < first).length,
  };
}

function readOwnMigrations(): OwnMigration[] {
  const { entries } = Journal.parse(JSON.parse(readFileSync(join(migrationsFolder, 'meta', '_journal.json'), 'utf8')));
  const names = new Map(entries.map(({ when, tag }) => [when, tag]));
  return readMigrationFiles({ migrationsFolder }).map(({ hash, folderMillis }) => ({
    name: names.get(folderMillis) ?? String(folderMillis),
    hash,
    at: folderMillis,
  }));
}
