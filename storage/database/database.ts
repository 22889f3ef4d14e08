/** Access to the database: every transaction names its municipality. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { sql } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { operationRoles, roles, type AnyRole, type Role } from '../../domain/rights.ts';
import { setTimeLimits, settingsOf, type KindOfWork } from './time-limits.ts';

/** `$client` is for COPY, which drizzle does not support. */
export type Database = PostgresJsDatabase & { $client: postgres.Sql };
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

export interface DatabaseHandle {
  db: Database;
  close: () => Promise<void>;
}

export interface DatabaseOptions {
  /** The most connections. */
  max?: number;
  /** The program's name, as the server lists its connections. */
  name: string;
  /** The time limits for work that names no others. */
  work?: KindOfWork;
}

/** `url` is that of `fugo_api` or `fugo_worker`. Neither owns a table or bypasses row-level security. */
export function openDatabase(url: string, { max = 10, name, work = 'step' }: DatabaseOptions): DatabaseHandle {
  requirePatchedDriver();
  const client = postgres(url, {
    max,
    connection: { application_name: name, ...settingsOf(work) },
    onnotice: () => {},
    // A connection without work is closed after this time. Seconds.
    idle_timeout: 60,
    connect_timeout: 10,
    // By default postgres.js waits up to 20 s after failures, and a database that is back would stay unused that long.
    backoff: () => 0.1 + Math.random() * 0.2,
  });
  return { db: drizzle(prepareClient(client)), close: () => client.end({ timeout: 5 }) };
}

/** Without the patch a restart of the database ends the process (docs/decisions/0040). */
function requirePatchedDriver(): void {
  if (Reflect.get(postgres, 'fugoPatch') === 1) return;
  throw new Error(
    'データベースドライバーに patches/ の修正が適用されていません。node scripts/patch-packages.mjs を実行してください / ' +
      'The database driver lacks its correction of patches/: run node scripts/patch-packages.mjs',
  );
}

/** Set while a transaction runs whose statements are planned each time. */
const plannedAnew = new AsyncLocalStorage<true>();

/**
 * Prepares statements. drizzle tells postgres.js to prepare none, and PostgreSQL would then parse and plan each one
 * anew, which costs more than running it. The texts are few and fixed, so each connection keeps them. A test watches
 * this.
 */
function prepareClient(client: postgres.Sql): postgres.Sql {
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
 * Runs statements over thousands of rows. While a load fills empty tables, kept plans and statistics are those of small
 * tables, and a plan that reads a whole table makes each chunk slower than the last. So each statement is planned anew,
 * by indexes, on one core. `plan_cache_mode` is no way: it also affects the checks of foreign keys, which would be
 * planned ten thousand times a statement, and badly while the statistics know of no row.
 */
export function inBulk<T>(db: Database, municipality: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return runPlanned(db, municipality, work, 'bulk');
}

/** The same for a page of a large load that a caller waits for. */
export function inBulkToAnswer<T>(
  db: Database,
  municipality: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return runPlanned(db, municipality, work, 'answer');
}

function runPlanned<T>(
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
      const limits = tx.execute(setTimeLimits(kind)).then(() => undefined);
      const [result] = await Promise.all([work(tx), settings, limits]);
      return result;
    }),
  );
}

/**
 * Runs `work` in a transaction that sees only the rows of `municipality`. The setting ends with the transaction, so a
 * pooled connection does not carry it on.
 */
export function inMunicipality<T>(
  db: Database,
  municipality: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return db.transaction(async (tx) => {
    // postgres.js pipelines, so this costs no round trip of its own. drizzle sends a query only when its outcome is
    // asked for, so that is done before the first statement of `work`.
    const scoping = tx
      .execute(
        sql`select set_config('fugo.municipality', ${municipality}, true), set_config('fugo.organisation', ${municipality}, true)`,
      )
      .then(() => undefined);
    const [result] = await Promise.all([work(tx), scoping]);
    return result;
  });
}

/**
 * Runs `work` in a transaction of an organisation of any tier: of what concerns the operation of the Juki net it sees
 * its own rows, those below and those above (the function `sees_organisation`). A municipality also sees its residents.
 */
export function inOrganisation<T>(
  db: Database,
  organisation: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return inMunicipality(db, organisation, work);
}

/** PostgreSQL's code of an error; undefined when the error is not PostgreSQL's. */
export function sqlStateOf(err: unknown): string | undefined {
  const cause: unknown = err instanceof Error ? (err.cause ?? err) : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : undefined;
}

/** Two transactions waited for each other, and this one was rolled back. */
export const isDeadlock = (err: unknown): boolean => sqlStateOf(err) === '40P01';

/**
 * The same database with the rights of a member of staff: whatever a statement asks for, names, personal numbers and
 * the audit log are visible only as domain/rights allows, and changes are possible only within those rights and under
 * the own name. Only transactions are available: the role ends with each, and a statement outside of one would run as
 * the program.
 */
export function databaseAs(db: Database, role: string, staffId: string): Database {
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
      // `await` asks every value for `then`, and this is no promise.
      if (name === 'then') return undefined;
      if (harmless.has(name)) return Reflect.get(target, name, target);
      throw new Error(`${String(name)} beside a transaction would run as the program`);
    },
  });
}

/**
 * Goes back from a person's role to the program's for the rest of a transaction: what follows from the person's act is
 * done to rows that the person may not see. In a transaction of the program nothing is different.
 */
export async function asProgram(tx: Transaction): Promise<void> {
  await tx.execute(sql`select set_config('role', 'none', true)`);
}

/** Properties that do not query the database. All others are forbidden, also those that a later drizzle adds. */
const harmless = new Set<string | symbol>(['constructor', Symbol.toStringTag]);

/** The database role of a set of roles; the migrations make one for each set. */
export function databaseRoleOf(assignedRoles: readonly Role[]): string {
  return ['fugo', ...roles.filter((role) => assignedRoles.includes(role))].join('_');
}

/** The same for people of a prefecture or of the national body, who see what concerns operation, and no resident. */
export function operationRoleOf(assignedRoles: readonly AnyRole[]): string {
  const own = operationRoles.filter((role) => assignedRoles.includes(role));
  return ['fugo_operations', ...own.map((role) => role.replace('-', '_'))].join('_');
}
