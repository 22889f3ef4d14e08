/**
 * How long each kind of work may keep the database, in milliseconds. Beyond it the work is undone: a request is answered
 * 503, a step is tried again by its workflow. So one stuck session holds up no other for good.
 */
import { sql, type SQL } from 'drizzle-orm';

export interface TimeLimits {
  /** One statement, waiting included. */
  statement: number;
  /** Waiting for somebody else's lock. */
  lock: number;
  /** A transaction in which the program asks for nothing. */
  idle: number;
}

export const timeLimits = {
  /** A request to the API: whoever waits for it has less patience than that. */
  answer: { statement: 20_000, lock: 5_000, idle: 30_000 },
  /** A step of a worker for one resident or a page of them; its workflow gives it less, and repeats it. */
  step: { statement: 60_000, lock: 15_000, idle: 60_000 },
  /** Ten thousand lines at once, COPY, the cutting of a load of millions, statistics. */
  bulk: { statement: 10 * 60_000, lock: 60_000, idle: 5 * 60_000 },
} as const satisfies Record<string, TimeLimits>;

export type KindOfWork = keyof typeof timeLimits;

/** As PostgreSQL names them: of a connection, from its beginning. */
export function settingsOf(kind: KindOfWork): Record<string, number> {
  const { statement, lock, idle } = timeLimits[kind];
  return { statement_timeout: statement, lock_timeout: lock, idle_in_transaction_session_timeout: idle };
}

/** Of the transaction in which it is executed alone; holds from the next statement on. */
export function limitedTo(kind: KindOfWork): SQL {
  const settings = Object.entries(settingsOf(kind)).map(([name, ms]) => sql`set_config(${name}, ${String(ms)}, true)`);
  return sql`select ${sql.join(settings, sql`, `)}`;
}
