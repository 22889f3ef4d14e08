/** Tells failures of the database from those of the caller: nothing was done, or nobody knows whether it was. */
import { sqlStateOf } from './database.ts';

/** `away`: the database cannot be reached or has ended the connection. `busy`: the work took longer than its limit. */
export type DatabaseTrouble = 'away' | 'busy';

/** Codes of postgres.js, and of the system when it cannot connect. */
const connectionLost = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'ENOTFOUND',
]);

/** PostgreSQL's classes: 08 connection, 53 no space or memory, 57P0x ended by the administrator or starting. */
const serverAway = /^(08...|53...|57P0[1-5])$/;

/** A lock or statement over its limit, a deadlock, an idle transaction that was ended. */
const tookTooLong = new Set(['55P03', '57014', '40P01', '40001', '25P03', '25P04']);

/** Undefined when the database worked as it should, as when a constraint refused a row. */
export function databaseTroubleOf(err: unknown): DatabaseTrouble | undefined {
  // A failed HTTP call has the same system codes as its cause.
  if (err instanceof TypeError) return undefined;
  const code = sqlStateOf(err);
  if (code === undefined) return undefined;
  if (connectionLost.has(code) || serverAway.test(code)) return 'away';
  return tookTooLong.has(code) ? 'busy' : undefined;
}
