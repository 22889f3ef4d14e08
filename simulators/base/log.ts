import { pino, type Logger } from 'pino';
import { createLogDestination } from '../../config/log-destination.ts';
import { errorCodeOf } from './error-code.ts';
import type { SimulatorSettings } from './settings.ts';

export type { Logger };

/** Warnings, and at FUGO_LOG_LEVEL=debug a line a request. Bodies, values and query strings are never logged. */
export function createLog(participant: string, setting: SimulatorSettings['logLevel']): Logger {
  const level = { trace: 'debug', debug: 'debug', info: 'warn', warn: 'warn', error: 'error' }[setting];
  return pino({ level, base: { participant }, timestamp: pino.stdTimeFunctions.isoTime }, createLogDestination());
}

/** What may be told of an error: PostgreSQL's detail and a peer's answer can hold values, names and codes cannot. */
export function describeError(error: unknown): { error: string; code?: string } {
  const code = errorCodeOf(error);
  return { error: error instanceof Error ? error.name : 'unknown', ...(code === undefined ? {} : { code }) };
}
