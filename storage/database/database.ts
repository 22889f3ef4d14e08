/** The one way to the database: a transaction that names its municipality. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { sql } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { roles, type Role } from '../../domain/rights.ts';
import { limitedTo, settingsOf, type KindOfWork } from './time-limits.ts';

/** `$client` is for what drizzle has no words for: COPY. */
export type Database = PostgresJsDatabase & { $client: postgres.Sql };
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

export interface DatabaseHandle {
  db: Database;
  close: () => Promise<void>;
}

export interface DatabaseOptions {
  /** Connections at most. */
  max?: number;
  /** Of the program, as the server lists its connections. */
  name: string;
  /** Whose limits hold where a piece of work names no other ones. */
  work?: KindOfWork;
}

/** `url` belongs to `fugo_api` or `fugo_worker`; neither owns a table nor passes row-level security by. */
export function openDatabase(url: string, { max = 10, name, work = 'step' }: DatabaseOptions): DatabaseHandle {
  requirePatchedDriver();
  const client = postgres(url, {
    max,
    connection: { application_name: name, ...settingsOf(work) },
    onnotice: () => {},
    // Seconds without work, after which a connection is closed.
    idle_timeout: 60,
    connect_timeout: 10,
    // postgres.js waits longer after each failure, up to 20 s: a database that is back would stay unused for so long.
    backoff: () => 0.1 + Math.random() * 0.2,
  });
  return { db: drizzle(preparing(client)), close: () => client.end({ timeout: 5 }) };
}

/** Without it a restart of the database ends the process; see docs/decisions/0040. */
function requirePatchedDriver(): void {
  if (Reflect.get(postgres, 'fugoPatch') === 1) return;
  throw new Error(
    'データベースドライバーに patches/ の修正が適用されていません。node scripts/patch-packages.mjs を実行してください / ' +
      'The database driver lacks its correction of patches/: run node scripts/patch-packages.mjs',
  );
}

/** Set while a transaction runs whose statements are each planned for what they are given. */
const plannedAnew = new AsyncLocalStorage<true>();

/**
 * drizzle tells postgres.js to prepare nothing, so PostgreSQL would parse and plan each statement anew, which costs more
 * than running it here. The texts are few and fixed, so each connection keeps them prepared. A test watches that it does.
 */
function preparing(client: postgres.Sql): postgres.Sql {
  const begin = client.begin.bind(client);
  prepareStatements(client);
  return Object.assign(client, {
    begin: (work: (tx: postgres.TransactionSql) => Promise<unknown>) => begin((tx) => work(prepareStatements(tx))),
  });
}

function prepareStatements<Client extends postgres.Sql | postgres.TransactionSql>(client: Client): Client {
  const unsafe = client.unsafe.bind(client);
  return Object.assign(client, {
    unsafe: (query: string, parameters?: [], options?: postgres.UnsafeQueryOptions) =>
      unsafe(query, parameters, { ...options, prepare: plannedAnew.getStore() === undefined }),
  });
}

/**
 * For statements over thousands of rows. While a load fills empty tables, a kept plan and the statistics are those of
 * small ones, and a plan that reads a whole table for each chunk makes the last chunk as slow as the table is large. So
 * each is planned anew, and by indexes, and takes one core alone. Not by `plan_cache_mode`: that holds for the checks of foreign keys as well, which
 * would be planned ten thousand times a statement, and badly where the statistics say that the municipality has nobody.
 */
export function inBulk<T>(db: Database, municipality: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return planned(db, municipality, work, 'bulk');
}

/** The same for a page of a large load that a caller waits for. */
export function inBulkToAnswer<T>(
  db: Database,
  municipality: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return planned(db, municipality, work, 'answer');
}

function planned<T>(
  db: Database,
  municipality: string,
  work: (tx: Transaction) => Promise<T>,
  kind: KindOfWork,
): Promise<T> {
  return plannedAnew.run(true, () =>
    inMunicipality(db, municipality, async (tx) => {
      const settings = tx
        .execute(
          sql`select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
            set_config('work_mem', '64MB', true), set_config('max_parallel_workers_per_gather', '0', true)`,
        )
        .then(() => undefined);
      const limits = tx.execute(limitedTo(kind)).then(() => undefined);
      const [result] = await Promise.all([work(tx), settings, limits]);
      return result;
    }),
  );
}

/**
 * Runs `work` in a transaction in which only the rows of `municipality` exist. The setting ends with the transaction,
 * so a pooled connection carries it nowhere.
 */
export function inMunicipality<T>(
  db: Database,
  municipality: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return db.transaction(async (tx) => {
    // postgres.js pipelines, so this costs no round trip of its own. A drizzle query is sent only when it is asked for
    // its outcome, so that is done here, before the first statement of `work`.
    const scoped = tx.execute(sql`select set_config('fugo.municipality', ${municipality}, true)`).then(() => undefined);
    const [result] = await Promise.all([work(tx), scoped]);
    return result;
  });
}

/** PostgreSQL's own code of what went wrong; undefined where it was not PostgreSQL. */
export function sqlStateOf(err: unknown): string | undefined {
  const cause: unknown = err instanceof Error ? (err.cause ?? err) : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : undefined;
}

/** Two transactions waited for each other, and this one was undone. */
export const isDeadlock = (err: unknown): boolean => sqlStateOf(err) === '40P01';

/**
 * The same database as a member of staff with these roles has it, to read and to change: whatever a statement asks for,
 * names, personal numbers and the audit log are shown only to whom domain/rights.ts shows them, and nothing is changed
 * but by whom it lets, in nobody else's name. By transactions alone: the role ends with each, and what would run beside
 * one would run as the program.
 */
export function databaseAs(db: Database, given: readonly Role[], staffId: string): Database {
  const role = databaseRoleOf(given);
  const transaction: Database['transaction'] = (work, config) =>
    db.transaction(async (tx) => {
      const become = tx
        .execute(sql`select set_config('role', ${role}, true), set_config('fugo.staff_id', ${staffId}, true)`)
        .then(() => undefined);
      const [result] = await Promise.all([work(tx), become]);
      return result;
    }, config);
  return new Proxy(db, {
    get: (target, name): unknown => {
      if (name === 'transaction') return transaction;
      // A promise would be asked for `then`, and what is none has none.
      if (name === 'then') return undefined;
      if (harmless.has(name)) return Reflect.get(target, name, target);
      throw new Error(`${String(name)} beside a transaction would run as the program`);
    },
  });
}

/** What asks the database for nothing. All else is forbidden, whatever a later drizzle adds. */
const harmless = new Set<string | symbol>(['constructor', Symbol.toStringTag]);

/** One for each set of roles, made by the migrations. */
export function databaseRoleOf(given: readonly Role[]): string {
  return ['fugo', ...roles.filter((role) => given.includes(role))].join('_');
}
