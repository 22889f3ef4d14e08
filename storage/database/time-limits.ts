/**
 * How long each kind of work may keep the database, in milliseconds. Work beyond the limit is rolled back: a request is
 * answered 503, and a workflow retries its step. So a stuck session cannot hold up others for good.
 */
import { sql, type SQL } from 'drizzle-orm';

export interface TimeLimits {
  /** One statement, waiting included. */
  statement: number;
  /** Waiting for another transaction's lock. */
  lock: number;
  /** A transaction in which the program sends nothing. */
  idle: number;
}

export const timeLimits = {
  /** A request to the API; its caller is less patient than that. */
  answer: { statement: 20_000, lock: 5_000, idle: 30_000 },
  /** A worker's step for one resident or a page of residents; its workflow has a shorter limit and repeats it. */
  step: { statement: 60_000, lock: 15_000, idle: 60_000 },
  /** Ten thousand lines at once, COPY, cutting a load of millions, statistics. */
  bulk: { statement: 10 * 60_000, lock: 60_000, idle: 5 * 60_000 },
} as const satisfies Record<string, TimeLimits>;

export type KindOfWork = keyof typeof timeLimits;

/** The limits as PostgreSQL's settings of a connection. */
export function settingsOf(kind: KindOfWork): Record<string, number> {
  const { statement, lock, idle } = timeLimits[kind];
  return { statement_timeout: statement, lock_timeout: lock, idle_in_transaction_session_timeout: idle };
}

/** Sets the limits of the current transaction, from the next statement on. */
export function setTimeLimits(kind: KindOfWork): SQL {
  const settings = Object.entries(settingsOf(kind)).map(([name, ms]) => sql`set_config(${name}, ${String(ms)}, true)`);
  return sql`select ${sql.join(settings, sql`, `)}`;
}
