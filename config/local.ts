import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  findUrl,
  frozen,
  getFlag,
  getLogLevel,
  getText,
  getWholeNumber,
  postgresSchemes,
  type LogLevel,
} from './environment.ts';
import { languageOf, type Language } from './language.ts';

/** What `fugo up` needs to know: what it finds elsewhere it does not start. */
export interface LocalConfig {
  home: string;
  cache: string;
  language: Language;
  logLevel: LogLevel;
  temporalAddress: string | undefined;
  temporalNamespace: string;
  /** As owner. */
  databaseUrl: string | undefined;
  databaseApiUrl: string | undefined;
  databaseWorkerUrl: string | undefined;
  simulatorDatabaseUrl: string | undefined;
  alwaysOpen: boolean;
  /** Free bytes below which an alarm is raised; undefined: what disk-watch takes for the disk. */
  diskAlarmBytes: number | undefined;
}

export function readLocalConfig(env: NodeJS.ProcessEnv): Readonly<LocalConfig> {
  const temporalAddress = env['TEMPORAL_ADDRESS']?.trim() ?? '';
  return frozen({
    home: getHome(env),
    cache: getLocalCache(env),
    language: languageOf(env),
    logLevel: getLogLevel(env),
    temporalAddress: temporalAddress === '' ? undefined : temporalAddress,
    temporalNamespace: getText(env, 'TEMPORAL_NAMESPACE'),
    databaseUrl: findUrl(env, 'DATABASE_URL', postgresSchemes),
    databaseApiUrl: findUrl(env, 'DATABASE_API_URL', postgresSchemes),
    databaseWorkerUrl: findUrl(env, 'DATABASE_WORKER_URL', postgresSchemes),
    simulatorDatabaseUrl: findUrl(env, 'SIMULATOR_DATABASE_URL', postgresSchemes),
    diskAlarmBytes: readDiskAlarm(env),
    // Simulators are open day and night unless asked: a demonstration on a Sunday must not stand still.
    alwaysOpen: getFlag({ FUGO_ALWAYS_OPEN: '1', ...env }, 'FUGO_ALWAYS_OPEN'),
  });
}

function readDiskAlarm(env: NodeJS.ProcessEnv): number | undefined {
  if ((env['FUGO_DISK_ALARM_MIB']?.trim() ?? '') === '') return undefined;
  return getWholeNumber(env, 'FUGO_DISK_ALARM_MIB') * 1_048_576;
}

/** `FUGO_HOME`, or `.fugo` in fugo's own folder, so that it is the same wherever the command is called from. */
export function getHome(env: NodeJS.ProcessEnv): string {
  const given = env['FUGO_HOME']?.trim() ?? '';
  return given === '' ? fileURLToPath(new URL('../.fugo', import.meta.url)) : resolve(given);
}

/** Where fugo keeps what all its homes of one user share: the Temporal program. */
export function getLocalCache(env: NodeJS.ProcessEnv): string {
  const given = env['FUGO_CACHE']?.trim() ?? '';
  return given === '' ? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'fugo') : resolve(given);
}
