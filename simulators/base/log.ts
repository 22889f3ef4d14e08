import { pino, type Logger } from 'pino';
import { createLogDestination } from '../../config/log-destination.ts';
import { errorCodeOf } from './error-code.ts';
import type { SimulatorSettings } from './settings.ts';

export type { Logger };

/** Logs warnings, and at FUGO_LOG_LEVEL=debug a line for each request. Bodies, values and queries are never logged. */
export function createLog(participant: string, setting: SimulatorSettings['logLevel']): Logger {
  const level = { trace: 'debug', debug: 'debug', info: 'warn', warn: 'warn', error: 'error' }[setting];
  return pino({ level, base: { participant }, timestamp: pino.stdTimeFunctions.isoTime }, createLogDestination());
}

/** Name and code of an error; PostgreSQL's detail and a peer's answer may hold personal data. */
export function describeError(error: unknown): { error: string; code?: string } {
  const code = errorCodeOf(error);
  return { error: error instanceof Error ? error.name : 'unknown', ...(code === undefined ? {} : { code }) };
}
