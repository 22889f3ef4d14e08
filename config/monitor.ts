/** The settings of the monitor, as a process of its own and inside the supervisor. */
import {
  findPath,
  findText,
  findUrl,
  freeze,
  getLogLevel,
  getPort,
  getText,
  getUrl,
  httpSchemes,
  postgresSchemes,
  type LogLevel,
} from './environment.ts';
import { listOf, readAlarmConfig, type AlarmConfig } from './alarms.ts';
import { getHome } from './local.ts';
import { readTemporalTls, type TemporalTls } from './temporal-server.ts';

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
  /** The repository of deliveries; without one its signatures are not watched. */
  deliveryFolder: string | undefined;
  /** Of fugo's API, as the monitor and people reach it. */
  apiUrl: string | undefined;
  publicUrl: string | undefined;
  /** The `/healthz` of the workers. */
  workerHealth: readonly string[];
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
    deliveryFolder: findPath(env, 'FUGO_DELIVERY_FOLDER'),
    apiUrl: findUrl(env, 'FUGO_API_URL', httpSchemes),
    publicUrl: findUrl(env, 'FUGO_PUBLIC_URL', httpSchemes),
    workerHealth: listOf(env, 'FUGO_WORKER_HEALTH'),
  });
}
