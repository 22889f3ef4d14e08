import { findUrl, postgresSchemes } from '../../config/environment.ts';
import { getHome } from '../../config/local.ts';
import { migrateDatabase } from '../../local/database.ts';
import { textOf } from '../../local/messages.ts';
import { readMigrationState, type MigrationState } from '../../local/migrations.ts';
import { getDatabaseUrls, readRun } from '../../local/stack.ts';
import { printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { tableLines } from '../terminal/table.ts';

export interface MigrateOptions {
  check?: boolean;
  json?: boolean;
}

/**
 * `fugo migrate` brings the database of DATABASE_URL (as its owner), or of what runs in this home, to this version.
 * With `--check` it only looks, and ends with 1 when something is to be done or the database is of another version.
 */
export async function runMigrate(context: Context, { check = false, json = false }: MigrateOptions): Promise<ExitCode> {
  const url = getOwnerUrl(context);
  const before = await readMigrationState(url);
  const isForeign = before.former > 0 || before.unknown > 0 || before.changed.length > 0;
  const does = !check && !isForeign && before.pending.length > 0;
  if (does) await migrateDatabase(url);
  const after = does ? await readMigrationState(url) : before;
  const made = before.pending.filter((name) => !after.pending.includes(name));
  if (json) printJson(context, { ...after, made });
  else printLines(context, migrationLines(context, after, made));
  return after.pending.length > 0 || isForeign ? exitCodes.refused : exitCodes.ok;
}

function getOwnerUrl(context: Context): string {
  const given = findUrl(context.env, 'DATABASE_URL', postgresSchemes);
  if (given !== undefined) return given;
  const home = getHome(context.env);
  if (readRun(home)?.state === 'ready') return getDatabaseUrls(home).owner;
  throw usageError(context, 'DATABASE_URL', say(context, 'migrate.noDatabase'));
}

function migrationLines(context: Context, state: MigrationState, made: readonly string[]): string[] {
  if (state.former > 0) return [textOf({ key: 'databaseOfEarlierVersion' }, context.language)];
  const rows = [
    ...made.map((name) => [name, say(context, 'migrate.made')]),
    ...state.pending.map((name) => [name, say(context, 'migrate.pending')]),
    ...state.changed.map((name) => [name, say(context, 'migrate.changed')]),
  ];
  const head = [say(context, 'migrate.name'), say(context, 'migrate.state')];
  const table = rows.length === 0 ? [] : [...tableLines(head, rows), ''];
  return [...table, say(context, sentenceOf(state), { unknown: state.unknown, applied: state.applied.length })];
}

function sentenceOf({ pending, changed, unknown }: MigrationState) {
  if (unknown > 0) return 'migrate.newer';
  if (changed.length > 0) return 'migrate.isChanged';
  return pending.length > 0 ? 'migrate.isPending' : 'migrate.upToDate';
}
