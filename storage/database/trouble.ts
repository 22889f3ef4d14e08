/** What is the database's fault and not the caller's: nothing was done, or nobody knows whether it was. */
import { sqlStateOf } from './database.ts';

/** `away`: it cannot be reached, or has ended the connection. `busy`: it took longer than the work's limit. */
export type DatabaseTrouble = 'away' | 'busy';

/** Of postgres.js, and of the system where it cannot connect. */
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

/** PostgreSQL's classes: 08 connection, 53 no room or memory left, 57P0x ended by its administrator or starting. */
const serverAway = /^(08...|53...|57P0[1-5])$/;

/** Lock or statement past its limit, two that waited for each other, a transaction that was left standing. */
const tookTooLong = new Set(['55P03', '57014', '40P01', '40001', '25P03', '25P04']);

/** Undefined where the database did what it should: a constraint that said no is no trouble of its. */
export function databaseTroubleOf(err: unknown): DatabaseTrouble | undefined {
  // A call to somebody else over HTTP has the same codes of the system as its cause.
  if (err instanceof TypeError) return undefined;
  const code = sqlStateOf(err);
  if (code === undefined) return undefined;
  if (connectionLost.has(code) || serverAway.test(code)) return 'away';
  return tookTooLong.has(code) ? 'busy' : undefined;
}
