/**
 * Logs JSON lines to standard output, for fugo's processes and Temporal's SDK in them.
 *
 * Entries name things by ids. Two guards back this: errors are written without the values that libraries quote, and
 * what looks like a personal number is redacted.
 */
import { ApplicationFailure } from '@temporalio/common';
import { DefaultLogger, makeTelemetryFilterString, type RuntimeOptions } from '@temporalio/worker';
import pino, { type DestinationStream, type LogFn, type Logger } from 'pino';
import type { LogLevel } from '../config/environment.ts';
import { createLogDestination } from '../config/log-destination.ts';

export type { Logger } from 'pino';

export interface LoggerOptions {
  /** The name of the process: `worker`, `api`. */
  name: string;
  level: LogLevel;
  destination?: DestinationStream;
}

export function createLogger({ name, level, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { process: name, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeErrors },
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => mapValues(fields, describeErrors),
      },
      hooks: { logMethod: nameErrors, streamWrite: redactLine },
    },
    destination ?? createLogDestination(),
  );
}

/** Makes Temporal's SDK, its native part included, write to `logger`. For `Runtime.install`, once a process. */
export function runtimeLogging(logger: Logger): Pick<RuntimeOptions, 'logger' | 'telemetryOptions'> {
  // At debug level the SDK logs each activity with the size of its input, not its content.
  const level = upperLevels.find((candidate) => logger.isLevelEnabled(lowerLevels[candidate])) ?? 'ERROR';
  return {
    logger: new DefaultLogger(level, ({ level: entryLevel, message, meta }) => {
      logger[lowerLevels[entryLevel]]({ ...meta }, message);
    }),
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) },
    },
  };
}

const upperLevels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
const lowerLevels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

interface ErrorDescription {
  type: string;
  message: string;
  code?: string | number;
  stack?: string;
  cause?: ErrorDescription;
}

/**
 * An error as it may be logged: of its own properties only the code, because libraries keep queries and bodies in
 * others.
 */
export function describeError(err: Error): ErrorDescription {
  const type = err instanceof ApplicationFailure && err.type ? err.type : err.name;
  const code: unknown = 'code' in err ? err.code : undefined;
  const frames = err.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type,
    message: withoutValues(type, err.message),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(frames && frames.length > 0 && { stack: frames.join('\n') }),
    ...(err.cause instanceof Error && { cause: describeError(err.cause) }),
  };
}

/** Describes errors anywhere in the logged fields, whose own properties would be written otherwise. */
function describeErrors(value: unknown): unknown {
  if (value instanceof Error) return describeError(value);
  if (Array.isArray(value)) return value.map(describeErrors);
  return isPlainObject(value) ? mapValues(value, describeErrors) : value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function mapValues(fields: Record<string, unknown>, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, change(value)]));
}

/** An error without a sentence is logged with its described message; pino would use the full one. */
function nameErrors(this: Logger, args: Parameters<LogFn>, method: LogFn): void {
  const [first, sentence]: unknown[] = args;
  const err = isPlainObject(first) ? first['err'] : first;
  if (err instanceof Error && sentence === undefined) method.call(this, { err }, describeError(err).message);
  else method.apply(this, args);
}

/** Drizzle appends the parameters to its message; PostgreSQL quotes the value that it could not read. */
function withoutValues(type: string, message: string): string {
  const withoutParameters = message.replace(/\nparams:[^]*$/, '');
  return type === 'PostgresError' ? withoutParameters.replace(/: "[^]*$/, '') : withoutParameters;
}

const jsonTokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/**
 * Twelve digits, ASCII or full-width, in one piece or in three groups of four as on the card, and not part of a UUID.
 */
const suspects =
  /(?<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?<![0-9０-９])[0-9０-９]{4}(?:[ -]?[0-9０-９]{4}){2}(?![0-9０-９])/gi;

/** Replaces every run of exactly twelve digits in a line of JSON, which stays valid JSON. */
export function redactLine(line: string): string {
  return line.replaceAll(jsonTokens, (token) => {
    const redacted = redact(token);
    return token.startsWith('"') || redacted === token ? redacted : JSON.stringify(redacted);
  });
}

function redact(text: string): string {
  return text.replaceAll(suspects, (_found, uuid: string | undefined) => uuid ?? '[12 digits]');
}
