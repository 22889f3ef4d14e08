/**
 * JSON lines on standard output, for fugo's own processes and for what Temporal's SDK says in them.
 *
 * What is logged names things by ids. Two guards stand behind that rule: an error is written without the values that
 * its library quotes, and whatever looks like a personal number is blotted out of the finished line.
 */
import { ApplicationFailure } from '@temporalio/common';
import { DefaultLogger, makeTelemetryFilterString, type RuntimeOptions } from '@temporalio/worker';
import pino, { type DestinationStream, type LogFn, type Logger } from 'pino';
import type { LogLevel } from '../config/environment.ts';
import { createLogDestination } from '../config/log-destination.ts';

export type { Logger } from 'pino';

export interface LoggerOptions {
  /** The process: `worker`, `api`. */
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

/** Lets Temporal's SDK, its native part included, write into `logger`. For `Runtime.install`, once a process. */
export function runtimeLogging(logger: Logger): Pick<RuntimeOptions, 'logger' | 'telemetryOptions'> {
  // The SDK tells of each activity at debug level, with its input's size and not its content.
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

/** An error as it may be written: no own properties but its code, for libraries keep queries and bodies in them. */
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

/** Errors wherever they are in what is logged, or their own properties would be written with it. */
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

/** An error logged without a sentence gets its own as one; left to pino, that would be the unabridged message. */
function nameErrors(this: Logger, args: Parameters<LogFn>, method: LogFn): void {
  const [first, sentence]: unknown[] = args;
  const err = isPlainObject(first) ? first['err'] : first;
  if (err instanceof Error && sentence === undefined) method.call(this, { err }, describeError(err).message);
  else method.apply(this, args);
}

/** Drizzle ends its message with the parameters; PostgreSQL quotes the value it could not read. */
function withoutValues(type: string, message: string): string {
  const withoutParameters = message.replace(/\nparams:[^]*$/, '');
  return type === 'PostgresError' ? withoutParameters.replace(/: "[^]*$/, '') : withoutParameters;
}

const jsonTokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Twelve digits, ASCII or full-width, in one or in three groups of four as on the card; and not part of a UUID. */
const suspects =
  /(?<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?<![0-9０-９])[0-9０-９]{4}(?:[ -]?[0-9０-９]{4}){2}(?![0-9０-９])/gi;

/** Replaces every run of exactly twelve digits in a line of JSON; it stays JSON. */
export function redactLine(line: string): string {
  return line.replaceAll(jsonTokens, (token) => {
    const redacted = redact(token);
    return token.startsWith('"') || redacted === token ? redacted : JSON.stringify(redacted);
  });
}

function redact(text: string): string {
  return text.replaceAll(suspects, (_found, uuid: string | undefined) => uuid ?? '[12 digits]');
}
