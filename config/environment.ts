import { isAbsolute, resolve } from 'node:path';
import { variables, type VariableName } from './variables.ts';

/**
 * Thrown when a variable is missing or breaks its rule. Names the variable and the rule, never the value, which may be
 * a secret.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly variable: VariableName;

  constructor(variable: VariableName, rule: { ja: string; en: string }) {
    const { example } = variables[variable];
    super(`${variable}: ${rule.ja}(例: ${example}) / ${rule.en} (example: ${example})`);
    this.variable = variable;
  }
}

/** The value of a variable. An empty one counts as not set, as an empty line in a service file means. */
export function findText(env: NodeJS.ProcessEnv, name: VariableName): string | undefined {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? (variables[name].default ?? undefined) : value;
}

export function getText(env: NodeJS.ProcessEnv, name: VariableName): string {
  const value = findText(env, name);
  if (value === undefined) throw new ConfigError(name, { ja: '設定が必要です', en: 'must be set' });
  return value;
}

export function getPort(env: NodeJS.ProcessEnv, name: VariableName): number {
  const value = getText(env, name);
  const port = Number(value);
  if (/^\d+$/.test(value) && port >= 1 && port <= 65_535) return port;
  throw new ConfigError(name, {
    ja: '1から65535までの整数にしてください',
    en: 'must be a whole number from 1 to 65535',
  });
}

export function getWholeNumber(env: NodeJS.ProcessEnv, name: VariableName): number {
  const value = getText(env, name);
  if (/^\d{1,15}$/.test(value) && Number(value) > 0) return Number(value);
  throw new ConfigError(name, { ja: '1以上の整数にしてください', en: 'must be a whole number from 1' });
}

export function getUrl(env: NodeJS.ProcessEnv, name: VariableName, schemes: readonly string[]): string {
  const value = getText(env, name);
  if (schemes.some((scheme) => value.startsWith(`${scheme}://`)) && URL.canParse(value)) return value;
  const list = schemes.map((scheme) => `${scheme}://`).join(', ');
  throw new ConfigError(name, { ja: `${list} で始まるURLにしてください`, en: `must be a URL starting with ${list}` });
}

export function findUrl(env: NodeJS.ProcessEnv, name: VariableName, schemes: readonly string[]): string | undefined {
  return findText(env, name) === undefined ? undefined : getUrl(env, name, schemes);
}

export const postgresSchemes = ['postgres', 'postgresql'] as const;
export const httpSchemes = ['http', 'https'] as const;

export function getFlag(env: NodeJS.ProcessEnv, name: VariableName): boolean {
  const value = getText(env, name).toLowerCase();
  if (['1', 'true', 'yes'].includes(value)) return true;
  if (['0', 'false', 'no'].includes(value)) return false;
  throw new ConfigError(name, { ja: '1か0にしてください', en: 'must be 1 or 0' });
}

/** A path, relative to the folder in which fugo was called. */
export function getPath(env: NodeJS.ProcessEnv, name: VariableName): string {
  const value = getText(env, name);
  return isAbsolute(value) ? value : resolve(value);
}

export function findPath(env: NodeJS.ProcessEnv, name: VariableName): string | undefined {
  return findText(env, name) === undefined ? undefined : getPath(env, name);
}

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

export function getLogLevel(env: NodeJS.ProcessEnv): LogLevel {
  const value = getText(env, 'FUGO_LOG_LEVEL');
  const level = logLevels.find((known) => known === value);
  if (level !== undefined) return level;
  const list = logLevels.join(', ');
  throw new ConfigError('FUGO_LOG_LEVEL', { ja: `${list} のいずれかにしてください`, en: `must be one of ${list}` });
}

/** Frozen, because settings read at the start hold until the process ends. */
export function freeze<Value extends object>(value: Value): Readonly<Value> {
  return Object.freeze(value);
}
