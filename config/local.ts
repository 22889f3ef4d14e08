import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  findUrl,
  freeze,
  getFlag,
  getLogLevel,
  getText,
  getWholeNumber,
  httpSchemes,
  postgresSchemes,
  type LogLevel,
} from './environment.ts';
import { readAlarmConfig, type AlarmConfig } from './alarms.ts';
import { languageOf, type Language } from './language.ts';
import { readTemporalTls, type TemporalTls } from './temporal-server.ts';

/** The settings of `fugo up`, which starts only what it does not find elsewhere. */
export interface LocalConfig {
  home: string;
  cache: string;
  language: Language;
  logLevel: LogLevel;
  temporalAddress: string | undefined;
  temporalNamespace: string;
  /** Of a server of the installation's own. */
  temporalTls: TemporalTls | undefined;
  /** The URL of the owner role. */
  databaseUrl: string | undefined;
  databaseApiUrl: string | undefined;
  databaseWorkerUrl: string | undefined;
  databaseMonitorUrl: string | undefined;
  simulatorDatabaseUrl: string | undefined;
  alwaysOpen: boolean;
  /** Whether mails to the call centre are taken. */
  takesMails: boolean;
  /** The free bytes below which an alarm is raised; undefined for the default of disk-watch. */
  diskAlarmBytes: number | undefined;
  /** Which backups are kept: the newest ones, and those that are no older than so many days. */
  backups: { keep: number; days: number };
  alarms: AlarmConfig;
  /** The API as people reach it, for links in alarms; undefined for its own address. */
  publicUrl: string | undefined;
}

export function readLocalConfig(env: NodeJS.ProcessEnv): Readonly<LocalConfig> {
  const temporalAddress = env['TEMPORAL_ADDRESS']?.trim() ?? '';
  return freeze({
    home: getHome(env),
    cache: getLocalCache(env),
    language: languageOf(env),
    logLevel: getLogLevel(env),
    temporalAddress: temporalAddress === '' ? undefined : temporalAddress,
    temporalNamespace: getText(env, 'TEMPORAL_NAMESPACE'),
    temporalTls: temporalAddress === '' ? undefined : readTemporalTls(env),
    databaseUrl: findUrl(env, 'DATABASE_URL', postgresSchemes),
    databaseApiUrl: findUrl(env, 'DATABASE_API_URL', postgresSchemes),
    databaseWorkerUrl: findUrl(env, 'DATABASE_WORKER_URL', postgresSchemes),
    databaseMonitorUrl: findUrl(env, 'DATABASE_MONITOR_URL', postgresSchemes),
    simulatorDatabaseUrl: findUrl(env, 'SIMULATOR_DATABASE_URL', postgresSchemes),
    diskAlarmBytes: readDiskAlarm(env),
    backups: { keep: getWholeNumber(env, 'FUGO_BACKUP_KEEP'), days: getWholeNumber(env, 'FUGO_BACKUP_DAYS') },
    alarms: readAlarmConfig(env),
    publicUrl: findUrl(env, 'FUGO_PUBLIC_URL', httpSchemes),
    takesMails: getFlag(env, 'FUGO_MAIL_IN'),
    // Simulators are always open by default, so that a demonstration works on a Sunday.
    alwaysOpen: getFlag({ FUGO_ALWAYS_OPEN: '1', ...env }, 'FUGO_ALWAYS_OPEN'),
  });
}

function readDiskAlarm(env: NodeJS.ProcessEnv): number | undefined {
  if ((env['FUGO_DISK_ALARM_MIB']?.trim() ?? '') === '') return undefined;
  return getWholeNumber(env, 'FUGO_DISK_ALARM_MIB') * 1_048_576;
}

/** `FUGO_HOME`, or `.fugo` in fugo's own folder, so that it does not depend on where the command is called. */
export function getHome(env: NodeJS.ProcessEnv): string {
  const setting = env['FUGO_HOME']?.trim() ?? '';
  return setting === '' ? fileURLToPath(new URL('../.fugo', import.meta.url)) : resolve(setting);
}

/** The folder for what all of one user's homes share: the Temporal program. */
export function getLocalCache(env: NodeJS.ProcessEnv): string {
  const setting = env['FUGO_CACHE']?.trim() ?? '';
  return setting === '' ? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'fugo') : resolve(setting);
}
