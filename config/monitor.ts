/** The settings of the monitor, as a process of its own and inside the supervisor. */
import { readFileSync } from 'node:fs';
import {
  ConfigError,
  findPath,
  findText,
  findUrl,
  freeze,
  getLogLevel,
  getPort,
  getText,
  getUrl,
  getWholeNumber,
  httpSchemes,
  postgresSchemes,
  type LogLevel,
} from './environment.ts';
import { getHome } from './local.ts';
import { readTemporalTls, type TemporalTls } from './temporal-server.ts';

/** How alarms leave, and what else the monitor does by itself; the same wherever it runs. */
export interface AlarmConfig {
  /** Without it no mail is sent. */
  smtpUrl: string | undefined;
  alarmFrom: string;
  /** Mail addresses of whom nobody has named recipients. */
  alarmTo: readonly string[];
  snmpCommunity: string;
  heartbeatUrl: string | undefined;
  heartbeatSeconds: number;
  backupMaxAgeHours: number;
}

export interface MonitorConfig extends AlarmConfig {
  logLevel: LogLevel;
  host: string;
  port: number;
  /** Where its journal and the backups are. */
  home: string;
  /** The URL of the role fugo_monitor. */
  databaseUrl: string;
  /** Without an address Temporal is not watched. */
  temporalAddress: string | undefined;
  temporalNamespace: string;
  temporalTls: TemporalTls | undefined;
  keysFile: string | undefined;
  /** Of fugo's API, as the monitor and people reach it. */
  apiUrl: string | undefined;
  publicUrl: string | undefined;
  /** The `/healthz` of the workers. */
  workerHealth: readonly string[];
}

export function readAlarmConfig(env: NodeJS.ProcessEnv): AlarmConfig {
  return {
    smtpUrl: readSmtpUrl(env),
    alarmFrom: getText(env, 'FUGO_ALARM_FROM'),
    alarmTo: readAlarmTo(env),
    snmpCommunity: getText(env, 'FUGO_SNMP_COMMUNITY'),
    heartbeatUrl: findUrl(env, 'FUGO_HEARTBEAT_URL', httpSchemes),
    heartbeatSeconds: getWholeNumber(env, 'FUGO_HEARTBEAT_SECONDS'),
    backupMaxAgeHours: getWholeNumber(env, 'FUGO_BACKUP_MAX_AGE_HOURS'),
  };
}

export function readMonitorConfig(env: NodeJS.ProcessEnv): Readonly<MonitorConfig> {
  return freeze({
    ...readAlarmConfig(env),
    logLevel: getLogLevel(env),
    host: getText(env, 'FUGO_HOST'),
    port: getPort(env, 'FUGO_MONITOR_PORT'),
    home: getHome(env),
    databaseUrl: getUrl(env, 'DATABASE_URL', postgresSchemes),
    temporalAddress: findText(env, 'TEMPORAL_ADDRESS'),
    temporalNamespace: getText(env, 'TEMPORAL_NAMESPACE'),
    temporalTls: readTemporalTls(env),
    keysFile: findPath(env, 'FUGO_KEYS_FILE'),
    apiUrl: findUrl(env, 'FUGO_API_URL', httpSchemes),
    publicUrl: findUrl(env, 'FUGO_PUBLIC_URL', httpSchemes),
    workerHealth: list(env, 'FUGO_WORKER_HEALTH'),
  });
}

const smtpSchemes = ['smtp', 'smtps'] as const;

function readSmtpUrl(env: NodeJS.ProcessEnv): string | undefined {
  const path = findPath(env, 'FUGO_SMTP_URL_FILE');
  if (path === undefined) return findUrl(env, 'FUGO_SMTP_URL', smtpSchemes);
  try {
    return findUrl({ FUGO_SMTP_URL: readFileSync(path, 'utf8') }, 'FUGO_SMTP_URL', smtpSchemes);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError('FUGO_SMTP_URL_FILE', {
      ja: '読めるファイルにしてください',
      en: 'must be a file that can be read',
    });
  }
}

function readAlarmTo(env: NodeJS.ProcessEnv): string[] {
  const addresses = list(env, 'FUGO_ALARM_TO');
  if (addresses.every((address) => /^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/u.test(address))) return addresses;
  throw new ConfigError('FUGO_ALARM_TO', {
    ja: 'メールアドレスをコンマで区切ってください',
    en: 'must be mail addresses, by commas',
  });
}

function list(env: NodeJS.ProcessEnv, name: 'FUGO_ALARM_TO' | 'FUGO_WORKER_HEALTH'): string[] {
  const parts = (findText(env, name) ?? '').split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '');
}
